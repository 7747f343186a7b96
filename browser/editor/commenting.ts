/**
 * Commenting: the words that the reader has selected, or the paragraph that the reader is at, quoted in a small form
 * below the paragraph; to all, or inside the reader's own delegation.
 *
 * `section#commenting` stands in the page of those who may comment, with `data-inside` for who sits in a delegation,
 * and `data-huddle` where the text is a huddle's branch.
 * What was written is kept in the tab until it is sent, whatever is refused meanwhile.
 */
import { sendableSteps } from "prosemirror-collab";
import type { Node } from "prosemirror-model";
import type { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { hear } from "../bus";
import { toast } from "../live/toast";
import { keep, recall } from "../memory";
import { requestId } from "../page";
import { LineLost, postJson, Refusal } from "../wire";
import { say } from "../words";
import { blockAt, findBlock, labelOf, type Block } from "./blocks";
import { anchorsInPage, carryAnchors, comments, markComments } from "./comments";
import type { Collab } from "./collab";
import { commentingPlace } from "./panel_place";
import { currentBlock, goTo } from "./paragraphs";

const LONGEST = 4000;
const QUOTED = 160;

/** What a comment is about: words of a block, or (`from` and `to` equal) all of it. */
interface About {
  readonly block: string;
  readonly from: number;
  readonly to: number;
}

/** The plugins that the text needs: marks for the words, and a place for the form where the page has one. */
export function commentPlugins(panel: HTMLElement | null): Plugin[] {
  return panel ? [comments(), commentingPlace.plugin(panel)] : [comments()];
}

export class Commenting {
  private readonly parts: Parts | null;
  private about: (About & { version: number }) | null = null;
  private request: { readonly said: string; readonly id: string } | null = null;
  private selected: About | null = null;

  constructor(
    private readonly panel: HTMLElement | null,
    private readonly text: number,
    private readonly view: EditorView,
    private readonly collab: Collab,
    private readonly owner: string,
  ) {
    this.parts = panel && draw(panel);
    this.mark();
    hear("comments", () => this.mark());
    if (panel && this.parts) this.listen(panel, this.parts);
  }

  /** Marks the words that the margin's list names, once the text has come to the version at which it names them. */
  mark(): void {
    const said = anchorsInPage(this.text);
    if (said === null) return;
    if (said.version > this.collab.version) {
      void this.collab
        .catchUp()
        .then(() => said.version <= this.collab.version && this.mark())
        .catch(() => undefined); // The line is lost, and says so itself.
      return;
    }
    const maps = this.collab.mapsSince(said.version);
    if (maps !== null) this.view.dispatch(markComments(this.view.state.tr, carryAnchors(said.list, maps)));
  }

  /** Opens the form on what is selected, or on the paragraph that the reader is at, or says why not. */
  open(): void {
    const { panel, parts, view } = this;
    if (panel === null || parts === null) return;
    const about = selectionIn(view) ?? this.selected ?? wholeOf(currentBlock(view.state));
    const block = about && findBlock(view.state.doc, about.block);
    if (about === null || block === null) return toast(say("comment_choose"));
    this.about = { ...this.confirmed(about), version: this.collab.version };
    const words = view.state.doc.textBetween(about.from, about.to, " ", " ");
    parts.title.textContent = say(words ? "comment_on_words" : "comment_on_paragraph", { paragraph: spokenOf(block.node) });
    parts.quote.textContent = words.length > QUOTED ? `${words.slice(0, QUOTED)}…` : words;
    parts.quote.hidden = words === "";
    parts.words.value = recall("tab", this.draft()) ?? "";
    this.complain("");
    panel.hidden = false;
    this.put(block.pos + block.node.nodeSize);
    panel.scrollIntoView({ block: "nearest" });
    parts.words.focus();
  }

  private listen(panel: HTMLElement, parts: Parts): void {
    // The press that opens the form would otherwise take the selection away before it is read.
    document.addEventListener("selectionchange", () => {
      this.selected = selectionIn(this.view) ?? (this.view.dom.contains(getSelection()?.anchorNode ?? null) ? null : this.selected);
    });
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    parts.cancel.addEventListener("click", () => this.close());
    parts.words.addEventListener("input", () => keep("tab", this.draft(), parts.words.value || null));
    panel.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.send();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private async send(): Promise<void> {
    const { about, parts } = this;
    if (about === null || parts === null || parts.submit.getAttribute("aria-busy") === "true") return;
    const words = parts.words.value.trim();
    if (words === "") return this.complain(say("comment_empty"));
    const inside = parts.form.querySelector<HTMLInputElement>("[value=inside]:checked") !== null;
    const body = { words, version: about.version, paragraph: about.block, start: about.from, end: about.to, inside };
    const said = JSON.stringify(body);
    // The same words keep the same id until an answer has come, so that they are said once.
    if (this.request?.said !== said) this.request = { said, id: requestId() };
    const draft = this.draft();
    parts.submit.setAttribute("aria-busy", "true");
    try {
      await postJson(`/api/texts/${this.text}/comments`, { ...body, request_id: this.request.id });
      keep("tab", draft, null);
      if (this.about === about) this.close();
      toast(say(inside ? "comment_sent_inside" : "comment_sent"), "good");
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof LineLost)) throw error;
      if (error instanceof Refusal) this.request = null;
      this.complain(error instanceof Refusal ? error.sentence : say("unreachable"));
    } finally {
      parts.submit.setAttribute("aria-busy", "false");
    }
  }

  private close(): void {
    const { panel, about } = this;
    if (panel === null || about === null) return;
    this.about = this.request = this.selected = null;
    panel.hidden = true;
    this.put(null);
    document.querySelector(".sheet")?.append(panel);
    goTo(this.view, about.block, "nearest");
  }

  /** Where it is in the text as the server knows it, before what was typed here in the last moment. */
  private confirmed(about: About): About {
    if (about.from === about.to) return about;
    const unsent = [...(sendableSteps(this.view.state)?.steps ?? [])].reverse();
    const back = (pos: number, side: number) => unsent.reduce((at, step) => step.getMap().invert().map(at, side), pos);
    return { ...about, from: back(about.from, 1), to: back(about.to, -1) };
  }

  private put(pos: number | null): void {
    this.view.dispatch(commentingPlace.put(this.view.state.tr, pos));
  }

  private complain(sentence: string): void {
    if (this.parts === null) return;
    this.parts.error.textContent = sentence;
    this.parts.error.hidden = sentence === "";
  }

  private draft(): string {
    return `communique:comment:${this.owner}:${this.about?.block ?? ""}`;
  }
}

function spokenOf(block: Node): string {
  const label = labelOf(block);
  if (!label) return say("suggest_untitled");
  return block.attrs.number ? say("suggest_numbered", { number: label }) : say("suggest_quoted", { words: label });
}

function wholeOf(block: Block | null): About | null {
  return block && { block: String(block.node.attrs.id), from: 0, to: 0 };
}

/** The words that the reader has selected in the text, as far as they belong to the paragraph in which they begin. */
export function selectionIn(view: EditorView): About | null {
  const selection = getSelection();
  const { anchorNode, focusNode } = selection ?? {};
  if (!selection || !anchorNode || !focusNode || selection.isCollapsed) return null;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return null;
  const ends = [
    view.posAtDOM(anchorNode, selection.anchorOffset, -1),
    view.posAtDOM(focusNode, selection.focusOffset, -1),
  ].sort((one, other) => one - other);
  const [first = 0, last = 0] = ends;
  const block = blockAt(view.state.doc, first);
  if (block === null) return null;
  const from = Math.max(first, block.pos + 1);
  const to = Math.min(last, block.pos + block.node.nodeSize - 1);
  return from < to && view.state.doc.textBetween(from, to, " ").trim()
    ? { block: String(block.node.attrs.id), from, to }
    : null;
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly title: HTMLElement;
  readonly quote: HTMLElement;
  readonly words: HTMLTextAreaElement;
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
  title.id = "commenting-title";
  const quote = make("blockquote", "");
  const words = make("textarea", "");
  words.id = "commenting-words";
  words.rows = 3;
  words.maxLength = LONGEST;
  const label = make("label", "", say("comment_label"));
  label.htmlFor = words.id;
  const error = make("p", "error");
  error.setAttribute("role", "alert");
  error.hidden = true;
  const submit = make("button", "main", say("comment_send"));
  const cancel = make("button", "quiet", say("comment_cancel"));
  cancel.type = "button";

  const form = make("form", "", title, quote, make("div", "field", label, words));
  if (panel.dataset.inside !== undefined) form.append(choice(panel.dataset.huddle !== undefined));
  form.append(error, make("p", "actions", submit, cancel));
  form.noValidate = true;
  panel.classList.add("suggestion", "commenting");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-labelledby", title.id);
  panel.hidden = true;
  panel.replaceChildren(form);
  return { form, title, quote, words, error, submit, cancel };
}

/**
 * To all, or inside. What a delegation says is first meant for itself, so that nothing slips out. In a huddle's branch
 * all are those in the huddle.
 */
function choice(huddle: boolean): HTMLFieldSetElement {
  const fieldset = document.createElement("fieldset");
  fieldset.className = "choice";
  const legend = document.createElement("legend");
  legend.textContent = say("comment_to");
  fieldset.append(legend);
  for (const [value, word] of [
    ["inside", "comment_inside"],
    ["all", huddle ? "comment_all_in_huddle" : "comment_all"],
  ] as const) {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "comment-to";
    radio.value = value;
    radio.defaultChecked = value === "inside";
    label.append(radio, ` ${say(word)}`);
    fieldset.append(label);
  }
  return fieldset;
}
