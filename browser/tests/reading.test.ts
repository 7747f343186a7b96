import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { hear, tell } from "../bus";
import { applyFragment } from "../live/fragments";
import { keep } from "../memory";
import { chairMoved, startReading } from "../room/reading";

const came: string[] = [];
hear("come", ({ id }) => {
  came.push(id);
  tell("paragraph", { id, label: "" });
});
const sent: string[] = [];
let answer = (): Response => new Response("");
Object.assign(globalThis, {
  fetch: async (_url: string, init: { body: URLSearchParams }) => {
    sent.push(init.body.get("paragraph") ?? "");
    return answer();
  },
});

/** A text of its own for each test: what one began is over for the next. */
let text = 6;
const strip = (at: string, leads = false, version = 1) =>
  `<section data-live="reading:${text}" data-version="${version}" data-text="${text}" data-is="open" data-at="${at}"${leads ? " data-leads" : ""}>` +
  `<button data-act="${leads ? "lead" : "follow"}" aria-pressed="${leads}">x</button><form><input type="date" name="confirm_by" min="2020-09-09"></form></section>`;
const pressed = (): string | null | undefined => document.querySelector("[data-act]")?.getAttribute("aria-pressed");
const press = (): void => document.querySelector<HTMLElement>("[data-act]")?.click();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const moved = (paragraph: string): void => chairMoved({ text, reading: 1, paragraph, label: "12" });

function begin(at: string, leads = false): void {
  text += 1;
  body(`${strip(at, leads)}<textarea id="t"></textarea><section id="suggestion" hidden></section>`);
  came.length = 0;
  sent.length = 0;
  startReading();
}

test("who doesn't follow stays; who follows comes, and the button stays pressed in whatever the server sends", async () => {
  begin("a");
  moved("b");
  assert.deepEqual(came, []);
  press();
  assert.equal(pressed(), "true");
  assert.deepEqual(came, ["b"]);
  moved("c");
  applyFragment(`reading:${text}`, strip("d", false, 2));
  assert.deepEqual(came, ["b", "c", "d"]);
  assert.equal(pressed(), "true");
  press();
  moved("e");
  assert.deepEqual(came, ["b", "c", "d"]);
  assert.equal(pressed(), "false");
});

test("nothing moves under somebody who writes, who comes after when the writing is done", async () => {
  begin("a");
  press();
  came.length = 0;
  document.getElementById("t")?.focus();
  moved("b");
  moved("c");
  await pause(600);
  assert.deepEqual(came, []);
  (document.activeElement as HTMLElement).blur();
  const panel = document.getElementById("suggestion") as HTMLElement;
  panel.hidden = false;
  await pause(600);
  assert.deepEqual(came, []);
  panel.hidden = true;
  await pause(600);
  assert.deepEqual(came, ["c"]);
  press();
});

test("another text's chair moves nobody here", () => {
  begin("a");
  press();
  came.length = 0;
  chairMoved({ text: text + 1, reading: 1, paragraph: "b", label: "" });
  assert.deepEqual(came, []);
  press();
});

test("the chair leads to where it stops, and not there where the reading is already", async () => {
  begin("a", true);
  tell("paragraph", { id: "a", label: "" });
  await pause(300);
  assert.deepEqual(sent, []);
  tell("paragraph", { id: "b", label: "" });
  tell("paragraph", { id: "c", label: "" });
  await pause(300);
  assert.deepEqual(sent, ["c"]);
  moved("b");
  assert.deepEqual(came, ["a"], "who leads begins where the reading is, and is not led");
});

test("a chair that doesn't lead reads alone", async () => {
  begin("a", true);
  await pause(10);
  press();
  assert.equal(pressed(), "false");
  tell("paragraph", { id: "b", label: "" });
  await pause(300);
  assert.deepEqual(sent, []);
  press();
  await pause(300);
  assert.deepEqual(sent, ["b"], "and takes the others along when it leads again");
});

test("what is refused is said", async () => {
  begin("a", true);
  await pause(10);
  answer = () => new Response(JSON.stringify({ code: "no_reading", sentence: "No reading is open." }), { status: 409 });
  tell("paragraph", { id: "z", label: "" });
  await pause(400);
  assert.match(document.body.textContent ?? "", /No reading is open\./);
  answer = () => new Response("");
});

test("the date that was given last is offered for the next paragraph, unless it is over", () => {
  keep("tab", `communique:confirm-by:${text + 1}`, "2020-10-01");
  begin("a", true);
  assert.equal(document.querySelector("input")?.getAttribute("value"), "2020-10-01");
  keep("tab", `communique:confirm-by:${text + 1}`, "2020-09-01");
  begin("a", true);
  assert.equal(document.querySelector("input")?.getAttribute("value"), null);
});
