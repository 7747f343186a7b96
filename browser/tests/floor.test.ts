import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { applyFragment } from "../live/fragments";
import { startFloor } from "../room/floor";
import { tell } from "../bus";

const buttons = `<div data-placard><input type="hidden" name="floor_text" value=""><input type="hidden" name="floor_paragraph" value="">
<button type="button" data-raise>Raise</button><button type="button" data-lower>Lower</button><span data-on hidden></span></div>`;

interface Facts {
  readonly version?: number;
  readonly role?: string;
  /** Codes and kinds of those who wait. */
  readonly row?: readonly (readonly [string, string])[];
  readonly speaks?: string;
  readonly more?: string;
}

function card({ version = 1, role = "member", row = [], speaks = "", more = "" }: Facts = {}): string {
  const names = row.map(([code, kind], at) => `<li data-name="${at + 1}" data-code="${code}" data-kind="${kind}" data-place="${at + 1}">
<span class="plate">${code}</span><span data-yours hidden></span><button type="button" data-own-name hidden>Withdraw</button></li>`);
  const speaker = speaks && `<div class="speaker" data-code="${speaks}"><span class="plate">${speaks}</span><span data-yours hidden></span></div>
<p data-own-speech data-code="${speaks}" hidden></p>`;
  return `<section data-live="floor:3" data-version="${version}" data-floor="3" data-role="${role}" data-speaker="${speaks && `9-${speaks}`}" data-speaks="${speaks}" data-when-over="told">
${speaker}<ol class="queue">${names.join("")}</ol>${role === "member" ? buttons : ""}${more}</section>`;
}

function page(html: string): void {
  body(`${html}<span data-floor-bar><button type="button" data-raise>Raise</button><button type="button" data-lower>Lower</button></span>
<div data-floor-text="7"></div>`);
}

function seat(code: string): void {
  document.head.innerHTML = `<meta name="party" content="${code}">`;
}

const one = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);
const spoken = (): string => one("#spoken")?.textContent ?? "";
const frame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 200));

seat("LA");
page(card());
// The card's own clock would keep this process alive.
const every = globalThis.setInterval;
globalThis.setInterval = (() => 0) as unknown as typeof setInterval;
startFloor();
globalThis.setInterval = every;
let version = 1;
const comes = (facts: Facts): Element | null => applyFragment("floor:3", card({ ...facts, version: (version += 1) }));

test("the reader's own name is marked with its place, and only that one can be withdrawn by it", () => {
  comes({ row: [["SG", "statement"], ["LA", "statement"], ["VN", "statement"]] });
  const marks = [...document.querySelectorAll<HTMLElement>("[data-yours]")].map((mark) => (mark.hidden ? "" : mark.textContent));
  assert.deepEqual(marks, ["", "you, next but one", ""]);
  assert.deepEqual([...document.querySelectorAll<HTMLElement>("[data-own-name]")].map((button) => button.hidden), [true, false, true]);
});

test("a placard that is up can be lowered and not raised again, in the card and in the bar", () => {
  comes({});
  const states = (): boolean[] => [...document.querySelectorAll("[data-raise], [data-lower]")].map((button) => button.hasAttribute("hidden"));
  assert.deepEqual(states(), [false, true, false, true]);
  comes({ row: [["LA", "statement"]] });
  assert.deepEqual(states(), [true, false, true, false]);
});

test("beside a point of order the placard can still be raised", () => {
  comes({ row: [["LA", "point_of_order"]] });
  assert.equal(one("[data-raise]")?.hidden, false);
  assert.equal(one("[data-lower]")?.hidden, false);
});

test("where the reader presides nothing is its own, whatever the code of its party", () => {
  seat("VN");
  comes({ role: "presiding", row: [["VN", "statement"]], speaks: "VN" });
  assert.equal(one("[data-own]"), null);
  seat("LA");
});

test("who has the floor is said politely; to who has it, clearly", async () => {
  comes({});
  comes({ speaks: "SG" });
  assert.equal(spoken(), "SG has the floor.");
  comes({ speaks: "LA" });
  await frame();
  assert.match(one(".toast p")?.textContent ?? "", /You have the floor\./);
  assert.equal(one("[data-own-speech]")?.hidden, false);
  comes({});
  assert.equal(spoken(), "The chair has the floor.");
});

test("whose turn comes next is told so", () => {
  comes({ row: [["SG", "statement"], ["LA", "statement"]] });
  comes({ row: [["LA", "statement"]] });
  assert.equal(spoken(), "You are next.");
});

test("a request says on which paragraph of the text the reader is", () => {
  comes({});
  tell("paragraph", { id: "p000000013", label: "13" });
  const values = (): string[] => [...document.querySelectorAll<HTMLInputElement>("input")].map((field) => field.value);
  assert.deepEqual(values(), ["7", "p000000013"]);
  assert.equal(one("[data-on]")?.textContent, "on 13");
  comes({ row: [["SG", "statement"]] });
  assert.deepEqual(values(), ["7", "p000000013"], "also in a card that has just come");
});

test("a button that calls somebody is pressed once, however often it is pressed in a moment", () => {
  comes({ role: "presiding", more: `<button type="button" data-calls>Next</button>` });
  let calls = 0;
  const button = one("[data-calls]");
  button?.addEventListener("click", () => (calls += 1));
  for (let press = 0; press < 3; press += 1) button?.click();
  assert.equal(calls, 1);
});

test("an older card doesn't take the place of a newer one", () => {
  comes({ speaks: "SG" });
  applyFragment("floor:3", card({ version: 1, speaks: "VN" }));
  assert.equal(one("[data-floor]")?.dataset.speaks, "SG");
});
