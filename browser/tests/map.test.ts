import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { TextMap } from "../editor/map";
import { schema } from "../editor/schema";
import { id, paragraph } from "./texts";

test("the summary counts the paragraphs that are negotiated, and the map shows every block", () => {
  body('<div id="map"></div><p id="summary"></p>');
  const [place, summary] = ["map", "summary"].map((name) => document.getElementById(name) as HTMLElement);
  const note = paragraph(3, "[Placed here by the secretariat]", { role: "note" });
  const content = [{ type: "title", attrs: { id: "title" } }, paragraph(1, "We [met]"), paragraph(2, "We agreed"), note];
  const map = new TextMap(place as HTMLElement, summary as HTMLElement, () => undefined);
  map.draw(schema.nodeFromJSON({ type: "doc", content }), { bracketed: new Set([id(1), id(3)]), open: new Map() });
  assert.equal(summary?.textContent, "1 of 2 paragraphs clean · 1 bracketed · 0 with proposals");
  assert.equal(place?.children.length, 4);
});
