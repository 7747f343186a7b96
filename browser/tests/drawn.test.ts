import "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { Decoration, DecorationSet } from "prosemirror-view";
import { byBlock } from "../editor/drawn";
import { text } from "./texts";

const doc = text(...Array.from({ length: 40 }, (_, at) => `paragraph ${at} of some words`));
const starts: number[] = [];
doc.forEach((_node, pos) => void starts.push(pos));

const places = (set: ReturnType<DecorationSet["forChild"]>): string[] => {
  const found: string[] = [];
  set.forEachSet((one) => one.find().forEach(({ from, to }) => found.push(`${from}-${to}`)));
  return found;
};
const alike = (set: DecorationSet): void =>
  starts.forEach((pos, at) =>
    assert.deepEqual(places(byBlock(set)!.forChild(pos, doc.child(at))), places(set.forChild(pos, doc.child(at))), `block ${at}`),
  );

test("every block gets the decorations that the set itself would give it", () => {
  const some = starts.filter((_, at) => at % 3 === 1);
  alike(DecorationSet.create(doc, some.map((pos) => Decoration.inline(pos + 2, pos + 5, { class: "a" }))));
  alike(
    DecorationSet.create(
      doc,
      some.flatMap((pos, at) => [
        Decoration.node(pos, pos + doc.child(at * 3 + 1).nodeSize, { class: "n" }),
        Decoration.widget(pos + 3, () => document.createElement("i")),
      ]),
    ),
  );
});

test("a decoration over several blocks is cut to each of them", () => {
  const set = DecorationSet.create(doc, [Decoration.inline((starts[3] ?? 0) + 4, (starts[6] ?? 0) + 4, { class: "over" })]);
  assert.notDeepEqual(places(byBlock(set)!.forChild(starts[4] ?? 0, doc.child(4))), []);
  alike(set);
});

test("the same set is the same again, so that a view sees that nothing changed", () => {
  const set = DecorationSet.create(doc, [Decoration.inline(2, 4, { class: "a" })]);
  assert.equal(byBlock(set), byBlock(set));
  assert.equal(byBlock(DecorationSet.empty), DecorationSet.empty);
  assert.equal(byBlock(undefined), undefined);
});

test("a mapped set finds its blocks at their new places", () => {
  const set = byBlock(DecorationSet.create(doc, starts.map((pos) => Decoration.inline(pos + 2, pos + 5, { class: "a" }))))!;
  assert.equal(set.find().length, starts.length);
  assert.equal(set.find((starts[20] ?? 0) + 1, (starts[20] ?? 0) + 6).length, 1);
});
