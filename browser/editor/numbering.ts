/** The number, kind and depth of the paragraph in which the pen stands, in a small form below the tools. */
import { Transform } from "prosemirror-transform";
import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { say, type Word } from "../words";
import { blockAt, findBlock, type Block } from "./blocks";
import { DEEPEST, ROLES } from "./schema";

/** Letters in a number, as on the server. */
const LONGEST = 40;

/** What a form says about a block; what a kind of block doesn't have is left out. */
export interface Numbering {
  readonly number?: string;
  readonly role?: string;
  readonly level?: number;
}

/** Sets those attributes that differ. */
export function renumber<T extends Transform>(tr: T, pos: number, wanted: Numbering): T {
  const block = tr.doc.nodeAt(pos);
  if (block === null) return tr;
  for (const [name, value] of Object.entries(wanted))
    if (name in block.attrs && block.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
  return tr;
}

/** The block at the cursor, when it is one that can have a number. */
export function numberedBlock(state: EditorState): Block | null {
  const block = blockAt(state.doc, state.selection.head);
  return block && "number" in block.node.attrs ? block : null;
}

/** Opens the form below `after`, or puts the focus into it. The pen's cursor says which block is meant. */
export function openNumbering(view: EditorView, after: HTMLElement): void {
  closeNumbering();
  const block = numberedBlock(view.state);
  if (block === null) return;
  const id = String(block.node.attrs.id);
  const form = drawn(block.node);
  const leave = (): void => {
    form.remove();
    view.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = findBlock(view.state.doc, id);
    if (found && view.editable) {
      const tr = renumber(view.state.tr, found.pos, read(form));
      if (tr.docChanged) view.dispatch(tr);
    }
    leave();
  });
  form.addEventListener("click", (event) => {
    if ((event.target as HTMLElement).dataset.act === "close") leave();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
  after.after(form);
  form.querySelector("input")?.select();
}

export function closeNumbering(): void {
  document.getElementById("numbering")?.remove();
}

function drawn(block: Node): HTMLFormElement {
  const form = document.createElement("form");
  form.id = "numbering";
  form.className = "numbering card";
  form.setAttribute("aria-label", say("number_title"));
  const number = document.createElement("input");
  number.name = "number";
  number.maxLength = LONGEST;
  number.autocomplete = "off";
  number.value = String(block.attrs.number);
  const fields = document.createElement("div");
  fields.className = "fields";
  fields.append(field("number_number", number));
  if ("role" in block.attrs) {
    const roles = ROLES.map((role) => ({ value: role as string, words: say(`role_${role}`) }));
    fields.append(field("number_role", choice("role", roles, String(block.attrs.role))));
  }
  const [least, most] = "role" in block.attrs ? [0, DEEPEST] : [1, 6];
  const levels = Array.from({ length: most - least + 1 }, (_, at) => String(least + at));
  const level = choice("level", levels.map((value) => ({ value, words: value })), String(block.attrs.level));
  fields.append(field("number_level", level));
  const apply = document.createElement("button");
  apply.className = "main";
  apply.textContent = say("number_apply");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.dataset.act = "close";
  close.textContent = say("suggest_cancel");
  const actions = document.createElement("p");
  actions.className = "actions";
  actions.append(apply, close);
  form.append(fields, actions);
  return form;
}

function field(word: Word, control: HTMLElement): HTMLElement {
  const shell = document.createElement("div");
  shell.className = "field";
  const label = document.createElement("label");
  control.id = `numbering-${word}`;
  label.htmlFor = control.id;
  label.textContent = say(word);
  shell.append(label, control);
  return shell;
}

function choice(name: string, options: readonly { value: string; words: string }[], chosen: string): HTMLSelectElement {
  const select = document.createElement("select");
  select.name = name;
  for (const { value, words } of options) select.add(new Option(words, value, value === chosen, value === chosen));
  return select;
}

function read(form: HTMLFormElement): Numbering {
  const said = new FormData(form);
  const role = said.get("role");
  return {
    // A number with brackets in it would be counted among the text's.
    number: String(said.get("number") ?? "").replace(/[[\]\n\t]/g, "").trim(),
    level: Number(said.get("level")),
    ...(typeof role === "string" ? { role } : {}),
  };
}
