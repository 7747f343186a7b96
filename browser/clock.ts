/**
 * The house's time on this screen, whatever this computer's own clock says: every screen in a room must show the same
 * second, and a minister's laptop may be minutes off.
 *
 * The server is asked for its time. Its answer was true somewhere between the question and the answer, so the middle is
 * wrong by half the round trip at most (F. Cristian, "Probabilistic clock synchronization", 1989); of several round trips
 * the shortest is believed, as NTP's clock filter does (RFC 5905, section 10). What is kept is the distance to the
 * browser's steady clock, which nobody can set: a change of the computer's clock in between matters to nothing.
 */
import { meta } from "./page";

/** The clocks of a computer, in milliseconds. `steady` only goes forward; `wall` is what its owner set. */
export interface Computer {
  steady(): number;
  wall(): number;
  pause(milliseconds: number): Promise<void>;
}

interface Measured {
  /** What is added to the steady clock to get the server's. */
  readonly offset: number;
  /** By how much that was wrong at most, when it was measured. */
  readonly doubt: number;
  readonly at: number;
}

const ROUNDS = 6;
const BETWEEN = 150;
/** A doubt that no eye can see: no further round trip is made. */
const GOOD = 15;
/** How far a computer's quartz runs off: a tenth of a second in about a quarter of an hour. */
const DRIFT = 1e-4;
/** A difference between the wall's and the steady clock's steps that says: it slept, or its clock was set. */
const JUMP = 250;

export class Clock {
  private measured: Measured;
  private apart: number;
  private measuring: Promise<void> | null = null;

  /**
   * `ask` brings the server's time in milliseconds, or fails. `said` is the server's time when the page was made, and
   * `arrived` when the page came, by the steady clock; NaN where the page doesn't say it.
   */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly computer: Computer,
    said: number,
    arrived: number,
  ) {
    this.apart = computer.wall() - computer.steady();
    this.measured = { offset: Number.isNaN(said) ? this.apart : said - arrived, doubt: Infinity, at: computer.steady() };
  }

  /** The server's time, in milliseconds since 1970. */
  now(): number {
    return this.computer.steady() + this.measured.offset;
  }

  /** By how many milliseconds `now` may be wrong; Infinity before the first measurement. */
  doubt(): number {
    return this.measured.doubt + (this.computer.steady() - this.measured.at) * DRIFT;
  }

  /** Makes round trips until one is short enough. Where the server can't be reached, what was known stays. */
  measure(): Promise<void> {
    this.measuring ??= this.rounds().finally(() => (this.measuring = null));
    return this.measuring;
  }

  /** Did the computer sleep, or was its clock set, since this was asked last? Then what was measured may be void. */
  jumped(): boolean {
    const apart = this.computer.wall() - this.computer.steady();
    const jumped = Math.abs(apart - this.apart) > JUMP;
    this.apart = apart;
    if (jumped) this.measured = { ...this.measured, doubt: Infinity };
    return jumped;
  }

  private async rounds(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await this.computer.pause(BETWEEN);
      const sent = this.computer.steady();
      let said: number;
      try {
        said = await this.ask();
      } catch {
        return;
      }
      const back = this.computer.steady();
      if (!Number.isFinite(said)) return;
      this.consider({ offset: said - (sent + back) / 2, doubt: (back - sent) / 2, at: back });
      if (this.measured.at === back && this.measured.doubt <= GOOD) return;
    }
  }

  /** The new measurement counts when it is the surer one, or when the old one can't be true beside it. */
  private consider(fresh: Measured): void {
    const doubt = this.doubt();
    const contradicted = Math.abs(fresh.offset - this.measured.offset) > fresh.doubt + doubt;
    if (fresh.doubt <= doubt || contradicted) this.measured = fresh;
  }
}

const ADDRESS = "/live/now";
const PATIENCE = 4_000;
/** Milliseconds between measurements, spread so that a hall of laptops doesn't ask in one instant. */
const AGAIN = { least: 480_000, most: 720_000 };
const FIRST = { least: 100, most: 1_200 };
const LOOK = 5_000;

const browser: Computer = {
  steady: () => performance.now(),
  wall: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

async function askServer(): Promise<number> {
  const answer = await fetch(ADDRESS, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(String(answer.status));
  return Number(await answer.text());
}

/** When the first byte of this page came, by the steady clock. */
function arrived(): number {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.responseStart ?? 0;
}

let clock: Clock | null = null;

function theClock(): Clock {
  clock ??= new Clock(askServer, browser, Date.parse(meta("now")), arrived());
  return clock;
}

/** The server's time now, in milliseconds since 1970: the one by which every clock on a page runs. */
export function serverNow(): number {
  return theClock().now();
}

/** Milliseconds to add to this computer's clock to get the server's. */
export function clockOffset(): number {
  return serverNow() - Date.now();
}

function between(bounds: { least: number; most: number }): number {
  return bounds.least + Math.random() * (bounds.most - bounds.least);
}

/** Measures, and measures anew when that may have become untrue. */
export function startMeasuring(): void {
  const own = theClock();
  const again = (): void => void own.measure();
  const look = (): void => {
    if (own.jumped()) again();
  };
  const later = (bounds: { least: number; most: number }): void => {
    setTimeout(() => void own.measure().then(() => later(AGAIN)), between(bounds));
  };
  later(FIRST);
  setInterval(look, LOOK);
  addEventListener("online", again);
  addEventListener("pageshow", (event) => {
    if (event.persisted) again();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
}
