/** What the secretariat's pen can do: split and join paragraphs without losing their names, set marks, number. */
import { baseKeymap, chainCommands, deleteSelection, joinBackward, selectNodeBackward, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { ellipsis, emDash, InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Fragment, Slice, type Node } from "prosemirror-model";
import { Plugin, TextSelection, type Command } from "prosemirror-state";
import { canSplit } from "prosemirror-transform";
import { newId } from "./blocks";
import { uniqueIds } from "./ids";
import { pasting } from "./pasted";
import { DEEPEST, schema } from "./schema";

const node = (name: string) => {
  const type = schema.nodes[name];
  if (type === undefined) throw new Error(`the schema has no ${name}`);
  return type;
};
const mark = (name: string) => {
  const type = schema.marks[name];
  if (type === undefined) throw new Error(`the schema has no mark ${name}`);
  return type;
};

/**
 * Enter: the words after the cursor become a paragraph of their own, with a new id and no number, since numbers stand
 * still while a text is negotiated. At the very start of a paragraph an empty one is put before it, so that the words
 * keep their id, and with it their amendments.
 */
export const splitParagraph: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth !== 1) return breakLine(state, dispatch);
  const { parent } = $from;
  const fresh = { id: newId() };
  const attrs = parent.type === node("paragraph") ? { ...parent.attrs, id: newId(), number: "" } : fresh;
  const tr = state.tr.deleteSelection();
  const pos = tr.mapping.map($from.pos);
  if (tr.doc.resolve(pos).parentOffset === 0 && parent.content.size > 0) {
    const before = tr.doc.resolve(pos).before(1);
    tr.insert(before, node("paragraph").create(attrs));
  } else {
    const after = [{ type: node("paragraph"), attrs }];
    if (!canSplit(tr.doc, pos, 1, after)) return false;
    tr.split(pos, 1, after);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

export const breakLine: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.type.contentMatch.matchType(node("break"))) return true;
  dispatch?.(state.tr.replaceSelectionWith(node("break").create()).scrollIntoView());
  return true;
};

/** Moves the paragraphs of the selection deeper (1) or out (-1). */
export function deeper(by: 1 | -1): Command {
  return (state, dispatch) => {
    const tr = state.tr;
    const { from, to } = state.selection;
    state.doc.nodesBetween(from, to, (block, pos, parent) => {
      if (parent !== state.doc) return false;
      if (block.type !== node("paragraph")) return false;
      const level = Math.max(0, Math.min(DEEPEST, Number(block.attrs.level) + by));
      if (level !== block.attrs.level) tr.setNodeAttribute(pos, "level", level);
      return false;
    });
    if (tr.docChanged) dispatch?.(tr);
    return true;
  };
}

/** "3. ", "3 bis. ", "(a) " or "OP3bis. " at the start of a paragraph without a number becomes its number. */
const numbering = new InputRule(
  /^((?:(?:OP|PP)?\d{1,3}[a-z]?(?: ?(?:bis|ter|quater|quinquies|sexies|ante|alt)\d?){0,2}[.)])|\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\))\s$/i,
  (state, match, start, end) => {
    const $start = state.doc.resolve(start);
    if ($start.depth !== 1 || $start.parent.type !== node("paragraph") || $start.parent.attrs.number) return null;
    return state.tr.delete(start, end).setNodeAttribute($start.before(1), "number", match[1]);
  },
);

/** Backspace at the start of a numbered paragraph takes its number first, and joins it only then. */
const dropNumber: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth !== 1 || !$from.parent.attrs.number) return false;
  dispatch?.(state.tr.setNodeAttribute($from.before(1), "number", ""));
  return true;
};

export function pen(): Plugin[] {
  const backspace = chainCommands(undoInputRule, deleteSelection, dropNumber, joinBackward, selectNodeBackward);
  return [
    inputRules({ rules: [numbering, ellipsis, emDash] }),
    keymap({
      Enter: splitParagraph,
      "Shift-Enter": breakLine,
      Backspace: backspace,
      "Mod-Backspace": backspace,
      "Mod-b": toggleMark(mark("strong")),
      "Mod-i": toggleMark(mark("em")),
      "Mod-]": deeper(1),
      "Mod-[": deeper(-1),
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
    }),
    keymap(baseKeymap),
    history(),
    pasting(),
    uniqueIds(),
  ];
}

/** The whole paragraph, and not the document around it. */
const selectWords: Command = (state, dispatch) => {
  const block = state.doc.firstChild;
  if (block) dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, 1, 1 + block.content.size)));
  return true;
};

/** Several paragraphs that are pasted become one, with line breaks between them. */
export function inOneParagraph(slice: Slice): Slice {
  const lines: Node[][] = [];
  const loose: Node[] = [];
  slice.content.descendants((one) => {
    if (one.isInline) {
      (lines.at(-1) ?? loose).push(one);
      return false;
    }
    if (one.inlineContent) lines.push([]);
    return true;
  });
  const parts = [loose, ...lines].filter((line) => line.length > 0);
  const content = parts.flatMap((line, at) => (at > 0 ? [node("break").create(), ...line] : line));
  return new Slice(Fragment.from(content), 0, 0);
}

/** Keeps a document to the one block that it began with, whatever is pasted, dropped or deleted in it. */
function oneBlock(): Plugin {
  return new Plugin({
    filterTransaction: (tr, state) =>
      !tr.docChanged || (tr.doc.childCount === 1 && tr.doc.firstChild?.type === state.doc.firstChild?.type),
    props: { transformPasted: inOneParagraph },
  });
}

/** Typing inside one paragraph only: for a suggestion. */
export function penWithinParagraph(): Plugin[] {
  const nothing: Command = () => true;
  return [
    oneBlock(),
    pasting(),
    keymap({
      Enter: nothing,
      "Mod-a": selectWords,
      "Shift-Enter": breakLine,
      "Mod-b": toggleMark(mark("strong")),
      "Mod-i": toggleMark(mark("em")),
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
    }),
    keymap(baseKeymap),
    history(),
  ];
}
