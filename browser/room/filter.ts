/**
 * Which paragraphs of a text are shown: those with which a delegation has to do, those that stand in some way, or what
 * concerns the reader's own delegation alone. What is chosen stands in the page's address, and can be sent to others.
 *
 *     details#filter[data-party=CODE]      the reader's delegation, or nothing; opened by a key
 *     form within                          select[name=delegation] (option[value=CODE], with its name), select[name=status],
 *                                          input[name=ours]
 *     #filter-said[role=status]            how many are shown
 *     [data-act="show-all"]                hidden while all are
 *
 * What it knows of a paragraph it takes from the editor, and from the margin:
 *
 *     [data-paragraph=ID]                  a group of cards, hidden with its paragraph
 *     .prop[data-parties="LA VN"]          within a group: who stands behind a proposal
 *     [data-comment][data-on=ID][data-by]  who said something about a paragraph; [data-inside] inside the delegation
 *     [data-live^="delegation:"] [data-paragraph=ID]   what the delegation keeps to itself
 */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { hear } from "../bus";
import { overlaysOf } from "../editor/amendments";
import { isNegotiated } from "../editor/blocks";
import type { Pairing } from "../editor/brackets";
import { hide, hiddenIn } from "../editor/hidden";
import { currentBlock, goTo } from "../editor/paragraphs";
import { standingOf } from "../editor/statuses";
import { say } from "../words";

export const STATUSES = ["open", "bracketed", "proposed", "agreed", "held", "huddle"] as const;

export interface Wanted {
  readonly delegation: string;
  readonly status: (typeof STATUSES)[number] | "";
  readonly ours: boolean;
}

/** What the page knows of a paragraph. */
export interface Facts {
  /** Codes of delegations that proposed, cosponsored or commented here, or are named in a bracket. */
  readonly parties: ReadonlySet<string>;
  readonly bracketed: boolean;
  readonly proposed: boolean;
  /** "agreed", "held", "huddle", or "". */
  readonly stands: string;
  readonly ours: boolean;
}

const ALL: Wanted = { delegation: "", status: "", ours: false };

export function readWanted(search: string): Wanted {
  const said = new URLSearchParams(search);
  const status = STATUSES.find((one) => one === said.get("status")) ?? "";
  return { delegation: said.get("delegation") ?? "", status, ours: said.get("ours") === "1" };
}

/** The address's search with the filter in it; what else stands there stays. */
export function writeWanted(search: string, wanted: Wanted): string {
  const said = new URLSearchParams(search);
  const given = { delegation: wanted.delegation, status: wanted.status, ours: wanted.ours ? "1" : "" };
  for (const [name, value] of Object.entries(given)) {
    if (value) said.set(name, value);
    else said.delete(name);
  }
  const written = said.toString();
  return written ? `?${written}` : "";
}

export function isAll(wanted: Wanted): boolean {
  return wanted.delegation === "" && wanted.status === "" && !wanted.ours;
}

/** Does a paragraph pass? All that is wanted has to hold. */
export function passes(facts: Facts, wanted: Wanted): boolean {
  if (wanted.ours && !facts.ours) return false;
  if (wanted.delegation !== "" && !facts.parties.has(wanted.delegation)) return false;
  switch (wanted.status) {
    case "":
      return true;
    case "open":
      return facts.stands !== "agreed" && (facts.bracketed || facts.proposed);
    case "bracketed":
      return facts.bracketed;
    case "proposed":
      return facts.proposed;
    default:
      return facts.stands === wanted.status;
  }
}

/**
 * Ids of blocks to be hidden: those for which `isShown` doesn't hold, without the title and headings under which
 * something is shown, so that one knows where one is.
 */
export function toHide(doc: Node, isShown: (id: string) => boolean): Set<string> {
  const found = new Set<string>();
  // Above the last block shown, headings of a smaller level than this belong to it.
  let under = 0;
  for (let at = doc.childCount - 1; at >= 0; at -= 1) {
    const block = doc.child(at);
    const id = String(block.attrs.id);
    const level = block.type.name === "title" ? 0.5 : block.type.name === "heading" ? Number(block.attrs.level) : null;
    if (isShown(id)) under = level ?? Infinity;
    else if (level !== null && level < under) under = level;
    else found.add(id);
  }
  return found;
}

/** Words behind a dash or before a colon in brackets, where texts name those who want, or don't want, what stands there. */
export function namedIn(words: string, names: ReadonlyMap<string, string>, depth = 0): Set<string> {
  const found = new Set<string>();
  let within = "";
  for (const sign of words) {
    if (sign === "[") depth += 1;
    else if (sign === "]") depth = Math.max(0, depth - 1);
    if (depth > 0 || sign === "]") within += sign;
  }
  const places = within.match(/[-–—]\s[^[\]/]*|\[[^[\]:/]{1,60}:/g) ?? [];
  for (const place of places)
    for (const [name, code] of names) {
      const at = place.indexOf(name);
      if (at < 0 || /[\p{L}\p{N}]/u.test(place[at - 1] ?? "") || /[\p{L}\p{N}]/u.test(place[at + name.length] ?? "")) continue;
      found.add(code);
    }
  return found;
}

export class Filter {
  private wanted: Wanted = ALL;
  private readonly form: HTMLFormElement | null;
  private readonly party: string;
  private readonly names = new Map<string, string>();
  private readonly named = new WeakMap<Node, { readonly depth: number; readonly codes: ReadonlySet<string> }>();
  private waiting = false;

  constructor(
    private readonly place: HTMLDetailsElement | null,
    private readonly view: EditorView,
    private readonly pairing: () => Pairing | null,
  ) {
    this.form = place?.querySelector("form") ?? null;
    this.party = place?.dataset.party ?? "";
    for (const option of this.form?.querySelectorAll<HTMLOptionElement>("select[name=delegation] option") ?? [])
      if (option.value) this.names.set(option.value, option.value).set(option.text.trim(), option.value);
    if (place === null || this.form === null) return;
    this.listen(place, this.form);
    this.wanted = readWanted(location.search);
    if (!isAll(this.wanted)) place.open = true;
    // The paragraphs are chosen as soon as the editor has paired the brackets, which is in a moment.
    this.fill();
  }

  /** Is this paragraph among those that are shown? */
  shows(id: string): boolean {
    return !hiddenIn(this.view.state).has(id);
  }

  /** Something changed by which paragraphs are chosen: the text, what is proposed, where the reader is. */
  changed(): void {
    if (isAll(this.wanted) || this.waiting) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      this.refresh();
    });
  }

  private listen(place: HTMLDetailsElement, form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => this.choose(this.read(form)));
    place.addEventListener("toggle", () => {
      if (place.open && document.activeElement === place.querySelector("summary")) form.querySelector("select")?.focus();
    });
    place.querySelector("summary")?.addEventListener("click", (event) => {
      // By its key the page clicks it while the focus is elsewhere.
      if (!place.open && event.detail === 0) (event.currentTarget as HTMLElement).focus();
    });
    document.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-act='show-all']")) this.showAll();
    });
    // Before those who close something by Escape: then it is theirs.
    document.addEventListener("keydown", (event) => this.pressed(event), true);
    for (const kind of ["paragraph", "reading", "comments", "overlay"] as const) hear(kind, () => this.changed());
    addEventListener("popstate", () => {
      this.wanted = readWanted(location.search);
      this.fill();
      this.refresh();
    });
    const margin = document.querySelector(".margin");
    if (margin === null) return;
    new MutationObserver(() => this.changed()).observe(margin, { childList: true, subtree: true });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing || isAll(this.wanted)) return;
    const busy = "details.menu[open], dialog:modal, #suggestion:not([hidden]), #commenting:not([hidden]), #numbering";
    const target = event.target as Element;
    if (document.querySelector(busy) !== null || target.closest("dialog, .margin") !== null) return;
    event.preventDefault();
    this.showAll();
  }

  private showAll(): void {
    const place = this.place;
    if (place?.contains(document.activeElement)) place.querySelector("summary")?.focus();
    this.choose(ALL);
    this.fill();
  }

  private choose(wanted: Wanted): void {
    this.wanted = wanted;
    history.replaceState(history.state, "", `${location.pathname}${writeWanted(location.search, wanted)}${location.hash}`);
    this.refresh();
  }

  private read(form: HTMLFormElement): Wanted {
    const said = new FormData(form);
    const search = new URLSearchParams([...said].map(([name, value]) => [name, String(value)]));
    return readWanted(search.toString());
  }

  private fill(): void {
    const { form, wanted } = this;
    if (form === null) return;
    const select = (name: string): HTMLSelectElement | null => form.querySelector(`select[name=${name}]`);
    const [delegation, status] = [select("delegation"), select("status")];
    if (delegation) delegation.value = wanted.delegation;
    if (status) status.value = wanted.status;
    const ours = form.querySelector<HTMLInputElement>("input[name=ours]");
    if (ours) ours.checked = wanted.ours;
  }

  private refresh(): void {
    const { view, wanted } = this;
    const all = isAll(wanted);
    if (all && hiddenIn(view.state).size === 0) return this.tell(null);
    // Nothing is taken away from under the reader: the paragraph that one is at is shown until one goes on.
    const here = currentBlock(view.state)?.node.attrs.id as string | undefined;
    const known = all ? null : this.facts();
    const matches = (id: string): boolean => known === null || passes(known(id), wanted);
    const ids = all ? new Set<string>() : toHide(view.state.doc, (id) => id === here || matches(id));
    const before = hiddenIn(view.state);
    if (!same(ids, before)) hide(view, ids);
    // Whoever was brought to a paragraph that was hidden, as by following the chair, could not be shown it then.
    if (here !== undefined && before.has(here) && !ids.has(here)) goTo(view, here, "shown");
    this.margin(ids);
    if (all) return this.tell(null);
    let [shown, of] = [0, 0];
    view.state.doc.forEach((block) => {
      if (!isNegotiated(block)) return;
      of += 1;
      if (matches(String(block.attrs.id))) shown += 1;
    });
    this.tell(shown === 0 ? say("filter_none") : say("filter_said", { shown, of }));
  }

  /** Hides the groups of cards with their paragraphs. The mark is this page's own, which no new piece takes away. */
  private margin(ids: ReadonlySet<string>): void {
    for (const group of document.querySelectorAll<HTMLElement>(".margin [data-paragraph]"))
      group.toggleAttribute("data-own-hidden", ids.has(group.dataset.paragraph ?? ""));
    for (const cell of document.querySelectorAll<HTMLElement>("#map [data-id]"))
      cell.toggleAttribute("data-own-hidden", ids.has(cell.dataset.id ?? ""));
  }

  private tell(words: string | null): void {
    const said = document.getElementById("filter-said");
    if (said && said.textContent !== (words ?? "")) said.textContent = words ?? "";
    for (const button of document.querySelectorAll<HTMLElement>("[data-act='show-all']")) button.hidden = words === null;
  }

  /** What is known of each paragraph, gathered once for all of them. */
  private facts(): (id: string) => Facts {
    const { state } = this.view;
    const parties = new Map<string, Set<string>>();
    const ours = new Set<string>();
    const add = (id: string, ...codes: string[]): void => {
      const there = parties.get(id) ?? new Set();
      codes.forEach((code) => code && there.add(code));
      parties.set(id, there);
    };
    const { list, open } = overlaysOf(state);
    for (const one of list) {
      if (one.state !== "tabled") continue;
      add(one.paragraph, one.by.code);
      if (one.mine || (this.party !== "" && ["", "awaiting"].includes(one.stance ?? "support"))) ours.add(one.paragraph);
    }
    for (const card of document.querySelectorAll<HTMLElement>(".margin [data-paragraph] .prop[data-parties]"))
      add(card.closest<HTMLElement>("[data-paragraph]")?.dataset.paragraph ?? "", ...wordsOf(card.dataset.parties));
    for (const comment of document.querySelectorAll<HTMLElement>("[data-comment][data-on]")) {
      const on = comment.dataset.on ?? "";
      add(on, ...wordsOf(comment.dataset.by));
      if (comment.dataset.inside !== undefined) ours.add(on);
    }
    for (const kept of document.querySelectorAll<HTMLElement>("[data-live^='delegation:'] [data-paragraph]"))
      ours.add(kept.dataset.paragraph ?? "");
    state.doc.forEach((block) => {
      const codes = this.namesIn(block);
      if (codes.size > 0) add(String(block.attrs.id), ...codes);
    });
    const bracketed = this.pairing()?.bracketed;
    const none: ReadonlySet<string> = new Set();
    return (id) => {
      const here = parties.get(id) ?? none;
      return {
        parties: here,
        bracketed: bracketed?.has(id) ?? false,
        proposed: open.has(id),
        stands: standingOf(state, id),
        ours: ours.has(id) || (this.party !== "" && here.has(this.party)),
      };
    };
  }

  private namesIn(block: Node): ReadonlySet<string> {
    const depth = this.pairing()?.entry.get(String(block.attrs.id)) ?? 0;
    const known = this.named.get(block);
    if (known?.depth === depth) return known.codes;
    const words = block.textContent;
    const codes = depth > 0 || words.includes("[") ? namedIn(words, this.names, depth) : new Set<string>();
    this.named.set(block, { depth, codes });
    return codes;
  }
}

function wordsOf(said: string | undefined): string[] {
  return (said ?? "").split(/\s+/).filter(Boolean);
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
