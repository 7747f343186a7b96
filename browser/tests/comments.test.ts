import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Mapping, StepMap } from "prosemirror-transform";
import { anchorsInPage, carry, carryAnchors, comments, commentsOf, markComments, type Anchor } from "../editor/comments";
import type { Collab } from "../editor/collab";
import { Commenting } from "../editor/commenting";
import { id, text } from "./texts";

const on = (from: number, to: number, more: Partial<Anchor> = {}): Anchor => ({ id: "1", from, to, block: id(1), inside: false, ...more });
const over = (...ranges: readonly number[][]): Mapping => new Mapping(ranges.map((one) => new StepMap(one)));

test("what is typed between the words belongs to them, and at their edges doesn't", () => {
  assert.deepEqual(carry(on(4, 10), over([6, 0, 3])), on(4, 13));
  assert.deepEqual(carry(on(4, 10), over([4, 0, 3])), on(7, 13));
  assert.deepEqual(carry(on(4, 10), over([10, 0, 3])), on(4, 10));
});

test("words that were replaced as a whole are gone, in one step or letter by letter", () => {
  for (const step of [[4, 6, 0], [4, 6, 9], [2, 20, 0], [2, 20, 30]]) assert.equal(carry(on(4, 10), over(step)), null);
  assert.deepEqual(carry(on(4, 7), over([6, 1, 0], [5, 1, 0])), on(4, 5));
  assert.equal(carry(on(4, 7), over([6, 1, 0], [5, 1, 0], [4, 1, 0])), null);
});

test("a comment on a whole paragraph isn't carried: its paragraph is known by name", () => {
  assert.deepEqual(carryAnchors([on(0, 0), on(4, 10)], [new StepMap([0, 30, 0])]), [on(0, 0)]);
});

const editing = (list: readonly Anchor[]): EditorState => {
  const state = EditorState.create({ doc: text("Parties shall meet", "Others"), plugins: [comments()] });
  return state.apply(markComments(state.tr, list));
};
const marked = (state: EditorState): string[] => {
  const [plugin] = state.plugins;
  const set = plugin?.props.decorations?.call(plugin, state) as unknown as {
    find(): { from: number; to: number; type: { attrs: { class: string } } }[];
  };
  return set.find().map(({ from, to, type }) => `${type.attrs.class}: ${state.doc.textBetween(from, to)}`);
};

test("words are marked, to all and inside each in its own way, and whole paragraphs too", () => {
  const list = [on(1, 8), on(9, 14, { id: "2", inside: true }), on(0, 0, { id: "3", block: id(2) })];
  assert.deepEqual(marked(editing(list)).sort(), [
    "commented ours: shall",
    "commented: Parties",
    "is-commented: Others",
  ]);
});

test("the marks follow what is typed, and go with their words", () => {
  let state = editing([on(1, 8), on(9, 14, { id: "2" })]);
  state = state.apply(state.tr.insertText("All ", 1));
  assert.deepEqual(marked(state), ["commented: Parties", "commented: shall"]);
  state = state.apply(state.tr.insertText("Countries", 5, 12));
  assert.deepEqual(marked(state), ["commented: shall"], "other words are not what was commented on");
  assert.deepEqual(commentsOf(state).map((one) => one.id), ["2"]);
});

test("positions that the text doesn't have mark nothing", () => {
  assert.deepEqual(marked(editing([on(20, 900)])), []);
});

test("the margin's list says where the words are; what is resolved or lost says nothing", () => {
  body(`<section data-comments="7" data-at="12">
    <article data-comment="3" data-from="4" data-to="9" data-on="${id(1)}"></article>
    <article data-comment="4" data-inside data-from="0" data-to="0" data-on="${id(2)}"></article>
    <article data-comment="5" data-on="${id(2)}"></article></section>`);
  assert.deepEqual(anchorsInPage(7), {
    version: 12,
    list: [
      { id: "3", from: 4, to: 9, block: id(1), inside: false },
      { id: "4", from: 0, to: 0, block: id(2), inside: true },
    ],
  });
  assert.equal(anchorsInPage(8), null);
});

test("in a huddle's branch the form says that all are those in the huddle", () => {
  for (const [given, all] of [["data-inside", "To all"], ["data-inside data-huddle", "To all in this huddle"]]) {
    body(`<div id="e"></div><section id="commenting" ${given}></section>`);
    const view = new EditorView({ mount: document.getElementById("e") as HTMLElement }, { state: editing([]) });
    const panel = document.getElementById("commenting");
    new Commenting(panel, 7, view, { version: 0 } as Collab, "la");
    const labels = [...(panel?.querySelectorAll("fieldset label") ?? [])].map((one) => one.textContent?.trim());
    assert.deepEqual(labels, ["Inside our delegation", all]);
    view.destroy();
  }
});
