/**
 * A delegation's proposal: the current paragraph in a small editor of its own, below the paragraph itself, where what is
 * changed shows as insertions and deletions; a reason; and the way to the table.
 *
 * The text is the pen's and goes on moving. What a delegation wrote is kept in the tab at every letter and lost by
 * nothing: not by Escape, not by a reload, a refusal, or the pen taking the paragraph away.
 *
 * Drawn into `section#suggestion.suggestion > form > h2, .suggestion-words, .suggestion-moved, .field, .error, .actions`.
 */
import { DOMSerializer, Node } from "prosemirror-model";
import { EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { toast } from "../live/toast";
import { keep, recallJson } from "../memory";
import { requestId } from "../page";
import { Refusal } from "../wire";
import { say } from "../words";
import type { Inline, Tabling } from "./authority";
import { findBlock, labelOf } from "./blocks";
import { currentBlock, goTo } from "./paragraphs";
import { penWithinParagraph } from "./pen";
import { schema } from "./schema";
import { bringIn, isChanged, onBase, suggestion } from "./suggestion";

/** What the panel needs of the page it stands in. */
export interface Surroundings {
  readonly view: EditorView;
  /** Text and seat: whose drafts are whose. */
  readonly owner: string;
  /** The version of the text that `view` shows. */
  version(): number;
  catchUp(): Promise<void>;
  table(tabling: Tabling): Promise<{ number?: number }>;
}

interface Draft {
  readonly base: Inline;
  readonly content: readonly Inline[];
  readonly reason: string;
}

const LONGEST_REASON = 2000;
const key = new PluginKey<{ pos: number } | null>("suggestion-panel");

/** Holds the panel's place below its paragraph while the pen writes around it. */
export function suggestionPlace(panel: HTMLElement): Plugin<{ pos: number } | null> {
  return new Plugin<{ pos: number } | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as { pos: number } | null | undefined;
        if (given !== undefined) return given;
        if (before === null || !tr.docChanged) return before;
        const $pos = state.doc.resolve(tr.mapping.map(before.pos, -1));
        return { pos: $pos.depth > 0 ? $pos.after(1) : $pos.pos };
      },
    },
    props: {
      decorations(state) {
        const place = key.getState(state);
        if (!place) return null;
        const spec = { side: -1, key: "suggestion", ignoreSelection: true, stopEvent: () => true };
        return DecorationSet.create(state.doc, [Decoration.widget(place.pos, panel, spec)]);
      },
    },
  });
}

export class SuggestionPanel {
  private readonly parts: Parts;
  private readonly home: Element;
  private paragraph = "";
  private base: Node | null = null;
  /** The paragraph as the text has it now; null when it is gone. */
  private now: Node | null = null;
  private editor: EditorView | null = null;
  private request: { readonly said: string; readonly id: string } | null = null;
  private sending = false;

  constructor(
    private readonly panel: HTMLElement,
    private readonly around: Surroundings,
  ) {
    this.parts = draw(panel);
    this.home = panel.parentElement ?? document.body;
    const { form, rebase, cancel, reason } = this.parts;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.table();
    });
    rebase.addEventListener("click", () => this.rebase());
    cancel.addEventListener("click", () => this.close());
    reason.addEventListener("input", () => this.keep());
    panel.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.table();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get isOpen(): boolean {
    return this.editor !== null;
  }

  /** Opens the paragraph that the reader is at, or says why not. */
  open(): void {
    const block = currentBlock(this.around.view.state);
    if (block === null) return toast(say("suggest_choose"));
    if (!block.node.inlineContent) return toast(say("suggest_not_here"));
    const id = String(block.node.attrs.id);
    if (this.editor && id === this.paragraph) return this.editor.focus();
    if (this.isOpen) this.close(false);

    this.paragraph = id;
    this.now = alone(block.node);
    const draft = recallJson<Draft>("tab", this.key());
    const [base, doc] = (draft && revived(draft)) ?? [this.now, this.now];
    this.base = base;
    const { words, reason, title } = this.parts;
    title.textContent = say("suggest_title", { paragraph: spokenOf(block.node) });
    reason.value = draft?.reason ?? "";
    this.complain("");
    this.panel.hidden = false;
    const pos = block.pos + block.node.nodeSize;
    this.around.view.dispatch(this.around.view.state.tr.setMeta(key, { pos }).setMeta("addToHistory", false));
    const state = EditorState.create({ doc, plugins: [suggestion(base), ...penWithinParagraph()] });
    this.editor = new EditorView(
      { mount: words },
      {
        state: state.apply(state.tr.setSelection(TextSelection.atEnd(doc))),
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": say("suggest_label") },
        dispatchTransaction: (tr) => {
          if (this.editor === null) return;
          this.editor.updateState(this.editor.state.apply(tr));
          if (tr.docChanged) this.keep();
        },
      },
    );
    this.showMoved();
    this.panel.scrollIntoView({ block: "nearest" });
    this.editor.focus();
  }

  /** Puts the panel away. What was changed in it stays in the tab. */
  close(back = true): void {
    if (this.editor === null) return;
    const kept = isChanged(this.editor.state) || this.parts.reason.value.trim() !== "";
    if (kept) this.keep();
    else keep("tab", this.key(), null);
    this.putAway(back);
    if (kept && back) toast(say("suggest_kept"));
  }

  /** Called after every change of the text. */
  textChanged(): void {
    if (this.editor === null) return;
    const block = findBlock(this.around.view.state.doc, this.paragraph);
    const now = block?.node.inlineContent ? alone(block.node) : null;
    if (now && this.now && sameWords(now, this.now)) return;
    this.now = now;
    this.showMoved();
  }

  /** Brings the pen's changes into the delegation's words, and compares with the paragraph as it now reads. */
  private rebase(): void {
    const { editor, base, now } = this;
    if (editor === null || base === null || now === null) return;
    editor.dispatch(onBase(bringIn(editor.state.tr, base, now), now));
    this.base = now;
    this.complain("");
    this.keep();
    this.showMoved();
    editor.focus();
  }

  private async table(): Promise<void> {
    const { editor, base, now } = this;
    if (editor === null || base === null || this.sending) return;
    if (!isChanged(editor.state)) return this.complain(say("suggest_no_change"));
    if (now === null || !sameWords(now, base)) return this.showMoved(true);
    const reason = this.parts.reason.value.trim();
    const content = contentOf(editor.state.doc);
    const said = JSON.stringify([this.paragraph, content, reason]);
    // The same words keep the same id until an answer has come, so that they are tabled once.
    if (this.request?.said !== said) this.request = { said, id: requestId() };
    const { paragraph } = this;
    const draft = this.key();
    this.busy(true);
    try {
      const { number } = await this.around.table({
        version: this.around.version(),
        paragraph,
        content,
        reason,
        request_id: this.request.id,
      });
      // Put away and opened elsewhere meanwhile, it stays as it is.
      if (this.editor === editor) this.putAway(true);
      keep("tab", draft, null);
      toast(say("suggest_tabled", { number: number ?? "" }), "good");
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
    this.base = this.now = null;
    this.paragraph = "";
    this.request = null;
    view.dispatch(view.state.tr.setMeta(key, null).setMeta("addToHistory", false));
    this.panel.hidden = true;
    this.home.append(this.panel);
    if (back) goTo(view, paragraph, "nearest");
  }

  private keep(): void {
    const { editor, base } = this;
    if (editor === null || base === null) return;
    const draft: Draft = {
      base: base.toJSON() as Inline,
      content: contentOf(editor.state.doc),
      reason: this.parts.reason.value,
    };
    keep("tab", this.key(), JSON.stringify(draft));
  }

  private key(): string {
    return `communique:suggestion:${this.around.owner}:${this.paragraph}`;
  }

  /** Says what the pen did to this paragraph since it was opened, if anything. */
  private showMoved(urgent = false): void {
    const { moved, why, reads, rebase } = this.parts;
    const gone = this.now === null;
    const differs = gone || (this.base !== null && this.now !== null && !sameWords(this.now, this.base));
    moved.hidden = !differs;
    if (!differs) return;
    why.textContent = say(gone ? "suggest_gone" : "suggest_moved");
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

function spokenOf(block: Node): string {
  const label = labelOf(block);
  if (!label) return say("suggest_untitled");
  return block.attrs.number ? say("suggest_numbered", { number: label }) : say("suggest_quoted", { words: label });
}

/** A block as a document of its own; without its id, which the page's own block has. */
function alone(block: Node): Node {
  const bare = block.type.create({ ...block.attrs, id: "" }, block.content);
  return schema.topNodeType.create(null, bare);
}

function sameWords(one: Node, other: Node): boolean {
  return one.firstChild?.content.eq(other.firstChild?.content ?? one.content) ?? false;
}

function contentOf(doc: Node): readonly Inline[] {
  return (doc.firstChild?.content.toJSON() as Inline[] | null) ?? [];
}

/** A kept draft as documents: its base and its wording. Null when it was kept by an older page and can't be read. */
function revived(draft: Draft): [Node, Node] | null {
  try {
    const base = Node.fromJSON(schema, draft.base);
    const block = base.firstChild;
    if (!block) return null;
    const content = draft.content.map((one) => Node.fromJSON(schema, one));
    const doc = schema.topNodeType.create(null, block.type.create(block.attrs, content));
    base.check();
    doc.check();
    return [base, doc];
  } catch {
    return null;
  }
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly title: HTMLElement;
  readonly words: HTMLElement;
  readonly moved: HTMLElement;
  readonly why: HTMLElement;
  readonly reads: HTMLElement;
  readonly rebase: HTMLButtonElement;
  readonly reason: HTMLTextAreaElement;
  readonly error: HTMLElement;
  readonly submit: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
}

function draw(panel: HTMLElement): Parts {
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, ...inside: (HTMLElement | string)[]) => {
    const element = document.createElement(tag);
    element.className = name;
    element.append(...inside);
    return element;
  };
  const title = make("h2", "");
  title.id = "suggestion-title";
  const words = make("div", "suggestion-words");
  const why = make("p", "");
  const reads = make("blockquote", "");
  const rebase = make("button", "", say("suggest_rebase"));
  rebase.type = "button";
  const moved = make("div", "suggestion-moved note", why, reads, rebase);
  moved.setAttribute("role", "status");
  moved.hidden = true;

  const reason = make("textarea", "");
  reason.id = "suggestion-reason";
  reason.name = "reason";
  reason.rows = 2;
  reason.maxLength = LONGEST_REASON;
  reason.setAttribute("aria-describedby", "suggestion-reason-hint");
  const label = make("label", "", say("suggest_reason"));
  label.htmlFor = reason.id;
  const hint = make("p", "hint", say("suggest_reason_hint"));
  hint.id = "suggestion-reason-hint";
  const error = make("p", "error");
  error.setAttribute("role", "alert");
  error.hidden = true;
  const submit = make("button", "main", say("suggest_table"));
  const cancel = make("button", "quiet", say("suggest_cancel"));
  cancel.type = "button";

  const field = make("div", "field", label, reason, hint);
  const actions = make("p", "actions", submit, cancel);
  const form = make("form", "", title, words, moved, field, error, actions);
  form.noValidate = true;
  panel.classList.add("suggestion");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-labelledby", title.id);
  panel.hidden = true;
  panel.replaceChildren(form);
  return { form, title, words, moved, why, reads, rebase, reason, error, submit, cancel };
}
