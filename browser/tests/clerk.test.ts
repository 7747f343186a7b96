import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { startClerk } from "../room/clerk";

const PAGE = (now: string, name: string): string => `<form data-clerk>
<select name="about"><option value="">Who has the floor now</option><option value="item:3">Item 3</option></select>
<textarea name="words"></textarea><button>Write it down</button></form>
<section data-floor="1" data-speaker="${now}"><div class="speaker"><span class="plate">${name}</span></div></section>`;
const words = (): HTMLTextAreaElement => document.querySelector("textarea") as HTMLTextAreaElement;
const about = (): HTMLSelectElement => document.querySelector("select") as HTMLSelectElement;
const form = (): HTMLFormElement => document.querySelector("form") as HTMLFormElement;

function type(what: string): void {
  words().value = what;
  words().dispatchEvent(new Event("input", { bubbles: true }));
}

function speaks(now: string, name: string): void {
  const floor = document.querySelector<HTMLElement>("[data-floor]") as HTMLElement;
  floor.dataset.speaker = now;
  (floor.querySelector(".plate") as HTMLElement).textContent = name;
}

test("a note stays with who had the floor when its first letter was typed", () => {
  body(PAGE("5", "Lao PDR"));
  startClerk();
  type("supported");
  speaks("6", "Singapore");
  type("supported the reserve");
  assert.equal(about().value, "intervention:5");
  assert.equal(about().selectedOptions[0]?.textContent, "Lao PDR");
});

test("once it is written down the next note is about who has the floor then", () => {
  body(PAGE("5", "Lao PDR"));
  startClerk();
  type("supported");
  form().reset();
  assert.equal(about().value, "");
  assert.equal(about().selectedOptions[0]?.textContent, "Who has the floor now");
  speaks("6", "Singapore");
  type("opposed");
  assert.equal(about().value, "intervention:6");
});

test("words that were taken out again hold nobody", () => {
  body(PAGE("5", "Lao PDR"));
  startClerk();
  type("su");
  type("");
  speaks("6", "Singapore");
  type("o");
  assert.equal(about().value, "intervention:6");
});

test("an item that was chosen stays chosen", () => {
  body(PAGE("5", "Lao PDR"));
  startClerk();
  about().value = "item:3";
  type("laughed");
  assert.equal(about().value, "item:3");
});

test("Ctrl and Enter write it down, Enter alone begins a line", () => {
  body(PAGE("5", "Lao PDR"));
  startClerk();
  let sent = 0;
  form().addEventListener("submit", (event) => {
    event.preventDefault();
    sent += 1;
  });
  const press = (ctrlKey: boolean): void => {
    words().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey, bubbles: true, cancelable: true }));
  };
  press(false);
  assert.equal(sent, 0);
  press(true);
  assert.equal(sent, 1);
});
