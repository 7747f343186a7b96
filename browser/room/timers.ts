/**
 * Clocks that run on every screen: how long an item has been before the meeting, what a speaker has left. They are drawn
 * at the instant at which their second changes by the server's time, so that all screens change together.
 */
import { serverNow } from "../clock";
import { afterFragments } from "../live/fragments";
import { duration } from "./clock";

/** A clock is looked at so often at least: the house's time may have been measured anew meanwhile. */
const LONGEST = 1_000;
/** A timer that fires a little early would have to fire twice. */
const AFTER = 4;

export interface Drawing {
  /** Draws now, as when something changed that is shown. */
  again(): void;
  stop(): void;
}

/** Calls `draw` now, and each time after as many milliseconds as it says; null when nothing runs. */
export function keepDrawn(draw: () => number | null): Drawing {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const again = (): void => {
    stop();
    const wait = draw();
    if (wait !== null) timer = setTimeout(again, Math.min(LONGEST, Math.max(0, wait) + AFTER));
  };
  again();
  return { again, stop };
}

/** Milliseconds until a count of seconds that rises changes its figure. */
export function untilNext(milliseconds: number): number {
  return 1_000 - (((milliseconds % 1_000) + 1_000) % 1_000);
}

/** "1:05" of what is left, "+0:12" of what is over. A second is shown from its beginning. */
export function leftOrOver(seconds: number): string {
  return seconds > -1 ? duration(seconds) : `+${duration(Math.floor(-seconds))}`;
}

function write(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** All of them in the page; returns the milliseconds until the first of them has to change. */
export function drawTimers(root: ParentNode = document, now: number = serverNow()): number | null {
  const waits: number[] = [];
  for (const element of root.querySelectorAll<HTMLElement>("[data-since]")) {
    const spent = Number(element.dataset.spent ?? 0) * 1_000 + now - Date.parse(element.dataset.since ?? "");
    write(element, duration(Math.floor(spent / 1_000)));
    waits.push(untilNext(spent));
  }
  for (const ring of root.querySelectorAll<HTMLElement>(".ring[data-limit]")) {
    const ends = ring.dataset.ends;
    const left = ends === undefined ? Number(ring.dataset.left) : (Date.parse(ends) - now) / 1_000;
    drawRing(ring, left, Number(ring.dataset.limit));
    if (ends !== undefined) waits.push(untilNext(-left * 1_000));
  }
  for (const ring of root.querySelectorAll<HTMLElement>(".big-screen .ring[data-closes-at]")) {
    const [put, closes] = [ring.dataset.putAt, ring.dataset.closesAt].map((one) => Date.parse(one ?? "")) as [number, number];
    const left = Math.max(0, (closes - now) / 1_000);
    drawRing(ring, left, (closes - put) / 1_000);
    if (left > 0) waits.push(untilNext(-left * 1_000));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-shows-at]")) {
    const wait = Date.parse(element.dataset.showsAt ?? "") - now;
    element.hidden = wait > 0;
    if (wait > 0) waits.push(wait);
  }
  return waits.length ? Math.min(...waits) : null;
}

function drawRing(ring: HTMLElement, left: number, whole: number): void {
  ring.style.setProperty("--left", String(Math.min(1, Math.max(0, left / Math.max(1, whole)))));
  ring.toggleAttribute("data-own-near", left > 0 && left <= Math.min(30, whole / 4));
  ring.toggleAttribute("data-own-over", left <= 0);
  const words = ring.querySelector("b");
  if (words !== null) write(words, leftOrOver(left));
}

export function startTimers(): void {
  const drawing = keepDrawn(() => drawTimers());
  afterFragments(() => drawing.again());
}
