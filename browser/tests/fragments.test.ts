import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { afterFragments, applyFragment, applyFragments, beforeFragments, isInUse } from "../live/fragments";

const find = <T extends Element = HTMLElement>(selector: string): T => {
  const found = document.querySelector(selector);
  assert.ok(found, selector);
  return found as unknown as T;
};

test("a place becomes what the server says, and keeps the elements that stay", () => {
  body('<ul data-live="a:1" data-version="1"><li id="one">One</li></ul>');
  const one = find("#one");
  applyFragment("a:1", '<ul data-live="a:1" data-version="2"><li id="none">New</li><li id="one">One more</li></ul>');
  assert.equal(find("ul").textContent, "NewOne more");
  assert.equal(find("#one"), one);
  assert.equal(find("ul").dataset.version, "2");
});

test("an older version is not shown", () => {
  body('<p data-live="a:1" data-version="12">Newer</p>');
  applyFragment("a:1", '<p data-live="a:1" data-version="9">Older</p>');
  assert.equal(find("p").textContent, "Newer");
  applyFragment("a:1", '<p data-live="a:1" data-version="12">The same</p>');
  assert.equal(find("p").textContent, "The same");
});

test("a piece without its shell fills the place", () => {
  body('<div data-live="a:1" class="card"><p>Old</p></div>');
  applyFragment("a:1", "<p>New</p><p>Newer</p>");
  assert.equal(find(".card").textContent, "NewNewer");
});

test("a place that the page doesn't have is passed over", () => {
  body("<p>Nothing live</p>");
  assert.equal(applyFragment("a:1", '<p data-live="a:1">x</p>'), null);
});

test("the element with the focus keeps it", () => {
  body('<div data-live="a:1"><button id="b">Support</button></div>');
  find("#b").focus();
  applyFragment("a:1", '<div data-live="a:1"><p>New above</p><button id="b">Oppose</button></div>');
  assert.equal(document.activeElement?.id, "b");
  assert.equal(find("#b").textContent, "Oppose");
});

test("a field outside of a form keeps what is typed in it", () => {
  body('<div data-live="a:1"><input id="f" value=""></div>');
  find<HTMLInputElement>("#f").value = "typed";
  applyFragment("a:1", '<div data-live="a:1"><p>New above</p><input id="f" value="server"></div>');
  assert.equal(find<HTMLInputElement>("#f").value, "typed");
});

const form = (hint: string) => `<div data-live="a:1"><form><textarea id="t" name="reason"></textarea><i>${hint}</i></form></div>`;

test("a form in which somebody writes stays as it is", () => {
  body(form("old"));
  const field = find<HTMLTextAreaElement>("#t");
  field.value = "because";
  assert.equal(isInUse(find("form")), true);
  applyFragment("a:1", form("new"));
  assert.equal(find<HTMLTextAreaElement>("#t").value, "because");
  assert.equal(find("i").textContent, "old");
});

test("a form that is settled meanwhile is not taken away from who writes in it", () => {
  body(form("old"));
  find<HTMLTextAreaElement>("#t").value = "because";
  applyFragment("a:1", '<div data-live="a:1"><p>Adopted</p></div>');
  assert.equal(find<HTMLTextAreaElement>("#t").value, "because");
  assert.match(find("div").textContent ?? "", /Adopted/);
});

test("a form that nobody touched follows the server", () => {
  body(form("old"));
  assert.equal(isInUse(find("form")), false);
  applyFragment("a:1", form("new"));
  assert.equal(find("i").textContent, "new");
});

test("what the reader opened stays open, and what the page's own code marked stays marked", () => {
  const html = (words: string) => `<div data-live="a:1"><details><summary>More</summary>${words}</details><p class="ring">1</p></div>`;
  body(html("old"));
  find("details").setAttribute("open", "");
  find(".ring").setAttribute("data-own-near", "");
  find(".ring").style.setProperty("--left", "0.5");
  applyFragment("a:1", html("new"));
  assert.equal(find("details").hasAttribute("open"), true);
  assert.match(find("details").textContent ?? "", /new/);
  assert.equal(find(".ring").hasAttribute("data-own-near"), true);
  assert.equal(find(".ring").style.getPropertyValue("--left"), "0.5");
});

test("every fragment in an answer is put in its place", () => {
  body('<p data-live="a:1">1</p><p data-live="b:1">2</p>');
  const count = applyFragments('<p data-live="a:1">one</p>\n<p data-live="c:1">elsewhere</p><p data-live="b:1">two</p>');
  assert.equal(count, 2);
  assert.equal(document.body.textContent, "onetwo");
});

test("the page may mark what comes in before it stands there, and act on it afterwards", () => {
  body('<p data-live="a:1">1</p>');
  const seen: string[] = [];
  beforeFragments((incoming) => incoming.setAttribute("data-here", ""));
  afterFragments((place) => void seen.push(place.outerHTML));
  applyFragment("a:1", '<p data-live="a:1">one</p>');
  assert.deepEqual(seen, ['<p data-live="a:1" data-here="">one</p>']);
});
