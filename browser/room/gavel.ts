/**
 * The question before the meeting. It is asked on every screen without stopping anybody from reading: a dialog that is
 * not modal. Consensus is the absence of an objection, so only an objection is sent; "No objection" folds the dialog
 * away on this screen and nothing else.
 */
import { announce, toast } from "../live/toast";
import { afterFragments } from "../live/fragments";
import { keep, recall } from "../memory";
import { say } from "../words";
import { duration, secondsUntil } from "./clock";
import { takesTyping } from "./keys";
import { keepDrawn, untilNext, type Drawing } from "./timers";

const ANNOUNCED = [30, 10];
const folded = "communique:folded-question";

interface Shown {
  question: string;
  state: string;
}

let shown: Shown = { question: "", state: "" };
let cameFrom: HTMLElement | null = null;
let clock: Drawing | null = null;
let lastLeft = Infinity;

const place = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-live^='question:']");
const dialog = (): HTMLElement | null => place()?.querySelector<HTMLElement>("dialog.put") ?? null;

export function startGavel(): void {
  const element = place();
  if (element !== null) {
    shown = { question: element.dataset.question ?? "", state: element.dataset.state ?? "" };
    if (shown.state === "open") asked(false);
  }
  // In the room the question stands in the place of what is before the meeting, and comes and goes with its item.
  afterFragments((changed) => {
    const here = place();
    if (here !== null && changed.contains(here)) compare(here);
    else if (here === null) stopClock();
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-act]");
    if (button?.dataset.act === "no-objection") noObjection();
    if (button?.dataset.act === "show-question") unfold();
    if (button?.dataset.act === "question") goToQuestion();
    if (button?.dataset.act === "close-result") closeResult();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && dialog()?.contains(event.target as Node)) fold();
  });
}

function compare(element: HTMLElement): void {
  const now = { question: element.dataset.question ?? "", state: element.dataset.state ?? "" };
  const before = shown;
  shown = now;
  if (now.state === "open") {
    if (before.question !== now.question || before.state !== "open") asked(true);
    return;
  }
  stopClock();
  if (before.state === "open" && before.question === now.question) answered(element, now.state);
}

/** A question stands before the meeting. Focus goes to it only when that takes nothing from the reader's hands. */
function asked(isNew: boolean): void {
  const element = dialog();
  if (element === null) return;
  const wasFolded = recall("tab", folded) === shown.question;
  element.toggleAttribute("data-own-folded", wasFolded);
  startClock();
  if (!isNew) return;
  const busy = takesTyping(document.activeElement);
  announce(say("question_new", { keys: busy ? "" : say("question_keys") }));
  if (!busy) {
    cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }
}

function noObjection(): void {
  fold();
  toast(say("question_silence"), "good");
}

function fold(): void {
  const element = dialog();
  if (element === null) return;
  keep("tab", folded, shown.question);
  const heldFocus = element.contains(document.activeElement);
  element.setAttribute("data-own-folded", "");
  if (heldFocus) giveFocusBack();
}

function unfold(): void {
  const element = dialog();
  if (element === null) return;
  keep("tab", folded, null);
  if (!element.contains(document.activeElement) || cameFrom === null)
    cameFrom = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  element.removeAttribute("data-own-folded");
  element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}

/** The way to the question from anywhere in the page: also to its answer, or to the form that puts it. */
function goToQuestion(): void {
  if (dialog() !== null) return unfold();
  const element = place();
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}

function giveFocusBack(): void {
  const target = cameFrom?.isConnected && cameFrom !== document.body ? cameFrom : document.querySelector<HTMLElement>("#main");
  target?.focus({ preventScroll: true });
  cameFrom = null;
}

/** The answer: it is said, and shown where the question stood until the reader puts it away. */
function answered(element: HTMLElement, state: string): void {
  const result = element.querySelector<HTMLElement>(".result");
  if (state === "adopted") announce(say("question_adopted"));
  else if (state === "stopped") announce(say("question_stopped"));
  else if (state === "withdrawn") announce(say("question_withdrawn"));
  else if (state === "lapsed") announce(say("question_lapsed"));
  result?.setAttribute("data-own-fresh", "");
  if (document.activeElement === document.body || document.activeElement === null) giveFocusBack();
}

function closeResult(): void {
  const result = place()?.querySelector<HTMLElement>(".result");
  const heldFocus = result?.contains(document.activeElement) ?? false;
  result?.removeAttribute("data-own-fresh");
  if (heldFocus) giveFocusBack();
}

function startClock(): void {
  stopClock();
  lastLeft = Infinity;
  clock = keepDrawn(tick);
}

function stopClock(): void {
  clock?.stop();
  clock = null;
}

/** Draws the ring, and says in how many milliseconds its second changes. */
function tick(): number {
  let wait = 1_000;
  for (const ring of place()?.querySelectorAll<HTMLElement>("[data-closes-at]") ?? []) {
    const left = Math.max(0, secondsUntil(ring.dataset.closesAt ?? ""));
    const whole = Math.max(1, (Date.parse(ring.dataset.closesAt ?? "") - Date.parse(ring.dataset.putAt ?? "")) / 1000);
    ring.style.setProperty("--left", String(Math.min(1, left / whole)));
    ring.toggleAttribute("data-own-ended", left === 0);
    ring.toggleAttribute("data-own-near", left > 0 && left <= 10);
    const words = ring.querySelector("b");
    if (words !== null && words.textContent !== duration(left)) words.textContent = duration(left);
    speak(left);
    wait = untilNext(-left * 1_000);
  }
  return wait;
}

function speak(left: number): void {
  for (const mark of ANNOUNCED)
    if (lastLeft > mark && left <= mark && lastLeft !== Infinity) announce(say("question_seconds", { count: mark }));
  if (lastLeft > 0 && left === 0) announce(say("question_ended"));
  lastLeft = left;
}
