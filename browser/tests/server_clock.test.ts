import "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { Clock, type Computer } from "../clock";

const SERVER = Date.parse("2020-09-09T07:32:00Z");
const WRONG = 7 * 60_000;

/** One time for everything: a computer whose wall clock is `wrong`, and a server at the other end of a wire. */
class World {
  time = 0;
  asleep = 0;
  asked = 0;
  wrong = WRONG;
  down = false;
  readonly computer: Computer = {
    steady: () => this.time - this.asleep,
    wall: () => SERVER + this.time + this.wrong,
    pause: async (milliseconds) => void (this.time += milliseconds),
  };

  /** Each trip takes so long there, and so long back. The last pair holds for all that follow. */
  constructor(private readonly trips: readonly (readonly [number, number])[]) {}

  readonly ask = async (): Promise<number> => {
    if (this.down) throw new TypeError("no network");
    const [there, back] = this.trips[Math.min(this.asked, this.trips.length - 1)] as readonly [number, number];
    this.asked += 1;
    this.time += there;
    const said = SERVER + this.time;
    this.time += back;
    return said;
  };

  clock(said = NaN, arrived = 0): Clock {
    return new Clock(this.ask, this.computer, said, arrived);
  }

  error(clock: Clock): number {
    return Math.round(clock.now() - (SERVER + this.time));
  }
}

test("before it was measured, the page's own word counts, not the computer's clock", () => {
  const world = new World([[5, 5]]);
  world.time = 300;
  assert.equal(world.error(world.clock(SERVER + 280, 290)), -10);
  assert.equal(world.error(world.clock()), WRONG);
});

test("of several round trips the shortest is believed, however lame the others are in one direction", async () => {
  const world = new World([[900, 20], [40, 1500], [30, 40], [700, 30], [20, 400], [600, 20]]);
  const clock = world.clock();
  await clock.measure();
  assert.equal(world.asked, 6);
  assert.equal(world.error(clock), -5);
  assert.ok(clock.doubt() < 36);
});

test("a trip all of whose delay lies in one direction is wrong by no more than half of it", async () => {
  for (const trip of [[180, 0], [0, 180]] as const) {
    const world = new World([trip]);
    const clock = world.clock();
    await clock.measure();
    assert.ok(Math.abs(world.error(clock)) <= 90);
    assert.ok(clock.doubt() < 91);
  }
});

test("one trip is enough where the server is near", async () => {
  const world = new World([[4, 6]]);
  await world.clock().measure();
  assert.equal(world.asked, 1);
});

test("a poor line later doesn't spoil what a good one had measured", async () => {
  const world = new World([[6, 6], [2000, 100]]);
  const clock = world.clock();
  await clock.measure();
  world.time += 600_000;
  await clock.measure();
  assert.equal(world.error(clock), 0);
  assert.ok(clock.doubt() < 100);
});

test("what a computer's quartz drifts is mended by the next measurement", async () => {
  const world = new World([[6, 6]]);
  const clock = world.clock();
  await clock.measure();
  world.time += 600_000;
  world.asleep += 55; // It ran so much too slowly.
  assert.equal(world.error(clock), -55);
  await clock.measure();
  assert.equal(world.error(clock), 0);
});

test("a clock that its owner sets meanwhile changes nothing", async () => {
  const world = new World([[6, 6]]);
  const clock = world.clock();
  await clock.measure();
  world.wrong = -3 * 3_600_000;
  assert.equal(world.error(clock), 0);
  assert.equal(clock.jumped(), true);
  assert.equal(clock.jumped(), false);
});

test("after a sleep in which the steady clock stood still, a worse measurement is better than none", async () => {
  const world = new World([[6, 6], [80, 120]]);
  const clock = world.clock();
  await clock.measure();
  world.time += 3_600_000;
  world.asleep += 3_600_000;
  assert.equal(world.error(clock), -3_600_000);
  assert.equal(clock.jumped(), true);
  await clock.measure();
  assert.ok(Math.abs(world.error(clock)) <= 100);
});

test("a measurement that proves the old one wrong is believed though it is less sure", async () => {
  const world = new World([[6, 6], [50, 60]]);
  const clock = world.clock();
  await clock.measure();
  world.asleep += 5_000; // Too short to be noticed by anybody who didn't look.
  await clock.measure();
  assert.ok(Math.abs(world.error(clock)) <= 55);
});

test("without a network what was known stays, and several who ask at once make one measurement", async () => {
  const world = new World([[300, 310]]);
  const clock = world.clock();
  await Promise.all([clock.measure(), clock.measure()]);
  assert.equal(world.asked, 6);
  const before = world.error(clock);
  world.down = true;
  await clock.measure();
  assert.equal(world.error(clock), before);
});
