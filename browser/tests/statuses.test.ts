import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { stand, standingOf, standings, type Standings } from "../editor/statuses";
import type { Standing } from "../live/messages";
import { id, text } from "./texts";

const standing = (status: string): Standing => ({ status, label: "", confirm_by: null, confirmed: 0, of: 4, note: "", at: "" });
const said: Standings = { [id(1)]: standing("agreed"), [id(2)]: standing("lapsed"), [id(3)]: standing("held") };

function editor(given: Standings = {}): EditorView {
  body('<div id="e"></div>');
  const mount = document.getElementById("e") as HTMLElement;
  return new EditorView({ mount }, { state: EditorState.create({ doc: text("one", "two", "three"), plugins: [standings(given)] }) });
}

const shown = (view: EditorView): (string | null)[] =>
  [...view.dom.children].map((block) => block.getAttribute("data-stands"));

test("a paragraph says where it stands, to the eye and in words", () => {
  const view = editor(said);
  assert.deepEqual(shown(view), ["agreed", null, "held"]);
  assert.equal(view.dom.children[0]?.getAttribute("aria-describedby"), "stands-agreed");
  view.destroy();
});

test("what is heard takes the place of what was known", () => {
  const view = editor(said);
  view.dispatch(stand(view.state.tr, { [id(2)]: standing("huddle") }));
  assert.deepEqual(shown(view), [null, "huddle", null]);
  assert.deepEqual([1, 2, 3].map((at) => standingOf(view.state, id(at))), ["", "huddle", ""]);
  view.destroy();
});

test("what is open again is open", () => {
  const view = editor({ [id(1)]: standing("reopened"), [id(2)]: standing("lapsed") });
  assert.deepEqual(shown(view), [null, null, null]);
  assert.equal(standingOf(view.state, id(1)), "");
  view.destroy();
});

test("a paragraph keeps its standing while the text around it changes, and when its number does", () => {
  const view = editor(said);
  view.dispatch(view.state.tr.insertText("more ", 1));
  view.dispatch(view.state.tr.delete(11, 13));
  assert.deepEqual(shown(view), ["agreed", null, "held"]);
  const last = view.state.doc.content.size - (view.state.doc.lastChild?.nodeSize ?? 0);
  view.dispatch(view.state.tr.setNodeMarkup(last, undefined, { ...view.state.doc.lastChild?.attrs, number: "9." }));
  assert.deepEqual(shown(view), ["agreed", null, "held"]);
  view.destroy();
});

test("a whole new document begins with what was heard last", () => {
  const plugin = standings();
  const before = EditorState.create({ doc: text("one", "two"), plugins: [plugin] });
  before.apply(stand(before.tr, { [id(2)]: standing("agreed") }));
  const after = EditorState.create({ doc: text("one", "two"), plugins: [plugin] });
  assert.equal(standingOf(after, id(2)), "agreed");
});
