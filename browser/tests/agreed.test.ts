import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { tell } from "../bus";
import { startAgreed } from "../room/agreed";

const asked: { url: string; words: string | null; resolve: (answer: Response) => void }[] = [];
Object.assign(globalThis, {
  fetch: (url: string, init: { body: URLSearchParams }) =>
    new Promise<Response>((resolve) => asked.push({ url, words: init.body.get("words"), resolve })),
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const passage = (words: string): Response =>
  new Response(`<ol><li><button type="button" data-use-words="${words}" hidden>Use</button></li></ol>`);

body(`<button id="from">x</button><section id="agreed" data-address="/texts/6/agreed/" hidden></section>`);
startAgreed();
const place = document.getElementById("agreed") as HTMLElement;
const use = (): HTMLButtonElement | null => place.querySelector("[data-use-words]");

test("words are sent to the text's own address and not in it, and a passage's words are given back", async () => {
  const used: string[] = [];
  tell("agreed", { words: "drafted words", use: (words) => used.push(words) });
  const request = asked.pop();
  assert.equal(request?.url, "/texts/6/agreed/");
  assert.equal(request?.words, "drafted words");
  assert.equal(place.hidden, false);
  request?.resolve(passage("adopted words"));
  await settled();
  assert.equal(use()?.hidden, false);
  use()?.click();
  assert.deepEqual(used, ["adopted words"]);
  assert.equal(place.hidden, true);
});

test("an answer that comes late doesn't take the place of a later question's", async () => {
  tell("agreed", { words: "first", use: () => undefined });
  tell("agreed", { words: "second", use: () => undefined });
  const [first, second] = asked.splice(-2);
  second?.resolve(passage("for the second"));
  await settled();
  first?.resolve(passage("for the first"));
  await settled();
  assert.equal(use()?.dataset.useWords, "for the second");
});

test("a refusal is said as a sentence, and never as markup", async () => {
  tell("agreed", { words: "x", use: () => undefined });
  const refusal = { code: "no_such_paragraph", sentence: "Gone <b>now</b>.", facts: {} };
  asked.pop()?.resolve(new Response(JSON.stringify(refusal), { status: 409 }));
  await settled();
  assert.equal(place.querySelector(".error")?.textContent, "Gone <b>now</b>.");
});

test("escape puts it away and leads back", () => {
  const from = document.getElementById("from") as HTMLElement;
  from.focus();
  tell("agreed", { words: "x", use: () => undefined });
  assert.equal(document.activeElement?.id, "agreed-title");
  place.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  assert.equal(place.hidden, true);
  assert.equal(document.activeElement, from);
});
