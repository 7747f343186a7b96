import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { Followers, follows, subjectOf } from "../room/followers";

const place = (words: string): string =>
  `<main><p>page</p><div data-live="screen:5" data-version="7" data-follows="floor steps">${words}</div></main>`;
const shown = (): string => document.querySelector("[data-live]")?.textContent ?? "";
const soon = (milliseconds = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a place follows kinds of places and of messages", () => {
  assert.equal(subjectOf({ kind: "fragment", data: { target: "floor:12", html: "" } }), "floor");
  assert.equal(subjectOf({ kind: "status", data: { text: 7, status: "draft" } }), "status");
  body(place("x"));
  const one = document.querySelector("[data-follows]") as Element;
  assert.deepEqual(["floor", "steps", "flo", ""].map((subject) => follows(one, subject)), [true, true, false, false]);
});

test("when what it follows moves, the place is asked for, and nothing else of the page is touched", async () => {
  body(place("before"));
  let asked = 0;
  const followers = new Followers(async () => {
    asked += 1;
    return `<!doctype html><html><body>${place("after").replace("page", "another page")}</body></html>`;
  }, 1);
  followers.heard("agenda");
  await soon();
  assert.deepEqual([asked, shown()], [0, "before"]);
  followers.heard("floor");
  await soon();
  assert.deepEqual([asked, shown()], [1, "after"]);
  assert.equal(document.querySelector("p")?.textContent, "page");
});

test("a hundred moves while one is asked for cost one more question", async () => {
  body(place("0"));
  let asked = 0;
  const followers = new Followers(async () => {
    asked += 1;
    const words = String(asked);
    await soon(10);
    return place(words);
  }, 1);
  for (let move = 0; move < 100; move += 1) followers.heard("steps");
  await soon(80);
  assert.deepEqual([asked, shown()], [2, "2"]);
});

test("a page that follows nothing asks for nothing, and a question that fails is none", async () => {
  let asked = 0;
  const failing = new Followers(async () => {
    asked += 1;
    throw new TypeError("no network");
  }, 1);
  body("<main></main>");
  await failing.pull();
  assert.equal(asked, 0);
  body(place("kept"));
  await failing.pull();
  assert.deepEqual([asked, shown()], [1, "kept"]);
  await failing.pull();
  assert.equal(asked, 2);
});
