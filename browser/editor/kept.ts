/**
 * Words that could not be put into the text, kept for their writer on this computer until they are copied or forgotten;
 * and the line that says what is still on its way.
 */
import { toast } from "../live/toast";
import { keep, recallJson } from "../memory";
import { say } from "../words";
import type { Saving } from "./collab";

interface Entry {
  readonly words: string;
  /** Why they were not taken, in a sentence. */
  readonly why: string;
}

/** The section `#kept`, which is hidden while nothing is kept. */
export class KeptWords {
  private readonly key: string;

  constructor(
    private readonly place: HTMLElement | null,
    owner: string,
  ) {
    this.key = `communique:kept:${owner}`;
    this.draw();
    // Another tab of the same writer keeps them in the same place.
    addEventListener("storage", (event) => {
      if (event.key === this.key) this.draw();
    });
  }

  add(passages: readonly string[], why: string): void {
    const kept = this.entries();
    const fresh = passages.filter((words) => !kept.some((one) => one.words === words));
    if (fresh.length) this.store([...kept, ...fresh.map((words) => ({ words, why }))]);
  }

  private entries(): Entry[] {
    const kept = recallJson<Entry[]>("computer", this.key);
    return Array.isArray(kept) ? kept : this.unkept;
  }

  /** Where the browser keeps nothing they live as long as the page. */
  private unkept: Entry[] = [];

  private store(entries: Entry[]): void {
    this.unkept = keep("computer", this.key, entries.length ? JSON.stringify(entries) : null) ? [] : entries;
    this.draw();
  }

  private draw(): void {
    if (this.place === null) return;
    const entries = this.entries();
    this.place.hidden = entries.length === 0;
    if (entries.length === 0) return this.place.replaceChildren();
    const title = document.createElement("h2");
    title.textContent = say("kept_title");
    const why = document.createElement("p");
    why.textContent = say("kept_why");
    this.place.replaceChildren(title, why, ...entries.map((one) => this.entry(one)));
  }

  private entry({ words, why }: Entry): HTMLElement {
    const element = document.createElement("article");
    element.className = "kept";
    const quote = document.createElement("blockquote");
    quote.textContent = words;
    const reason = document.createElement("p");
    reason.className = "meta";
    reason.textContent = why;
    const copy = button(say("kept_copy"), () => void copied(words));
    const forget = button(say("kept_forget"), () => this.store(this.entries().filter((one) => one.words !== words)));
    forget.classList.add("quiet");
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(copy, forget);
    element.append(quote, reason, actions);
    return element;
  }
}

function button(label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}

async function copied(words: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    toast(say("copied"), "good");
  } catch {
    // Without leave to use the clipboard the words are selected in the page instead, for the reader's own keys.
    const quote = [...document.querySelectorAll("#kept blockquote")].find((one) => one.textContent === words);
    if (quote) getSelection()?.selectAllChildren(quote);
  }
}

const PATIENCE = 800;

/** `#saving`: quiet while all goes well, since a screen reader speaks each of its changes. */
export class SavingLine {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private latest: Saving = "saved";

  constructor(private readonly place: HTMLElement | null) {
    addEventListener("beforeunload", (event) => {
      if (this.latest === "held") event.preventDefault();
    });
  }

  show(saving: Saving, count: number): void {
    this.latest = saving;
    if (this.timer !== null) clearTimeout(this.timer);
    if (saving !== "sending") return this.write(saving, count);
    // Each batch that is sent and confirmed within a moment, as nearly all are, is not worth a word.
    this.timer = setTimeout(() => this.write(saving, count), PATIENCE);
  }

  private write(saving: Saving, count: number): void {
    this.timer = null;
    if (this.place === null) return;
    this.place.dataset.state = saving;
    const words =
      saving === "saved"
        ? say("saved")
        : saving === "sending"
          ? say("sending")
          : say(saving === "kept" ? "kept_here" : "held_here", { count });
    if (this.place.textContent !== words) this.place.textContent = words;
  }
}
