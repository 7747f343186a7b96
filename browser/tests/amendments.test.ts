import "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState } from "prosemirror-state";
import { Mapping, StepMap } from "prosemirror-transform";
import cases from "../../tests/domain/texts/carrying.json";
import { amendments, carry, lay, overlaysOf } from "../editor/amendments";
import type { Overlay } from "../editor/authority";
import { id, text } from "./texts";

const overlay = (hunks: readonly (readonly [number, number, string])[], more: Partial<Overlay> = {}): Overlay => ({
  id: 1,
  number: 1,
  by: { code: "LA", iso: "la", name: "Lao PDR" },
  paragraph: id(1),
  state: "tabled",
  reason: "",
  lost: false,
  mine: false,
  hunks: hunks.map(([from, to, words]) => ({ from, to, deleted: "", insert: words ? [{ type: "text", text: words }] : [] })),
  ...more,
});

for (const one of cases)
  test(`an amendment is carried as on the server: ${one.name}`, () => {
    const given = overlay(one.hunks.map(([from, to, puts]) => [from as number, to as number, puts ? "x" : ""]), { lost: one.lost });
    // Step by step, as the editor does it, and all at once, as for an overlay that came late.
    let stepwise = given;
    for (const ranges of one.maps) stepwise = carry(stepwise, new Mapping([new StepMap(ranges)]));
    assert.deepEqual(stepwise.hunks.map(({ from, to }) => [from, to]), one.carried);
    assert.equal(stepwise.lost, one.then_lost);
    assert.equal(carry(given, new Mapping(one.maps.map((ranges) => new StepMap(ranges)))).lost, one.then_lost);
  });

const editing = (doc = text("Parties shall be opened.", "Others.")) => EditorState.create({ doc, plugins: [amendments()] });
const drawn = (state: EditorState): string[] =>
  overlaysOf(state)
    .set.find()
    .filter((one) => !(one as unknown as { type: { attrs?: { class?: string } } }).type.attrs?.class?.includes("is-amended"))
    .map(({ from, to }) => (from === to ? `at ${from}` : state.doc.textBetween(from, to)))
    .sort();

test("the overlay stays on its words while the pen writes before, after and between them", () => {
  let state = editing();
  state = state.apply(lay(state.tr, [overlay([[9, 14, "should"]])]));
  assert.deepEqual(drawn(state), ["at 14", "shall"]);
  state = state.apply(state.tr.insertText("All ", 1));
  assert.deepEqual(drawn(state), ["at 18", "shall"]);
  state = state.apply(state.tr.insertText("now ", 19));
  assert.deepEqual(drawn(state), ["at 18", "shall"]);
});

test("an insertion goes with the words that follow it, and so does what shows it", () => {
  let state = editing();
  state = state.apply(lay(state.tr, [overlay([[9, 9, "all "]])]));
  state = state.apply(state.tr.insertText("both ", 9));
  assert.deepEqual(overlaysOf(state).list[0]?.hunks.map(({ from, to }) => [from, to]), [[14, 14]]);
  assert.deepEqual(drawn(state), ["at 14"]);
});

test("an amendment whose words the pen took away still shows what it would put in, and that it is lost", () => {
  let state = editing();
  state = state.apply(lay(state.tr, [overlay([[9, 14, "should"]])]));
  state = state.apply(state.tr.delete(5, 20));
  assert.equal(overlaysOf(state).list[0]?.lost, true);
  assert.deepEqual(drawn(state), ["at 5"]);
});

test("only what is tabled is drawn and counted", () => {
  const state = editing();
  const laid = state.apply(lay(state.tr, [overlay([[9, 14, ""]]), overlay([], { id: 2, state: "withdrawn" })]));
  assert.deepEqual([...overlaysOf(laid).open], [[id(1), 1]]);
  assert.deepEqual(drawn(laid), ["at 14", "shall"]);
});

test("a paragraph that is split keeps its mark", () => {
  let state = editing();
  state = state.apply(lay(state.tr, [overlay([[9, 14, "should"]])]));
  state = state.apply(state.tr.split(20));
  const marks = overlaysOf(state).set.find().filter((one) => one.to - one.from === state.doc.child(0).nodeSize);
  assert.equal(marks.length, 1);
});

test("what a faulty server says of places outside the text is not drawn", () => {
  const state = editing();
  const laid = state.apply(lay(state.tr, [overlay([[900, 950, "x"]]), overlay([[9, 5, "x"]])]));
  assert.deepEqual(drawn(laid), []);
});
