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

const doc = () => text("One stands.", "Two stands.", "Three stands.");
const operated = (operations: NonNullable<Overlay["operations"]>, more: Partial<Overlay> = {}) => {
  const state = editing(doc());
  return state.apply(lay(state.tr, [overlay([], { operations, ...more })]));
};
const signs = (state: EditorState): [number, string][] =>
  overlaysOf(state)
    .set.find()
    .flatMap((one) => {
      const draw = (one as unknown as { type: { toDOM?: () => HTMLElement } }).type.toDOM;
      return draw ? [[one.from, draw().textContent] as [number, string]] : [];
    });
const block = (words: string, number = "1 bis.") => ({
  type: "paragraph",
  attrs: { id: "q000000001", number, role: "plain", level: 0 },
  content: [{ type: "text", text: words }],
});

test("a new paragraph and an alternative stand as ghosts where they would come in", () => {
  const end = doc().child(0).nodeSize;
  assert.deepEqual(signs(operated([{ kind: "new", after: id(1), block: block("We met.") }])), [[end, "New paragraphLA1 bis. We met."]]);
  assert.deepEqual(signs(operated([{ kind: "new", block: block("We met.") }])), [[0, "New paragraphLA1 bis. We met."]]);
  assert.deepEqual(signs(operated([{ kind: "alternative", paragraph: id(1), block: block("Or.", "1 alt.") }])), [
    [end, "Alternative to One stands.LA1 alt. Or."],
  ]);
});

test("a deleted paragraph is struck through as a whole", () => {
  const state = operated([{ kind: "delete", paragraph: id(1) }]);
  assert.ok(drawn(state).includes("One stands."));
  assert.deepEqual(signs(state), [[12, "DeleteLA"]]);
});

test("a move has a sign at both places, a merge and a split one each", () => {
  assert.deepEqual(signs(operated([{ kind: "move", paragraph: id(1), after: id(3) }])), [
    [doc().content.size, "One stands. would stand hereLA"],
    [12, "Move after Three stands.LA"],
  ]);
  assert.deepEqual(signs(operated([{ kind: "merge", paragraph: id(1), other: id(2) }])), [[12, "Merge with Two stands.LA"]]);
  assert.deepEqual(signs(operated([{ kind: "split", paragraph: id(1), at: 5, number: "1 bis." }])), [[5, "Split here: 1 bis beginsLA"]]);
});

test("a split is carried with its words, and what stands by ids needs no carrying", () => {
  const state = operated([{ kind: "split", paragraph: id(1), at: 5 }]);
  const typed = state.apply(state.tr.insertText("Yes: ", 1));
  assert.deepEqual(signs(typed), [[10, "Split hereLA"]]);
  const moved = operated([{ kind: "new", after: id(1), block: block("We met.") }]);
  assert.deepEqual(signs(moved.apply(moved.tr.insertText("Yes: ", 1)))[0]?.[0], doc().child(0).nodeSize + 5);
});

test("where its paragraph is gone nothing is drawn", () => {
  assert.deepEqual(signs(operated([{ kind: "delete", paragraph: id(9) }, { kind: "new", after: id(9), block: block("x") }])), []);
});

test("who stands behind it is on its plate, the mover first", () => {
  const others = [{ code: "SG", iso: "sg", name: "Singapore" }, { code: "TH", iso: "th", name: "Thailand" }];
  const state = operated([{ kind: "delete", paragraph: id(1) }], { with: others });
  assert.deepEqual(signs(state), [[12, "DeleteLA +2"]]);
});

test("an amendment to an amendment isn't laid over the text, but counted", () => {
  const state = editing();
  const laid = state.apply(lay(state.tr, [overlay([[9, 14, "should"]]), overlay([[9, 14, "may"]], { id: 2, amends: 1 })]));
  assert.deepEqual(drawn(laid), ["at 14", "shall"]);
  assert.deepEqual([...overlaysOf(laid).open], [[id(1), 2]]);
});

test("of several changes in one paragraph the last alone carries the plate, the others say whose they are by a title", () => {
  const others = [{ code: "SG", iso: "sg", name: "Singapore" }];
  const state = editing();
  // "Parties shall be opened.", "Others.": two changes and a deletion in the first, one in the second.
  const second = state.doc.child(0).nodeSize;
  const laid = state.apply(
    lay(state.tr, [overlay([[1, 8, "States"], [9, 14, ""], [18, 24, "closed"], [second + 1, second + 7, "All"]], { with: others })]),
  );
  assert.deepEqual(signs(laid), [[8, "States"], [24, "closedLA +1"], [second + 7, "AllLA +1"]]);
  const titled = overlaysOf(laid)
    .set.find()
    .flatMap((one) => {
      const { attrs } = (one as unknown as { type: { attrs?: { nodeName?: string; title?: string } } }).type;
      return attrs?.nodeName === "del" ? [attrs.title?.includes("Lao PDR, Singapore") ?? false] : [];
    });
  assert.deepEqual(titled, [true, true, false, false]);
});

test("the plate stays with the last change when what stands behind it is gone", () => {
  const state = editing();
  const laid = state.apply(lay(state.tr, [overlay([[1, 8, "States"], [9, 14, "should"], [900, 950, "x"]])]));
  assert.deepEqual(signs(laid), [[8, "States"], [14, "shouldLA"]]);
});
