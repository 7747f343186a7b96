import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { brackets, bracketsIn, depthsWithin, pair, type Pairing } from "../editor/brackets";
import { id, text } from "./texts";

const depths = (...paragraphs: string[]) => [...pair(text(...paragraphs)).depths.values()];

test("brackets pair within a paragraph, and the depth of each is counted", () => {
  assert.deepEqual(depths("a [b [c] d] [e]"), [[1, 2, 2, 1, 1, 1]]);
});

test("brackets pair across paragraphs, and say which paragraphs stand within one", () => {
  const found = pair(text("one [", "two", "three ]", "four"));
  assert.deepEqual([...found.depths.values()], [[1], [], [1], []]);
  assert.deepEqual([...found.bracketed], [id(1), id(2), id(3)]);
  assert.deepEqual([...found.entry.values()], [0, 1, 1, 0]);
  assert.equal(found.alone, 0);
});

test("a bracket without a partner stands alone, and takes nobody else's", () => {
  assert.deepEqual(depths("a ] b [c]"), [[0, 1, 1]]);
  assert.deepEqual(depths("[a [b]"), [[0, 1, 1]]);
  assert.equal(pair(text("]]", "[[[")).alone, 5);
});

test("a paragraph by itself is drawn from the depth at which it begins", () => {
  assert.deepEqual(depthsWithin(text("[a] b]").child(0), 1), [2, 2, 1]);
  assert.deepEqual(depthsWithin(text("] a").child(0), 0), [0]);
});

const classes = (state: EditorState) =>
  bracketsIn(state)
    .find()
    .sort((a, b) => a.from - b.from)
    .map((one) => `${state.doc.textBetween(one.from, one.to)} ${(one as unknown as { type: { attrs: { class: string } } }).type.attrs.class}`);

test("a change is drawn at once where it was made, and the whole text when the typing pauses", async () => {
  body('<div id="e"></div>');
  const passes: Pairing[] = [];
  const mount = document.getElementById("e") as HTMLElement;
  const state = EditorState.create({ doc: text("one", "[two]"), plugins: [brackets((pairing) => void passes.push(pairing))] });
  const view = new EditorView({ mount }, { state });
  assert.deepEqual(classes(view.state), ["[ bracket d1", "] bracket d1"]);
  view.dispatch(view.state.tr.insertText("[", 4));
  assert.deepEqual(classes(view.state), ["[ bracket d1", "[ bracket d1", "] bracket d1"]);
  await new Promise((resolve) => setTimeout(resolve, 350));
  assert.deepEqual(classes(view.state), ["[ bracket alone", "[ bracket d1", "] bracket d1"]);
  assert.equal(passes.at(-1)?.alone, 1);
  view.dispatch(view.state.tr.insertText("]", view.state.doc.content.size - 1));
  await new Promise((resolve) => setTimeout(resolve, 350));
  assert.deepEqual(classes(view.state), ["[ bracket d1", "[ bracket d2", "] bracket d2", "] bracket d1"]);
  assert.equal(view.dom.querySelectorAll(".bracket.d2").length, 2);
  view.destroy();
});

test("a letter typed draws the brackets of its own paragraph alone", () => {
  const words = Array.from({ length: 400 }, (_, at) => `paragraph ${at} [with a bracket]`);
  let state = EditorState.create({ doc: text(...words), plugins: [brackets()] });
  const before = new Set(bracketsIn(state).find().map((one) => (one as unknown as { type: object }).type));
  state = state.apply(state.tr.insertText("x", 3));
  const fresh = bracketsIn(state).find().filter((one) => !before.has((one as unknown as { type: object }).type));
  assert.deepEqual(fresh.map((one) => state.doc.resolve(one.from).index(0)), [0, 0]);
});
