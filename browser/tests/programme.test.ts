import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { showNow, showStates, tellZone } from "../room/programme";

const slot = (is: string): string =>
  `<article class="slot" data-sitting="7" data-is="${is}"><span class="stands"></span></article>`;
const said = (is: string, words: string): string =>
  `<ul hidden><li data-stands="7" data-is="${is}">${words}</li></ul>`;

test("how a sitting stands is shown wherever it stands in the grid", () => {
  body(`${said("open", '<span class="status" data-is="open">Sits now</span>')}${slot("planned")}${slot("planned")}`);
  showStates();
  const shown = [...document.querySelectorAll<HTMLElement>(".slot")];
  assert.deepEqual(
    shown.map((one) => [one.dataset.is, one.textContent]),
    [
      ["open", "Sits now"],
      ["open", "Sits now"],
    ],
  );
  assert.equal(document.querySelectorAll("li .status").length, 1, "the live place keeps its own");
});

test("what is planned again shows no mark", () => {
  body(said("planned", "") + slot("open").replace('"stands">', '"stands"><b>Sits now</b>'));
  showStates();
  assert.equal(document.querySelector(".slot")?.textContent, "");
});

test("the row in which it is now is marked, and no other", () => {
  const row = (begins: string, ends: string): string =>
    `<tr data-begins="${begins}" data-ends="${ends}"><th><time>x</time></th></tr>`;
  body(
    `<table><tbody>${row("2020-09-09T02:00:00+00:00", "2020-09-09T05:00:00+00:00")}` +
      `${row("2020-09-09T05:00:00+00:00", "2020-09-09T07:00:00+00:00")}</tbody></table>`,
  );
  const marked = (): boolean[] => [...document.querySelectorAll("tr")].map((one) => one.hasAttribute("data-now"));
  showNow(Date.parse("2020-09-09T04:59:59Z"));
  assert.deepEqual(marked(), [true, false]);
  showNow(Date.parse("2020-09-09T05:00:00Z"));
  assert.deepEqual(marked(), [false, true]);
  assert.equal(document.querySelectorAll('time[aria-current="time"]').length, 1);
  showNow(Date.parse("2020-09-09T07:00:00Z"));
  assert.deepEqual(marked(), [false, false]);
});

test("the browser tells its zone once, and nothing that is no zone", () => {
  tellZone("Europe/Paris");
  assert.match(document.cookie, /(^|; )zone=Europe\/Paris($|;)/);
  tellZone("Asia/Ho_Chi_Minh");
  assert.match(document.cookie, /(^|; )zone=Asia\/Ho_Chi_Minh($|;)/);
  tellZone("x; path=/elsewhere");
  tellZone("");
  assert.match(document.cookie, /(^|; )zone=Asia\/Ho_Chi_Minh($|;)/);
});
