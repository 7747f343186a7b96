/**
 * What was planned against what is: how long until a suspended sitting goes on, by how much one has gone beyond its
 * time, and which item takes longer than it should. All by the server's time.
 */
import { serverNow } from "../clock";
import { afterFragments } from "../live/fragments";
import { duration } from "./clock";
import { keepDrawn, leftOrOver, untilNext } from "./timers";

function write(element: Element | null, words: string): void {
  if (element !== null && element.textContent !== words) element.textContent = words;
}

/** All of them in the page; returns the milliseconds until the first of them has to change, null when none runs. */
export function drawTimings(root: ParentNode = document, now: number = serverNow()): number | null {
  const waits: number[] = [];
  for (const element of root.querySelectorAll<HTMLElement>("[data-until]")) {
    const left = Date.parse(element.dataset.until ?? "") - now;
    write(element, leftOrOver(left / 1_000));
    element.toggleAttribute("data-own-over", left <= -1_000);
    waits.push(untilNext(-left));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-over-since]")) {
    const over = now - Date.parse(element.dataset.overSince ?? "");
    element.hidden = over < 1_000;
    write(element.querySelector(".figure"), duration(Math.floor(over / 1_000)));
    waits.push(over < 1_000 ? 1_000 - over : untilNext(over));
  }
  for (const element of root.querySelectorAll<HTMLElement>("[data-planned]")) {
    const running = element.querySelector<HTMLElement>("[data-since]");
    if (running === null) continue;
    const spent = Number(running.dataset.spent ?? 0) * 1_000 + now - Date.parse(running.dataset.since ?? "");
    const left = Number(element.dataset.planned) * 60_000 - spent;
    element.toggleAttribute("data-own-over", left < 0);
    if (left >= 0) waits.push(left + 1);
  }
  return waits.length ? Math.min(...waits) : null;
}

export function startTimings(): void {
  const drawing = keepDrawn(() => drawTimings());
  afterFragments(() => drawing.again());
}
