import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { Fragment, Slice, type Node } from "prosemirror-model";
import { EditorState, TextSelection, type Command, type Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { undo } from "prosemirror-history";
import { changedBlocks, labelOf, newId } from "../editor/blocks";
import { uniqueIds, withNewIds } from "../editor/ids";
import { renumber } from "../editor/numbering";
import { breakLine, deeper, inOneParagraph, pen, penWithinParagraph, splitParagraph } from "../editor/pen";
import { schema } from "../editor/schema";
import { id, idsOf, paragraph, text, wordsOf } from "./texts";

const at = (doc: Node, pos: number, plugins: Plugin[] = pen()): EditorState => {
  const state = EditorState.create({ doc, plugins });
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos)));
};

function after(state: EditorState, command: Command): EditorState {
  command(state, (tr) => (state = state.apply(tr)));
  return state;
}

test("ids are ten signs that begin with a letter, and differ", () => {
  const made = Array.from({ length: 500 }, newId);
  assert.ok(made.every((one) => /^[a-z][a-z0-9]{9}$/.test(one)));
  assert.equal(new Set(made).size, 500);
});

test("Enter within a paragraph: what stands before keeps the name, the rest gets a new one and no number", () => {
  const doc = schema.nodeFromJSON({ type: "doc", content: [paragraph(1, "Parties shall", { number: "3.", role: "operative", level: 1 })] });
  const state = after(at(doc, 8), splitParagraph);
  assert.deepEqual(wordsOf(state.doc), ["Parties", " shall"]);
  assert.equal(idsOf(state.doc)[0], id(1));
  assert.notEqual(idsOf(state.doc)[1], id(1));
  const { number, role, level } = state.doc.child(1).attrs;
  assert.deepEqual([state.doc.child(0).attrs.number, number, role, level], ["3.", "", "operative", 1]);
  assert.equal(state.selection.$from.index(0), 1);
});

test("Enter at the very start puts a paragraph before it, so that the words keep their name and their proposals", () => {
  const state = after(at(text("Parties", "Others"), 1), splitParagraph);
  assert.deepEqual(wordsOf(state.doc), ["", "Parties", "Others"]);
  assert.deepEqual(idsOf(state.doc).slice(1), [id(1), id(2)]);
});

test("Enter over a selection takes it out first", () => {
  let state = at(text("Parties shall meet"), 1);
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 8, 14)));
  assert.deepEqual(wordsOf(after(state, splitParagraph).doc), ["Parties", " meet"]);
});

test("Enter in a heading goes on with a paragraph", () => {
  const heading = { type: "heading", attrs: { id: id(1), level: 2, number: "I" }, content: [{ type: "text", text: "Title" }] };
  const state = after(at(schema.nodeFromJSON({ type: "doc", content: [heading] }), 6), splitParagraph);
  assert.deepEqual(state.doc.children.map((one) => one.type.name), ["heading", "paragraph"]);
  state.doc.check();
});

test("Enter in a table breaks the line, and leaves the table whole", () => {
  const cell = { type: "cell", content: [{ type: "text", text: "ab" }] };
  const table = { type: "table", attrs: { id: id(1) }, content: [{ type: "row", content: [cell] }] };
  const state = after(at(schema.nodeFromJSON({ type: "doc", content: [table] }), 4), splitParagraph);
  assert.equal(state.doc.childCount, 1);
  assert.equal(state.doc.child(0).child(0).child(0).child(1).type.name, "break");
});

test("Shift-Enter breaks the line", () => {
  assert.equal(after(at(text("ab"), 2), breakLine).doc.child(0).childCount, 3);
});

test("depth goes in and out within its bounds, and headings stay", () => {
  let state = at(text("Parties"), 1);
  for (let times = 0; times < 7; times += 1) state = after(state, deeper(1));
  assert.equal(state.doc.child(0).attrs.level, 4);
  for (let times = 0; times < 7; times += 1) state = after(state, deeper(-1));
  assert.equal(state.doc.child(0).attrs.level, 0);
});

function typed(words: string, doc: Node = text("")): EditorView {
  body('<div id="e"></div>');
  const mount = document.getElementById("e") as HTMLElement;
  const view = new EditorView({ mount }, { state: at(doc, 1) });
  for (const letter of words) {
    const { from, to } = view.state.selection;
    const taken = view.someProp("handleTextInput", (handle) => handle(view, from, to, letter, () => view.state.tr.insertText(letter, from, to)));
    if (!taken) view.dispatch(view.state.tr.insertText(letter, from, to));
  }
  return view;
}

for (const [words, number] of [
  ["3. Parties", "3."],
  ["12) Parties", "12)"],
  ["3 bis. Parties", "3 bis."],
  ["(a) Parties", "(a)"],
  ["(iv) Parties", "(iv)"],
  ["OP3bis. Parties", "OP3bis."],
] as const)
  test(`"${words}" typed at the start of a paragraph becomes its number`, () => {
    const { doc } = typed(words).state;
    assert.deepEqual([doc.child(0).attrs.number, doc.textContent], [number, "Parties"]);
  });

test("what is no number stays words, and a number that is there is not replaced", () => {
  for (const words of ["In 2020. Parties", "Parties 3. x", "(not) x"]) {
    const { doc } = typed(words).state;
    assert.deepEqual([doc.child(0).attrs.number, doc.textContent], ["", words]);
  }
  const numbered = schema.nodeFromJSON({ type: "doc", content: [paragraph(1, "", { number: "7." })] });
  assert.deepEqual(typed("3. x", numbered).state.doc.child(0).attrs.number, "7.");
});

test("a number made by typing can be undone", () => {
  const view = typed("3. ");
  undo(view.state, view.dispatch.bind(view));
  assert.equal(view.state.doc.child(0).attrs.number, "");
});

test("number, kind and depth are set as steps that touch nothing else", () => {
  const state = at(text("Parties", "Others"), 1);
  const tr = renumber(state.tr, 0, { number: "3 bis.", role: "operative", level: 0 });
  assert.equal(tr.steps.length, 2);
  const { number, role, level } = tr.doc.child(0).attrs;
  assert.deepEqual([number, role, level, tr.doc.child(1)], ["3 bis.", "operative", 0, state.doc.child(1)]);
  assert.equal(renumber(state.tr, 0, { number: "", role: "plain" }).docChanged, false);
});

test("of two paragraphs with one name, the one that was there keeps it", () => {
  const state = EditorState.create({ doc: text("Parties", "Others"), plugins: [uniqueIds()] });
  const copy = state.apply(state.tr.insert(0, schema.nodeFromJSON(paragraph(2, "Copy"))));
  assert.equal(new Set(idsOf(copy.doc)).size, 3);
  assert.deepEqual(idsOf(copy.doc).slice(1), [id(1), id(2)]);
});

test("a paragraph without a name gets one", () => {
  const state = EditorState.create({ doc: text("Parties"), plugins: [uniqueIds()] });
  const fresh = state.apply(state.tr.insert(0, schema.nodeFromJSON({ type: "paragraph" })));
  assert.match(idsOf(fresh.doc)[0] ?? "", /^[a-z][a-z0-9]{9}$/);
});

test("a paragraph that is moved keeps its name", () => {
  const state = EditorState.create({ doc: text("Parties", "Others"), plugins: [uniqueIds()] });
  const first = state.doc.child(0);
  const moved = state.apply(state.tr.delete(0, first.nodeSize).insert(state.doc.child(1).nodeSize, first));
  assert.deepEqual(idsOf(moved.doc), [id(2), id(1)]);
});

test("what is pasted gets new names where its own are taken, and keeps those that are free", () => {
  const pasted = Fragment.from([1, 1, 9].map((one) => schema.nodeFromJSON(paragraph(one, "x"))));
  const slice = withNewIds(new Slice(pasted, 0, 0), text("Parties"));
  const ids = slice.content.content.map((one) => String(one.attrs.id));
  assert.equal(ids[2], id(9));
  assert.equal(new Set([...ids, id(1)]).size, 4);
  const inline = new Slice(Fragment.from(schema.text("words")), 0, 0);
  assert.ok(withNewIds(inline, text("Parties")).content.eq(inline.content));
});

test("a proposal stays one paragraph, whatever is pasted into it", () => {
  const two = new Slice(Fragment.from([schema.nodeFromJSON(paragraph(1, "one")), schema.nodeFromJSON(paragraph(2, "two"))]), 1, 1);
  const flat = inOneParagraph(two);
  assert.deepEqual(flat.content.content.map((one) => one.text ?? one.type.name), ["one", "break", "two"]);
  const loose = new Slice(Fragment.from(schema.text("words")), 0, 0);
  assert.ok(inOneParagraph(loose).content.eq(loose.content));
  const state = at(text("Parties"), 1, penWithinParagraph());
  assert.ok(state.apply(state.tr.insert(0, schema.nodeFromJSON(paragraph(5, "x")))).doc.eq(state.doc));
  assert.equal(state.apply(state.tr.insertText("x", 1)).doc.textContent, "xParties");
});

test("the blocks that steps changed are found, marks and attributes included", () => {
  const state = EditorState.create({ doc: text("one", "two", "three") });
  const changed = (tr: typeof state.tr) => changedBlocks(tr.doc, tr.steps).map((one) => one.node.textContent);
  assert.deepEqual(changed(state.tr.insertText("x", 6)), ["xtwo"]);
  assert.deepEqual(changed(state.tr.addMark(1, 3, schema.mark("em"))), ["one"]);
  assert.deepEqual(changed(state.tr.setNodeAttribute(10, "number", "3.")), ["three"]);
  // The second step moves what the first one changed.
  assert.deepEqual(changed(state.tr.insertText("x", 14).insertText("y", 1)), ["yone", "thrxee"]);
});

test("a block is called by its number, otherwise by its first words", () => {
  assert.equal(labelOf(schema.nodeFromJSON(paragraph(1, "x", { number: "3 bis." }))), "3 bis");
  assert.equal(labelOf(schema.nodeFromJSON(paragraph(1, "One two three four five six"))), "One two three four five");
  assert.equal(labelOf(schema.nodeFromJSON(paragraph(1, "Incomprehensibilities, notwithstanding aforementioned x"))).length, 41);
});
