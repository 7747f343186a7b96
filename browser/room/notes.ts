/**
 * Notes in the room: one that arrives is announced, by whom and never what it says, for the screen may be seen by
 * others; a conversation that is open before the reader counts as read.
 */
import { toast } from "../live/toast";
import { say } from "../words";

const conversations = (card: Element): HTMLDetailsElement[] => [
  ...card.querySelectorAll<HTMLDetailsElement>("details[data-with]"),
];
const unread = (one: HTMLElement): number => Number(one.dataset.unread ?? 0);

let known = new Map<string, number>();

export function startNotes(): void {
  const card = document.querySelector("[data-notes]");
  if (card === null) return;
  known = counted(card);
  // `toggle` doesn't bubble.
  document.addEventListener("toggle", ({ target }) => openIfSeen(target), true);
  document.addEventListener("visibilitychange", () => {
    for (const one of document.querySelectorAll("[data-notes] details[data-with]")) openIfSeen(one);
  });
}

/** Called with each place that was drawn anew. */
export function notesCame(place: Element): void {
  if (!place.hasAttribute("data-notes")) return;
  for (const one of conversations(place)) {
    const more = unread(one) - (known.get(one.dataset.with ?? "") ?? 0);
    if (more > 0) toast(say("note_arrived", { name: one.dataset.name ?? "" }));
  }
  known = counted(place);
  for (const one of conversations(place)) openIfSeen(one);
}

function counted(card: Element): Map<string, number> {
  return new Map(conversations(card).map((one) => [one.dataset.with ?? "", unread(one)]));
}

/** Presses the button that marks a conversation as read, when its reader has it before the eyes. */
function openIfSeen(target: EventTarget | null): void {
  if (!(target instanceof HTMLDetailsElement) || !target.open || !unread(target) || document.hidden) return;
  target.querySelector<HTMLElement>("[data-opens]")?.click();
}
