/** Short notices at the edge of the page: spoken by screen readers, dismissed by hand, gone by themselves if good news. */
import { say } from "../words";

export type Tone = "note" | "good" | "bad";

const STAYS = { note: 8000, good: 5000, bad: 0 } as const;

function region(): HTMLElement {
  const found = document.getElementById("toasts");
  if (found !== null) return found;
  const made = document.createElement("div");
  made.id = "toasts";
  made.className = "toasts";
  document.body.append(made);
  return made;
}

/** What may be done about a notice. */
export interface Remedy {
  readonly words: string;
  readonly act: () => void;
}

/** Shows one sentence. The same sentence twice is shown once. One with a remedy stays until it is put away. */
export function toast(sentence: string, tone: Tone = "note", remedy: Remedy | null = null): void {
  const place = region();
  for (const shown of place.querySelectorAll(".toast"))
    if (shown.querySelector("p")?.textContent === sentence) shown.remove();
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.tone = tone;
  element.setAttribute("role", tone === "bad" ? "alert" : "status");
  const words = document.createElement("p");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "×";
  close.setAttribute("aria-label", say("dismiss"));
  close.addEventListener("click", () => element.remove());
  element.append(words);
  if (remedy !== null) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small";
    button.textContent = remedy.words;
    button.addEventListener("click", () => {
      element.remove();
      remedy.act();
    });
    element.append(button);
  }
  element.append(close);
  place.append(element);
  // Set after it stands in the page: a live region speaks of what changes in it.
  requestAnimationFrame(() => (words.textContent = sentence));
  if (STAYS[tone] > 0 && remedy === null) setTimeout(() => element.remove(), STAYS[tone]);
}

/** Says something to screen readers alone. */
export function announce(sentence: string): void {
  let place = document.getElementById("spoken");
  if (place === null) {
    place = document.createElement("p");
    place.id = "spoken";
    place.className = "unseen";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = sentence;
}
