/**
 * The card of the floor. It comes the same to every delegation: what is the reader's own (its place on the list, its
 * buttons, that it has the floor) is marked here, by the code of its party.
 */
import { hear } from "../bus";
import { serverNow } from "../clock";
import { afterFragments, beforeFragments } from "../live/fragments";
import { announce, toast } from "../live/toast";
import { meta } from "../page";
import { say } from "../words";

/** Milliseconds in which a second press on the same button is no second wish. */
const ONCE = 1_000;
/** Seconds of which somebody who speaks is told. */
const TOLD = [30, 10];
/** What a delegation may have on the list beside its statement. */
const BESIDE = new Set(["point_of_order", "right_of_reply"]);

interface Shown {
  speaker: string;
  code: string;
  place: number;
  lost: boolean;
}

const shown = new Map<string, Shown>();
let paragraph = { id: "", label: "" };
let pressed = -Infinity;
let lastLeft = Infinity;
let saidOver = "";

const cards = (root: ParentNode = document): HTMLElement[] => [...root.querySelectorAll<HTMLElement>("[data-floor]")];
/** The delegation for which this page asks; none where the reader presides or only looks on. */
const own = (card: HTMLElement): string => (["member", "observer"].includes(card.dataset.role ?? "") ? meta("party") : "");
const speaker = (card: HTMLElement): HTMLElement | null => card.querySelector<HTMLElement>(".speaker");

export function ownPlace(place: number): string {
  if (place === 1) return say("floor_you_next");
  if (place === 2) return say("floor_you_next_but_one");
  return say("floor_you_number", { place });
}

/** Marks in a card what is the reader's own, before it is put in. */
export function markFloor(card: HTMLElement): void {
  const code = own(card);
  const names = [...card.querySelectorAll<HTMLElement>(".queue > [data-code]")].filter((one) => code && one.dataset.code === code);
  for (const one of names) {
    one.toggleAttribute("data-own", true);
    write(one, "[data-yours]", ownPlace(Number(one.dataset.place)));
    show(one, "[data-own-name]");
  }
  const speaks = speaker(card);
  if (code && speaks?.dataset.code === code) {
    speaks.toggleAttribute("data-own", true);
    write(speaks, "[data-yours]", say("floor_you"));
  }
  for (const one of card.querySelectorAll<HTMLElement>("[data-own-speech]")) one.hidden = !code || one.dataset.code !== code;
  const raise = card.querySelector<HTMLElement>("[data-raise]");
  const lower = card.querySelector<HTMLElement>("[data-lower]");
  if (raise) {
    raise.hidden = names.some((one) => !BESIDE.has(one.dataset.kind ?? ""));
    // Who speaks has something nearer to do.
    raise.classList.toggle("main", !speaks?.hasAttribute("data-own"));
  }
  if (lower) lower.hidden = names.length === 0;
  offer(card);
  markOver(card);
}

function write(root: HTMLElement, selector: string, words: string): void {
  for (const one of root.querySelectorAll<HTMLElement>(selector)) {
    one.textContent = words;
    one.hidden = false;
  }
}

function show(root: HTMLElement, selector: string): void {
  for (const one of root.querySelectorAll<HTMLElement>(selector)) one.hidden = false;
}

/** The request says on which paragraph of the text the reader is. */
function offer(card: HTMLElement): void {
  const text = document.querySelector<HTMLElement>("[data-floor-text]")?.dataset.floorText ?? "";
  const fields: Record<string, string> = { floor_text: text, floor_paragraph: text ? paragraph.id : "" };
  for (const [name, value] of Object.entries(fields)) {
    const field = card.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (field) field.value = value;
  }
  const on = card.querySelector<HTMLElement>("[data-on]");
  if (on === null) return;
  on.hidden = !text || !paragraph.id || (card.querySelector<HTMLElement>("[data-raise]")?.hidden ?? true);
  on.textContent = on.hidden ? "" : say("floor_on", { label: paragraph.label });
}

/** The placard's buttons in the page's bar are as those in its card. */
function markBar(): void {
  const [card] = cards();
  for (const bar of document.querySelectorAll<HTMLElement>("[data-floor-bar]"))
    for (const name of ["data-raise", "data-lower"]) {
      const there = card?.querySelector<HTMLButtonElement>(`[${name}]`);
      const here = bar.querySelector<HTMLButtonElement>(`[${name}]`);
      if (here === null) continue;
      here.hidden = !there || there.hidden;
      here.disabled = there?.disabled ?? true;
    }
}

function seen(card: HTMLElement): Shown {
  const place = card.querySelector<HTMLElement>(".queue > [data-own]")?.dataset.place;
  const code = card.dataset.speaks ?? "";
  return { speaker: card.dataset.speaker ?? "", code, place: Number(place ?? 0), lost: speaker(card)?.hasAttribute("data-lost") ?? false };
}

/** Says politely what has changed. */
function compare(card: HTMLElement): void {
  const key = card.dataset.floor ?? "";
  const [before, now] = [shown.get(key), seen(card)];
  shown.set(key, now);
  if (before === undefined || card.hidden) return;
  const name = speaker(card)?.querySelector(".plate")?.textContent?.trim() ?? "";
  if (now.speaker !== before.speaker) {
    lastLeft = Infinity;
    if (now.speaker && now.code && now.code === own(card)) toast(say("floor_yours"), "good");
    else announce(now.speaker ? say("floor_has", { name }) : say("floor_free"));
  } else if (now.place !== before.place && now.place === 1) announce(say("floor_you_are_next"));
  if (now.lost && !before.lost && card.dataset.role === "presiding") toast(say("floor_line_lost", { name }));
}

/** Seconds that who speaks has left, while its clock runs. */
function left(card: HTMLElement): number | null {
  const ends = speaker(card)?.querySelector<HTMLElement>(".ring")?.dataset.ends;
  return ends === undefined ? null : (Date.parse(ends) - serverNow()) / 1_000;
}

function markOver(card: HTMLElement): void {
  const seconds = left(card);
  const over = card.querySelector<HTMLElement>("[data-over]");
  if (over && seconds !== null) over.hidden = seconds > 0;
}

function tick(): void {
  for (const card of cards()) {
    markOver(card);
    const seconds = left(card);
    if (seconds === null) continue;
    if (card.dataset.speaks && card.dataset.speaks === own(card))
      for (const mark of TOLD) if (lastLeft > mark && seconds <= mark && lastLeft !== Infinity) announce(say("floor_seconds", { count: mark }));
    const id = card.dataset.speaker ?? "";
    const asks = card.dataset.role === "presiding" && card.dataset.whenOver !== "shown";
    if (seconds <= 0 && asks && saidOver !== id && lastLeft > 0 && lastLeft !== Infinity) {
      saidOver = id;
      toast(say("floor_over", { name: speaker(card)?.querySelector(".plate")?.textContent?.trim() ?? "" }));
    }
    if (seconds > 0 && saidOver === id) saidOver = "";
    lastLeft = seconds;
  }
}

/** Pressed twice, or a key held down, is pressed once: nobody is skipped, and no placard goes up and down again. */
function guard(event: Event): void {
  const button = (event.target as Element).closest<HTMLElement>("[data-calls], [data-raise], [data-lower]");
  if (button === null) return;
  const now = performance.now();
  if (now - pressed < ONCE) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else pressed = now;
}

export function startFloor(): void {
  const all = cards();
  for (const card of all) {
    markFloor(card);
    shown.set(card.dataset.floor ?? "", seen(card));
  }
  markBar();
  beforeFragments((incoming) => {
    if (incoming instanceof HTMLElement && incoming.hasAttribute("data-floor")) markFloor(incoming);
  });
  afterFragments((place) => {
    if (!(place instanceof HTMLElement) || !place.hasAttribute("data-floor")) return;
    compare(place);
    markBar();
  });
  hear("paragraph", (one) => {
    paragraph = one;
    for (const card of cards()) offer(card);
  });
  document.addEventListener("click", guard, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const { successful, elt } = (event as CustomEvent<{ successful: boolean; elt: Element }>).detail;
    // What was typed has done its work.
    if (successful) for (const field of elt.closest("[data-floor]")?.querySelectorAll("textarea") ?? []) field.value = field.defaultValue;
  });
  if (all.length) setInterval(tick, 500);
}
