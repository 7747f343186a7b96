import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { offerParagraph, startHuddles } from "../room/huddles";

const page = (): void =>
  body(`<a id="way" href="#sending-paragraph-7" data-send="p000000002" data-label="2">Send 2 to a huddle</a>
<details><summary>Send</summary><form data-sending><input type="hidden" name="paragraph" value="">
<p id="sending-paragraph-7" tabindex="-1"><b data-label data-none="none yet">none yet</b></p></form></details>`);
const field = (): string => document.querySelector<HTMLInputElement>('input[name="paragraph"]')?.value ?? "";
const label = (): string => document.querySelector("form [data-label]")?.textContent ?? "";

startHuddles();

test("the form takes the paragraph that the reader comes to", () => {
  page();
  offerParagraph(document.body, { id: "p000000001", label: "1" });
  assert.deepEqual([field(), label()], ["p000000001", "1"]);
});

test("from the reading the form opens with the paragraph that the chair is at, wherever the reader is", () => {
  page();
  offerParagraph(document.body, { id: "p000000001", label: "1" });
  document.getElementById("way")?.click();
  assert.equal(document.querySelector("details")?.open, true);
  assert.deepEqual([field(), label()], ["p000000002", "2"]);
});
