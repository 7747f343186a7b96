import { body } from "./page";
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawTimings } from "../room/timings";

const TEN = Date.parse("2020-09-09T10:00:00Z");

function one(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  assert.ok(found, selector);
  return found;
}

test("a suspended sitting counts down to its resumption, and then up", () => {
  body(`<p data-until="2020-09-09T10:05:00Z"></p>`);
  drawTimings(document, TEN);
  assert.equal(one("p").textContent, "5:00");
  assert.equal(one("p").hasAttribute("data-own-over"), false);
  drawTimings(document, TEN + 310_000);
  assert.equal(one("p").textContent, "+0:10");
  assert.equal(one("p").hasAttribute("data-own-over"), true);
});

test("it is drawn anew when its second changes", () => {
  body(`<p data-until="2020-09-09T10:05:00Z"></p>`);
  assert.equal(drawTimings(document, TEN + 250), 750);
});

test("that a sitting goes beyond its time is said from then on", () => {
  body(`<span data-over-since="2020-09-09T10:00:00Z" hidden>beyond <b class="figure"></b></span>`);
  assert.equal(drawTimings(document, TEN - 60_000), 61_000);
  assert.equal(one("span").hidden, true);
  drawTimings(document, TEN + 65_000);
  assert.equal(one("span").hidden, false);
  assert.equal(one("b").textContent, "1:05");
});

test("an item that takes longer than planned is marked, from the minute after", () => {
  body(`<span data-planned="10"><time data-since="2020-09-09T10:00:00Z" data-spent="120"></time></span>`);
  drawTimings(document, TEN + 8 * 60_000);
  assert.equal(one("span").hasAttribute("data-own-over"), false);
  drawTimings(document, TEN + 8 * 60_000 + 1_000);
  assert.equal(one("span").hasAttribute("data-own-over"), true);
});

test("an item whose clock stands is left as it is", () => {
  body(`<span data-planned="10"><b>9:00</b></span>`);
  assert.equal(drawTimings(document, TEN), null);
});
