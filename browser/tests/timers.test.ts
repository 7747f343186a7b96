import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { drawTimers, keepDrawn, leftOrOver, untilNext } from "../room/timers";

const AT = Date.parse("2020-09-09T07:32:00Z");
const said = (id: string): string => document.getElementById(id)?.textContent ?? "";

test("what was spent before is added to what runs, and a second is counted when it is over", () => {
  body('<time id="a" data-since="2020-09-09T07:30:00Z" data-spent="60">x</time><b id="b" data-since="2020-09-09T07:31:00Z">x</b>');
  assert.equal(drawTimers(document, AT + 400), 600);
  assert.deepEqual([said("a"), said("b")], ["3:00", "1:00"]);
});

test("a speaker's ring counts down, and then what is over", () => {
  body('<span class="ring" data-limit="120" data-left="30" data-ends="2020-09-09T07:32:30Z"><b id="a"></b></span>');
  const ring = document.querySelector<HTMLElement>(".ring") as HTMLElement;
  assert.equal(drawTimers(document, AT + 250), 750);
  assert.equal(said("a"), "0:30");
  assert.equal(ring.hasAttribute("data-own-near"), true);
  drawTimers(document, AT + 42_500);
  assert.equal(said("a"), "+0:12");
  assert.equal(ring.hasAttribute("data-own-over"), true);
});

test("a ring that stands still shows what was left, and needs no timer", () => {
  body('<span class="ring" data-limit="120" data-left="71"><b id="a"></b></span>');
  assert.equal(drawTimers(document, AT), null);
  assert.equal(said("a"), "1:11");
});

test("what only time brings is shown when it has come", () => {
  body('<p id="a" data-shows-at="2020-09-09T07:32:05Z" hidden>over</p>');
  assert.equal(drawTimers(document, AT), 5_000);
  assert.equal(document.getElementById("a")?.hidden, true);
  assert.equal(drawTimers(document, AT + 5_000), null);
  assert.equal(document.getElementById("a")?.hidden, false);
});

test("a count that falls changes where its second ends, as one that rises does", () => {
  assert.deepEqual([untilNext(400), untilNext(0), untilNext(-400), untilNext(-1_000)], [600, 1_000, 400, 1_000]);
  assert.deepEqual([90, 0.4, 0, -0.5, -1, -65].map(leftOrOver), ["1:30", "0:01", "0:00", "0:00", "+0:01", "+1:05"]);
});

test("a drawing that says when it changes is drawn again then, and no more once it is stopped", async () => {
  let drawn = 0;
  const drawing = keepDrawn(() => ((drawn += 1) < 3 ? 5 : null));
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.equal(drawn, 3);
  drawing.again();
  assert.equal(drawn, 4);
  drawing.stop();
});
