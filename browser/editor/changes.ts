/**
 * A proposal of several changes while it is put together: the list of those that stand in it already, each with the words
 * on which it was made. It is kept in the tab until it is tabled.
 *
 * Drawn into `section.suggestion-list > h3, ol > li > span, button`.
 */
import { keep, recallJson } from "../memory";
import { say, type Word } from "../words";
import type { Change, Inline } from "./authority";

export type Kind = Change["kind"];

/** In the order in which one is asked what to do. */
export const KINDS: readonly (readonly [Kind, Word])[] = [
  ["words", "kind_words"],
  ["new", "kind_new"],
  ["alternative", "kind_alternative"],
  ["delete", "kind_delete"],
  ["move", "kind_move"],
  ["merge", "kind_merge"],
  ["split", "kind_split"],
];

/** With an editor for words; the others are done as they stand. */
export const WRITTEN: ReadonlySet<Kind> = new Set<Kind>(["words", "new", "alternative", "split"]);
/** Asked for a number, which the server suggests. */
export const NUMBERED: ReadonlySet<Kind> = new Set<Kind>(["new", "alternative", "split"]);

export interface Listed {
  readonly change: Change;
  /** What the list says of it. */
  readonly says: string;
  /** The paragraph that it is about, and its words when it was made, as a document of its own. */
  readonly paragraph: string;
  readonly base: Inline;
}

interface Kept {
  readonly changes: readonly Listed[];
  readonly reason: string;
}

export class Changes {
  private list: readonly Listed[];
  /** The reason as it was when the last change came in. */
  reason: string;

  constructor(
    private readonly place: HTMLElement,
    private readonly key: string,
    private readonly changed: () => void,
  ) {
    const kept = recallJson<Kept>("tab", key);
    this.list = Array.isArray(kept?.changes) ? kept.changes : [];
    this.reason = kept?.reason ?? "";
    this.draw();
  }

  get all(): readonly Listed[] {
    return this.list;
  }

  add(one: Listed, reason: string): void {
    this.store([...this.list, one], reason);
  }

  clear(): void {
    this.store([], "");
  }

  private store(list: readonly Listed[], reason: string): void {
    [this.list, this.reason] = [list, reason];
    keep("tab", this.key, list.length ? JSON.stringify({ changes: list, reason }) : null);
    this.draw();
    this.changed();
  }

  private draw(): void {
    this.place.hidden = this.list.length === 0;
    const title = document.createElement("h3");
    title.textContent = this.list.length === 1 ? say("list_one") : say("list_title", { count: this.list.length });
    const list = document.createElement("ol");
    for (const one of this.list) {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = one.says;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "small quiet";
      remove.textContent = say("list_remove");
      remove.setAttribute("aria-label", `${say("list_remove")}: ${one.says}`);
      remove.addEventListener("click", () => this.remove(one));
      item.append(words, " ", remove);
      list.append(item);
    }
    this.place.replaceChildren(title, list);
  }

  /** The focus goes to the next one in the list, or stays with the panel. */
  private remove(one: Listed): void {
    const at = this.list.indexOf(one);
    this.store(this.list.filter((each) => each !== one), this.reason);
    const buttons = this.place.querySelectorAll<HTMLButtonElement>("li button");
    (buttons[Math.min(at, buttons.length - 1)] ?? this.place.closest<HTMLElement>("[role=region]"))?.focus();
  }
}
