/**
 * What is pasted or dropped from elsewhere, in the shape of a text before the editor reads it: as the house's importer
 * reads the same page (formats/html.py). Nothing of it runs, since it is taken apart in a document without a window.
 *
 * Word's own ways are known: a counted label becomes the paragraph's number, a footnote a footnote; comments, and words
 * whose deletion is tracked, are no part of the text. Signs that no text holds would make the room refuse all the rest.
 */
import { Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

const LEFT_OUT =
  "script, style, template, noscript, iframe, object, embed, input, button, select, textarea, svg, math, canvas, audio, video, head, title, meta, link, nav, img";
/** A tracked deletion, and Word's comments with their signs. */
const NOT_TEXT = "del, .msocomanchor, .MsoCommentReference, [style*='mso-element:comment']";
const UNSAFE = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]/gu;
const BLANKS = /[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]/g;
const BULLET = /^[·•‣▪●○§oØv*–-]$/;

/** Words without the signs that no text holds; those that part words become a blank. */
export function readable(words: string): string {
  return words.replace(BLANKS, " ").replace(UNSAFE, "");
}

/** Makes all that is pasted pass through here. */
export function pasting(): Plugin {
  return new Plugin({
    props: { transformPastedText: readable, transformPastedHTML: fromElsewhere, transformPasted: wholeIntoEmpty },
  });
}

/** Into a paragraph without words and number, blocks go with their numbers, not only the words of the first. */
function wholeIntoEmpty(slice: Slice, view: EditorView): Slice {
  const { $from, empty } = view.state.selection;
  const bare = empty && $from.depth === 1 && $from.parent.content.size === 0 && !$from.parent.attrs.number;
  return bare && slice.content.firstChild?.attrs.number ? new Slice(slice.content, 0, 0) : slice;
}

export function fromElsewhere(html: string): string {
  const page = new DOMParser().parseFromString(readable(html), "text/html");
  // What this editor copied is in shape already, and its marker has to stay where it is.
  if (page.querySelector("[data-pm-slice]")) return page.body.innerHTML;
  for (const one of page.body.querySelectorAll(`${LEFT_OUT}, ${NOT_TEXT}`)) one.remove();
  footnotes(page);
  for (const block of page.body.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")) counted(block);
  const holders = [...page.body.querySelectorAll<HTMLElement>("li")].filter((item) => listed(item) !== item);
  // A paragraph in an item is the item: as two blocks there would be an empty one.
  for (const item of holders) item.replaceWith(...item.childNodes);
  for (const cell of page.body.querySelectorAll("td, th")) inLines(cell);
  return page.body.innerHTML;
}

/** A sign that leads to a note, and the note below the text, become one: ours. */
function footnotes(page: Document): void {
  const known = new Set<Element>();
  for (const sign of page.body.querySelectorAll<HTMLElement>("a[href*='#_ftn'], a[href*='#_edn']")) {
    const [, name] = /#_((?:ftn|edn)\d+)$/.exec(sign.getAttribute("href") ?? "") ?? [];
    const note = name && page.getElementById(name);
    if (!note || note.contains(sign)) continue;
    known.add(note);
    const words = note.cloneNode(true) as HTMLElement;
    for (const back of words.querySelectorAll("a[href*='#_ftnref'], a[href*='#_ednref']")) back.remove();
    const made = page.createElement("span");
    made.className = "footnote";
    made.dataset.label = (sign.textContent ?? "").replace(/[[\]\s]/g, "");
    const inside = page.createElement("span");
    inside.className = "note";
    inside.textContent = (words.textContent ?? "").replace(/\s+/g, " ").trim();
    made.append(inside);
    sign.replaceWith(made);
  }
  for (const note of known) note.remove();
  for (const list of page.body.querySelectorAll("[style*='footnote-list'], [style*='endnote-list']")) {
    if (!list.textContent?.trim()) list.remove();
  }
}

/** The label that Word counted for a paragraph becomes its number, and its place in the list its level. */
function counted(block: HTMLElement): void {
  const style = block.getAttribute("style") ?? "";
  const label = [...block.querySelectorAll("span")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style") ?? ""));
  if (!label) return;
  number(block, label.textContent ?? "");
  label.remove();
  const [, level] = /mso-list:[^;]*\blevel(\d)/i.exec(style) ?? [];
  if (level) block.dataset.level = String(Number(level) - 1);
}

/** Gives an item its number and level; the element that has them then, which is the item or its first paragraph. */
function listed(item: HTMLElement): HTMLElement {
  const list = item.parentElement;
  const first = [...item.childNodes].find((one) => one.textContent?.trim());
  const block = first instanceof HTMLElement && first.tagName === "P" ? first : item;
  if (!list || block.dataset.number) return block;
  const items = [...list.children].filter((one) => one.tagName === "LI");
  const start = Number(list.getAttribute("start") ?? 1) || 1;
  number(block, list.tagName === "OL" ? `${inForm(start + items.indexOf(item), list.getAttribute("type") ?? "1")}.` : "•");
  let level = -1;
  for (let up: Element | null = list; up; up = up.parentElement) if (/^[OU]L$/.test(up.tagName)) level += 1;
  block.dataset.level = String(level);
  return block;
}

function number(block: HTMLElement, raw: string): void {
  const label = raw.replace(/\s+/g, " ").trim();
  block.dataset.number = BULLET.test(label) ? "•" : label;
}

/** A place in a list in HTML's forms, as long as there are letters for it. */
function inForm(place: number, form: string): string {
  const upper = form === form.toUpperCase();
  if (/^a$/i.test(form) && place > 0 && place <= 26) {
    const letter = String.fromCharCode("a".charCodeAt(0) + place - 1);
    return upper ? letter.toUpperCase() : letter;
  }
  if (/^i$/i.test(form) && place > 0 && place < 40) {
    const signs: readonly (readonly [number, string])[] = [[10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];
    let made = "";
    let left = place;
    for (const [value, sign] of signs) for (; left >= value; left -= value) made += sign;
    return upper ? made.toUpperCase() : made;
  }
  return String(place);
}

/** Paragraphs in a cell become its lines. */
function inLines(cell: Element): void {
  const blocks = cell.querySelectorAll("p, div");
  blocks.forEach((block, at) => {
    if (at > 0) block.before(cell.ownerDocument.createElement("br"));
    block.replaceWith(...block.childNodes);
  });
}
