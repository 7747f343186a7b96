import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { hidden, hide, hiddenIn } from "../editor/hidden";
import { id, text } from "./texts";

function view(...paragraphs: string[]): EditorView {
  body('<div id="e"></div><div id="toasts"></div>');
  (globalThis as unknown as { innerHeight: number }).innerHeight = 900;
  const mount = document.getElementById("e") as HTMLElement;
  return new EditorView({ mount }, { state: EditorState.create({ doc: text(...paragraphs), plugins: [hidden()] }) });
}

const drawn = (one: EditorView): string[] =>
  [...one.dom.children].map((child) =>
    child.classList.contains("between") ? `(${child.textContent})` : child.classList.contains("is-hidden") ? "-" : (child.querySelector(".words")?.textContent ?? ""),
  );

test("hidden paragraphs stay in the text, and a line says how many lie between", () => {
  const one = view("a", "b", "c", "d", "e");
  hide(one, new Set([id(2), id(3), id(5)]));
  assert.deepEqual(drawn(one), ["a", "(2 paragraphs hidden)", "-", "-", "d", "(1 paragraph hidden)", "-"]);
  assert.equal(one.state.doc.childCount, 5);
  hide(one, new Set());
  assert.deepEqual(drawn(one), ["a", "b", "c", "d", "e"]);
  one.destroy();
});

test("what is hidden can't be changed by hand, not even across it", async () => {
  const one = view("first", "second", "third");
  hide(one, new Set([id(2)]));
  const before = one.state.doc;
  const size = before.content.size;
  one.dispatch(one.state.tr.setSelection(TextSelection.create(before, 3, size - 3)).deleteSelection());
  assert.equal(one.state.doc, before);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.match(document.body.textContent ?? "", /The filter hides paragraphs/);
  // Joined with the one before it, the third would become part of a hidden one.
  one.dispatch(one.state.tr.join(before.child(0).nodeSize + before.child(1).nodeSize));
  assert.equal(one.state.doc, before);
  one.dispatch(one.state.tr.setNodeAttribute(before.child(0).nodeSize, "number", "9"));
  assert.equal(one.state.doc, before);
  one.dispatch(one.state.tr.insertText("!", 6));
  assert.equal(one.state.doc.child(0).textContent, "first!");
  one.destroy();
});

test("what others write into a hidden paragraph comes in, and it stays hidden", () => {
  const one = view("first", "second", "third");
  hide(one, new Set([id(2)]));
  const at = one.state.doc.child(0).nodeSize + 1;
  one.dispatch(one.state.tr.insertText("the ", at).setMeta("collab$", { version: 1, unconfirmed: [] }));
  assert.equal(one.state.doc.child(1).textContent, "the second");
  assert.deepEqual([...hiddenIn(one.state)], [id(2)]);
  assert.deepEqual(drawn(one), ["first", "(1 paragraph hidden)", "-", "third"]);
  // And what is brought back after a reload.
  one.dispatch(one.state.tr.insertText("all ", at).setMeta("addToHistory", false));
  assert.equal(one.state.doc.child(1).textContent, "all the second");
  one.destroy();
});
