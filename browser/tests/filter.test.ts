import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { hidden } from "../editor/hidden";
import { schema } from "../editor/schema";
import { Filter, isAll, namedIn, passes, readWanted, toHide, writeWanted, type Facts } from "../room/filter";
import { id, paragraph } from "./texts";

const facts = (given: Partial<Facts>): Facts => ({
  parties: new Set(),
  bracketed: false,
  proposed: false,
  stands: "",
  ours: false,
  ...given,
});

test("what is chosen stands in the address, beside what else stands there", () => {
  const wanted = readWanted("?delegation=LA&status=bracketed&ours=1");
  assert.deepEqual(wanted, { delegation: "LA", status: "bracketed", ours: true });
  assert.equal(writeWanted("?x=1", wanted), "?x=1&delegation=LA&status=bracketed&ours=1");
  assert.equal(writeWanted("?x=1&status=open", { delegation: "", status: "", ours: false }), "?x=1");
  assert.equal(writeWanted("?ours=1", { delegation: "", status: "", ours: false }), "");
  assert.ok(isAll(readWanted("?status=nonsense&ours=no")));
});

test("all that is chosen has to hold of a paragraph", () => {
  const one = facts({ parties: new Set(["LA"]), bracketed: true, ours: true });
  assert.ok(passes(one, readWanted("delegation=LA&status=bracketed&ours=1")));
  assert.ok(!passes(one, readWanted("delegation=VN&status=bracketed")));
  assert.ok(!passes(one, readWanted("delegation=LA&status=proposed")));
  assert.ok(!passes(facts({}), readWanted("ours=1")));
});

test("open is what has brackets or proposals and isn't agreed", () => {
  assert.ok(passes(facts({ proposed: true }), readWanted("status=open")));
  assert.ok(passes(facts({ bracketed: true, stands: "held" }), readWanted("status=open")));
  assert.ok(!passes(facts({}), readWanted("status=open")));
  assert.ok(!passes(facts({ proposed: true, stands: "agreed" }), readWanted("status=open")));
  assert.ok(passes(facts({ stands: "huddle" }), readWanted("status=huddle")));
});

test("headings above what is shown are shown, and no others", () => {
  const paragraph = (id: string) => ({ type: "paragraph", attrs: { id, number: "", role: "plain", level: 0 } });
  const heading = (id: string, level: number) => ({ type: "heading", attrs: { id, number: "", level } });
  const doc = Node.fromJSON(schema, {
    type: "doc",
    content: [
      { type: "title", attrs: { id: "title" } },
      heading("one", 2), paragraph("a"), heading("one-a", 3), paragraph("b"), heading("one-b", 3), paragraph("c"),
      heading("two", 2), paragraph("d"),
    ],
  });
  assert.deepEqual([...toHide(doc, (id) => id === "c")].sort(), ["a", "b", "d", "one-a", "two"]);
  assert.deepEqual([...toHide(doc, () => true)], []);
  assert.equal(toHide(doc, () => false).size, 9);
});

test("who is named in a bracket is found where texts name them, and nowhere else", () => {
  const names = new Map([["EU", "EU"], ["Lao PDR", "LA"], ["LA", "LA"], ["US", "US"]]);
  assert.deepEqual([...namedIn("shall [old - EU retain / new - Lao PDR; US delete]", names)].sort(), ["EU", "LA", "US"]);
  assert.deepEqual([...namedIn("[EU: shall] promote", names)], ["EU"]);
  assert.deepEqual([...namedIn("the EU and the US [shall] agree - LA", names)], []);
  assert.deepEqual([...namedIn("[work with the EU on this]", names)], []);
  assert.deepEqual([...namedIn("[x - AUSTRALIA]", names)], []);
  assert.deepEqual([...namedIn("as begun before - EU]", names, 1)], ["EU"]);
});

test("of the paragraphs that are negotiated it says how many are shown: a note is none", async () => {
  body(`<div id="e"></div><p id="filter-said"></p><details id="filter"><summary></summary><form>
    <select name="status"><option value=""></option><option value="bracketed"></option></select></form></details>`);
  const note = paragraph(3, "[Placed here by the secretariat]", { role: "note" });
  const doc = schema.nodeFromJSON({ type: "doc", content: [paragraph(1, "We [met]"), paragraph(2, "We agreed"), note] });
  const mount = document.getElementById("e") as HTMLElement;
  const view = new EditorView({ mount }, { state: EditorState.create({ doc, plugins: [hidden()] }) });
  const pairing = { entry: new Map(), depths: new Map(), alone: 0, bracketed: new Set([id(1), id(3)]) };
  new Filter(document.getElementById("filter") as HTMLDetailsElement, view, () => pairing);
  const select = document.querySelector("select") as HTMLSelectElement;
  select.value = "bracketed";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  assert.equal(document.getElementById("filter-said")?.textContent, "1 of 2 paragraphs shown");
  view.destroy();
});
