import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { notesCame, startNotes } from "../room/notes";

const card = (unread: number, open = false): string => `<section data-live="notes:3" data-notes="3">
<details data-with="LA" data-name="Lao PDR" data-unread="${unread}"${open ? " open" : ""}><summary>Lao PDR</summary>
${unread ? "<button data-opens>Mark as read</button>" : ""}</details></section>`;
const place = (): Element => document.querySelector("[data-notes]") as Element;
const toasts = (): number => document.querySelectorAll(".toast").length;
const pressed = (): string[] => {
  const seen: string[] = [];
  for (const one of document.querySelectorAll("[data-opens]")) one.addEventListener("click", () => seen.push("read"));
  return seen;
};

test("a note that arrives is announced once, by whom it is from", async () => {
  body(card(0));
  startNotes();
  body(card(1));
  notesCame(place());
  await new Promise((done) => requestAnimationFrame(done));
  assert.equal(toasts(), 1);
  assert.equal(document.querySelector(".toast p")?.textContent, "A note from Lao PDR has arrived.");
  document.querySelector(".toast")?.remove();
  notesCame(place());
  assert.equal(toasts(), 0);
});

test("what was read elsewhere is not announced", () => {
  body(card(2));
  startNotes();
  body(card(0));
  notesCame(place());
  assert.equal(toasts(), 0);
});

test("a note that arrives in a conversation that is open counts as read, and in a closed one it doesn't", () => {
  body(card(0, true));
  startNotes();
  body(card(1, true));
  const seen = pressed();
  notesCame(place());
  assert.deepEqual(seen, ["read"]);
  body(card(2));
  const others = pressed();
  notesCame(place());
  assert.deepEqual(others, []);
});
