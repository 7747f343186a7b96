/**
 * A delegation's proposal: the current paragraph in a small editor of its own, below the paragraph itself, where what is
 * changed shows as insertions and deletions; or something done with the paragraph as a whole; a reason; and the way to
 * the table. Several changes can stand in one proposal (changes.ts), and a proposal of others can be amended.
 *
 * The text is the pen's and goes on moving. What a delegation wrote is kept in the tab at every letter and lost by
 * nothing: not by Escape, not by a reload, a refusal, or the pen taking the paragraph away.
 *
 * Drawn into `section#suggestion.suggestion` (suggest_parts.ts).
 */
import { DOMSerializer, type Node } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { announce, toast } from "../live/toast";
import { keep, recallJson } from "../memory";
import { requestId } from "../page";
import { Refusal } from "../wire";
import { say } from "../words";
import { offerAgreed } from "./agreed";
import { overlaysOf } from "./amendments";
import type { Change, Drafted, Inline, Overlay, Tabling } from "./authority";
import { findBlock, labelOf } from "./blocks";
import { Changes, KINDS, NUMBERED, WRITTEN, type Kind, type Listed } from "./changes";
import { currentBlock, goTo } from "./paragraphs";
import { penWithinParagraph } from "./pen";
import { schema } from "./schema";
import { cutting, cutOf } from "./split";
import { suggestionPlace } from "./panel_place";
import { draw, option, show, type Parts } from "./suggest_parts";
import { bringIn, isChanged, onBase, suggestion } from "./suggestion";
import { alone, contentOf, empty, proposedIn, revived, sameWords, spokenOf, wordsIn, type Proposed } from "./wording";

/** What the panel needs of the page it stands in. */
export interface Surroundings {
  readonly view: EditorView;
  /** Text and seat: whose drafts are whose. */
  readonly owner: string;
  /** The version of the text that `view` shows. */
  version(): number;
  catchUp(): Promise<void>;
  table(tabling: Tabling): Promise<{ number?: number }>;
  /** Keeps it as a draft, or writes draft number `draft` anew. */
  keepDraft(tabling: Tabling, draft: number | null): Promise<unknown>;
  /** The number that a paragraph would get. */
  number(kind: Kind, paragraph: string): Promise<{ number: string }>;
  /** May what is written here be tabled, or only kept inside the delegation? */
  mayTable(): boolean;
}

interface Draft {
  readonly base: Inline;
  readonly content: readonly Inline[];
  readonly reason: string;
  readonly kind?: Kind;
  readonly after?: string;
}

export class SuggestionPanel {
  private readonly parts: Parts;
  private readonly home: Element;
  private readonly changes: Changes;
  private opened = false;
  private kind: Kind = "words";
  private paragraph = "";
  private base: Node | null = null;
  /** The paragraph as the text has it now; null when it is gone. */
  private now: Node | null = null;
  private editor: EditorView | null = null;
  private request: { readonly said: string; readonly id: string } | null = null;
  private sending = false;
  /** The draft that is written on; null for something new. */
  private changing: number | null = null;
  /** The proposal that is amended; null for one on the text. */
  private amends: Overlay | null = null;
  /** The number that the server suggested, which is left to it as long as nobody writes another. */
  private suggested = "";

  constructor(
    private readonly panel: HTMLElement,
    private readonly around: Surroundings,
  ) {
    this.parts = draw(panel);
    this.home = panel.parentElement ?? document.body;
    const { form, rebase, cancel, agreed, reason, draft, kind, add, after } = this.parts;
    this.changes = new Changes(this.parts.list, `communique:proposal:${around.owner}`, () => this.complain(""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(this.tables);
    });
    draft.addEventListener("click", () => void this.send(false));
    add.addEventListener("click", () => this.add());
    rebase.addEventListener("click", () => this.rebase());
    cancel.addEventListener("click", () => this.close());
    agreed.addEventListener("click", () => this.editor && offerAgreed(this.editor));
    reason.addEventListener("input", () => this.keep());
    kind.addEventListener("change", () => this.turnTo(kind.value as Kind));
    after.addEventListener("change", () => this.keep());
    panel.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        if (event.shiftKey) this.add();
        else void this.send(this.tables);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** Does the form as it stands lead to the table? */
  private get tables(): boolean {
    return this.around.mayTable() && this.changing === null;
  }

  get isOpen(): boolean {
    return this.opened;
  }

  /** Opens the paragraph that the reader is at, or says why not; with `written`, a draft of it that is written on. */
  open(written: Drafted | null = null): void {
    const block = currentBlock(this.around.view.state);
    if (block === null) return toast(say("suggest_choose"));
    if (!block.node.inlineContent) return toast(say("suggest_not_here"));
    const id = String(block.node.attrs.id);
    if (this.isOpen && id === this.paragraph && written === null && this.amends === null) return this.focus();
    this.begin(id, alone(block.node), block.pos + block.node.nodeSize, written, null);
    this.parts.title.textContent = say("suggest_title", { paragraph: spokenOf(block.node) });
  }

  /** Opens a paragraph of a proposal as it would read with that accepted, to have it say something else. */
  amend(overlay: number): void {
    const { state } = this.around.view;
    const parent = this.overlay(overlay);
    const found = proposedIn(state.doc, parent);
    const here = String(currentBlock(state)?.node.attrs.id ?? "");
    const one = found.find(({ id }) => id === here) ?? found[0];
    if (!parent || !one) return toast(say("suggest_not_amended"));
    if (this.isOpen && this.amends?.id === overlay && this.paragraph === one.id) return this.focus();
    this.begin(one.id, one.doc, one.end, null, parent);
    this.parts.title.textContent = say("suggest_amends", { number: parent.number });
  }

  private begin(id: string, now: Node, pos: number, written: Drafted | null, amends: Overlay | null): void {
    if (this.isOpen) this.close(false);
    [this.opened, this.paragraph, this.now, this.amends, this.changing] = [true, id, now, amends, written?.id ?? null];
    const given = written && { ...written, base: now.toJSON() as Inline };
    const draft: Draft | null = recallJson<Draft>("tab", this.key()) ?? given;
    const { reason, submit, add, what, list, kind } = this.parts;
    const apart = written !== null || amends !== null;
    submit.hidden = !this.around.mayTable() || written !== null;
    what.hidden = add.hidden = apart;
    list.hidden = apart || this.changes.all.length === 0;
    this.parts.draft.classList.toggle("main", submit.hidden);
    reason.value = draft?.reason || (apart ? "" : this.changes.reason);
    this.kind = apart ? "words" : (KINDS.find(([one]) => one === draft?.kind)?.[0] ?? "words");
    kind.value = this.kind;
    this.fillPlaces(draft?.after);
    this.complain("");
    this.panel.hidden = false;
    this.around.view.dispatch(suggestionPlace.put(this.around.view.state.tr, pos));
    const [base, doc] = (draft && revived(draft.base, draft.content)) ?? this.beginning();
    this.mount(base, doc);
    this.showMoved();
    this.panel.scrollIntoView({ block: "nearest" });
    this.focus();
  }

  private focus(): void {
    if (this.editor) this.editor.focus();
    else (this.kind === "move" ? this.parts.after : this.parts.kind).focus();
  }

  private overlay(id: number): Overlay | undefined {
    return overlaysOf(this.around.view.state).list.find((one) => one.id === id);
  }

  // What is done with the paragraph.

  /** The base and the words with which a kind begins. */
  private beginning(): [Node, Node] {
    const now = this.now ?? empty(schema.node("paragraph"));
    const fresh = this.kind === "new" ? empty(now.firstChild ?? now) : now;
    return [fresh, fresh];
  }

  private turnTo(kind: Kind): void {
    this.kind = kind;
    const [base, doc] = this.beginning();
    this.mount(base, doc);
    this.complain("");
    this.keep();
    this.showMoved();
  }

  private mount(base: Node, doc: Node): void {
    this.editor?.destroy();
    this.editor = null;
    this.base = base;
    const { words, role, number, after, does, agreed } = this.parts;
    const { kind } = this;
    words.hidden = !WRITTEN.has(kind);
    agreed.hidden = !WRITTEN.has(kind) || kind === "split";
    show(role, kind === "new");
    show(number, NUMBERED.has(kind));
    show(after, kind === "move");
    role.value = String(base.firstChild?.attrs.role ?? "plain");
    does.textContent = this.doesWhat();
    does.hidden = does.textContent === "";
    if (NUMBERED.has(kind)) void this.suggestNumber();
    if (!WRITTEN.has(kind)) return;
    words.replaceChildren();
    const plugins = kind === "split" ? [cutting(), ...penWithinParagraph()] : [suggestion(base), ...penWithinParagraph()];
    const state = EditorState.create({ doc, plugins });
    const label = say(kind === "split" ? "split_label" : kind === "new" ? "new_label" : "suggest_label");
    this.editor = new EditorView(
      { mount: words },
      {
        state: state.apply(state.tr.setSelection(TextSelection.atEnd(doc))),
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label },
        dispatchTransaction: (tr) => {
          if (this.editor === null) return;
          this.editor.updateState(this.editor.state.apply(tr));
          if (tr.docChanged) this.keep();
        },
      },
    );
  }

  /** What would happen to the paragraph, in words; "" where its words are written. */
  private doesWhat(): string {
    const { doc } = this.around.view.state;
    const block = findBlock(doc, this.paragraph);
    const label = block ? labelOf(block.node) : "";
    switch (this.kind) {
      case "delete":
        return say("does_delete", { label });
      case "merge": {
        const next = block && doc.nodeAt(block.pos + block.node.nodeSize);
        return next ? say("does_merge", { label, other: labelOf(next) }) : say("does_merge_nothing");
      }
      case "split":
        return say("does_split");
      case "alternative":
        return say("does_alternative", { label });
      case "new":
        return say("does_new", { label });
      default:
        return "";
    }
  }

  private fillPlaces(chosen = ""): void {
    const { after } = this.parts;
    after.replaceChildren(option("", say("after_nothing")), option("^", say("after_beginning")));
    this.around.view.state.doc.forEach((node) => {
      const id = String(node.attrs.id);
      if (id !== this.paragraph) after.append(option(id, labelOf(node)));
    });
    after.value = chosen;
  }

  private async suggestNumber(): Promise<void> {
    const { number } = this.parts;
    const { kind, paragraph } = this;
    number.value = this.suggested = "";
    try {
      const said = (await this.around.number(kind, paragraph)).number;
      if (this.kind !== kind || this.paragraph !== paragraph || number.value !== "") return;
      number.value = this.suggested = said;
    } catch {
      // Without a suggestion the server numbers it when it comes in.
    }
  }

  /** What stands in the form as a change; null when it says nothing yet, with the reason for that in the panel. */
  private change(): Change | null {
    const { kind, paragraph, editor } = this;
    const given = this.parts.number.value.trim();
    const numbered = given === this.suggested ? {} : { number: given };
    const nothing = (word: Parameters<typeof say>[0]): null => (this.complain(say(word)), null);
    switch (kind) {
      case "delete":
      case "merge":
        return { kind, paragraph };
      case "move": {
        const after = this.parts.after.value;
        return after === "" ? nothing("move_nowhere") : { kind, paragraph, after: after === "^" ? "" : after };
      }
      case "split": {
        const at = editor ? cutOf(editor.state) : null;
        return at === null ? nothing("split_nowhere") : { kind, paragraph, at, ...numbered };
      }
      default: {
        if (editor === null || !isChanged(editor.state)) return nothing("suggest_no_change");
        const content = contentOf(editor.state.doc);
        if (kind === "words") return { kind, paragraph, content };
        if (!wordsIn(editor.state.doc).trim()) return nothing("suggest_no_change");
        if (kind === "alternative") return { kind, paragraph, content, ...numbered };
        return { kind, after: paragraph, content, role: this.parts.role.value, ...numbered };
      }
    }
  }

  private listed(change: Change): Listed {
    const { doc } = this.around.view.state;
    const block = findBlock(doc, this.paragraph);
    const what = say(KINDS.find(([one]) => one === change.kind)?.[1] ?? "kind_words");
    const words = this.editor && change.kind !== "split" ? wordsIn(this.editor.state.doc) : "";
    const short = words.length > 60 ? `${words.slice(0, 58)}…` : words;
    const says = say(short ? "listed_words" : "listed", { label: block ? labelOf(block.node) : "", what, words: short });
    return { change, says, paragraph: this.paragraph, base: (this.now ?? doc).toJSON() as Inline };
  }

  /** Puts what stands in the form on the list, and frees the form for the next one. */
  private add(): void {
    if (!this.isOpen || this.parts.add.hidden) return;
    const change = this.change();
    if (change === null) return;
    if (this.isMoved()) return this.showMoved(true);
    this.changes.add(this.listed(change), this.parts.reason.value);
    keep("tab", this.key(), null);
    this.kind = "words";
    this.parts.kind.value = "words";
    const [base, doc] = this.beginning();
    this.mount(base, doc);
    this.parts.kind.focus();
    announce(say("list_added", { count: this.changes.all.length }));
  }

  // The panel.

  /** Puts the panel away. What was changed in it stays in the tab. */
  close(back = true): void {
    if (!this.isOpen) return;
    const changed = this.editor !== null && this.kind !== "split" && isChanged(this.editor.state);
    const kept = changed || this.kind !== "words" || this.parts.reason.value.trim() !== this.changes.reason.trim();
    if (kept) this.keep();
    else keep("tab", this.key(), null);
    this.putAway(back);
    if ((kept || this.changes.all.length > 0) && back) toast(say("suggest_kept"));
  }

  /** Called after every change of the text. */
  textChanged(): void {
    if (!this.isOpen) return;
    const now = this.standing();
    if (now && this.now && sameWords(now, this.now)) return;
    this.now = now;
    this.showMoved();
  }

  /** The paragraph as it reads now, or would read with the proposal that is amended; null when it is gone. */
  private standing(): Node | null {
    const { doc } = this.around.view.state;
    if (this.amends !== null) {
      const found: Proposed | undefined = proposedIn(doc, this.overlay(this.amends.id)).find(({ id }) => id === this.paragraph);
      return found?.doc ?? null;
    }
    const block = findBlock(doc, this.paragraph);
    return block?.node.inlineContent ? alone(block.node) : null;
  }

  /** Does the paragraph read otherwise than when its words were begun? A new one beside it doesn't mind. */
  private isMoved(): boolean {
    if (this.now === null) return true;
    return this.kind !== "new" && this.base !== null && !sameWords(this.now, this.base);
  }

  /** Brings the pen's changes into the delegation's words, and compares with the paragraph as it now reads. */
  private rebase(): void {
    const { editor, base, now } = this;
    if (base === null || now === null) return;
    if (editor && this.kind !== "split") editor.dispatch(onBase(bringIn(editor.state.tr, base, now), now));
    else this.mount(now, now);
    this.base = now;
    this.complain("");
    this.keep();
    this.showMoved();
    this.focus();
  }

  /** The list with what stands in the form; null when something is to be seen to first, which the panel says. */
  private asked(): readonly Change[] | null {
    const { doc } = this.around.view.state;
    const listed = this.amends === null && this.changing === null ? this.changes.all : [];
    const stale = listed.find((one) => {
      const block = findBlock(doc, one.paragraph);
      const base = revived(one.base, [])?.[0];
      return one.change.kind !== "new" && (!block || !base || !sameWords(alone(block.node), base));
    });
    if (stale) return this.complain(say("list_moved", { change: stale.says })), null;
    const written = this.editor !== null && this.kind !== "split" ? isChanged(this.editor.state) : this.kind !== "words";
    if (listed.length > 0 && !written) return listed.map((one) => one.change);
    const change = this.change();
    if (change === null) return null;
    if (this.isMoved()) return this.showMoved(true), null;
    return [...listed.map((one) => one.change), change];
  }

  /** To the table, or into the delegation's drafts. */
  private async send(toTable: boolean): Promise<void> {
    if (!this.isOpen || this.sending) return;
    const changes = this.asked();
    if (changes === null) return;
    const reason = this.parts.reason.value.trim();
    const { paragraph, changing, amends } = this;
    const said = JSON.stringify([toTable, changing, amends?.id, changes, reason]);
    // The same words keep the same id until an answer has come, so that they are tabled once.
    if (this.request?.said !== said) this.request = { said, id: requestId() };
    const draft = this.key();
    const to = amends === null ? {} : { amends: amends.id };
    const tabling = { version: this.around.version(), changes, reason, request_id: this.request.id, ...to };
    this.busy(true);
    try {
      const number = toTable ? (await this.around.table(tabling)).number : null;
      if (!toTable) await this.around.keepDraft(tabling, changing);
      if (amends === null && changing === null) this.changes.clear();
      // Put away and opened elsewhere meanwhile, it stays as it is.
      if (this.isOpen && this.paragraph === paragraph && this.amends === amends) this.putAway(true);
      keep("tab", draft, null);
      toast(toTable ? say("suggest_tabled", { number: number ?? "" }) : say("suggest_drafted"), "good");
    } catch (error) {
      if (error instanceof Refusal) this.request = null;
      this.complain(error instanceof Refusal ? error.sentence : say("unreachable"));
      // The pen may have been faster: then what it wrote comes in, and is shown.
      if (error instanceof Refusal && error.status === 409) await this.around.catchUp();
    } finally {
      this.busy(false);
    }
  }

  private putAway(back: boolean): void {
    const { view } = this.around;
    const { paragraph } = this;
    this.editor?.destroy();
    this.editor = null;
    this.opened = false;
    this.base = this.now = null;
    this.paragraph = "";
    this.request = this.changing = this.amends = null;
    view.dispatch(suggestionPlace.put(view.state.tr, null));
    this.panel.hidden = true;
    this.home.append(this.panel);
    if (back) goTo(view, paragraph, "nearest");
  }

  private keep(): void {
    const { editor, base } = this;
    if (!this.isOpen || base === null) return;
    const draft: Draft = {
      base: base.toJSON() as Inline,
      content: editor ? contentOf(editor.state.doc) : [],
      reason: this.parts.reason.value,
      kind: this.kind,
      after: this.parts.after.value,
    };
    keep("tab", this.key(), JSON.stringify(draft));
  }

  private key(): string {
    const of = this.amends !== null ? `:to-${this.amends.id}` : this.changing !== null ? `:${this.changing}` : "";
    return `communique:suggestion:${this.around.owner}:${this.paragraph}${of}`;
  }

  /** Says what the pen did to this paragraph since it was opened, if anything. */
  private showMoved(urgent = false): void {
    const { moved, why, reads, rebase } = this.parts;
    const gone = this.now === null;
    const differs = this.isMoved();
    moved.hidden = !differs;
    if (!differs) return;
    const to = this.amends !== null;
    why.textContent = say(gone ? (to ? "suggest_amended_gone" : "suggest_gone") : to ? "suggest_amended_moved" : "suggest_moved");
    reads.hidden = rebase.hidden = gone;
    const block = this.now?.firstChild;
    reads.replaceChildren();
    if (block) reads.append(DOMSerializer.fromSchema(schema).serializeFragment(block.content));
    if (!urgent) return;
    this.complain("");
    (gone ? this.parts.cancel : rebase).focus();
  }

  private complain(sentence: string): void {
    this.parts.error.textContent = sentence;
    this.parts.error.hidden = sentence === "";
  }

  private busy(sending: boolean): void {
    this.sending = sending;
    this.parts.submit.setAttribute("aria-busy", String(sending));
  }
}
