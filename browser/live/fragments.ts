/**
 * Putting a newly rendered piece into the page without disturbing its reader: focus, typed words, opened details,
 * scroll positions and forms in use stay as they are; the rest becomes what the server says.
 */
import { Idiomorph } from "idiomorph";

/** Called with each incoming piece before it is put in, so that the page may mark what only it knows. */
export type Prepare = (incoming: Element) => void;

const preparing: Prepare[] = [];
const after: Prepare[] = [];

export function beforeFragments(prepare: Prepare): void {
  preparing.push(prepare);
}

export function afterFragments(act: Prepare): void {
  after.push(act);
}

/** Morphs `[data-live="target"]`. Returns the element, or null when the page has no such place. */
export function applyFragment(target: string, html: string, root: ParentNode = document): Element | null {
  const place = [...root.querySelectorAll("[data-live]")].find((one) => one.getAttribute("data-live") === target);
  if (place === undefined) return null;
  const template = document.createElement("template");
  template.innerHTML = html;
  const incoming = template.content.firstElementChild;
  const whole = incoming?.getAttribute("data-live") === target && template.content.childElementCount === 1;
  if (whole && isOlder(incoming, place)) return place;
  const fresh = whole ? incoming : wrap(place, template.content);
  for (const prepare of preparing) prepare(fresh);
  Idiomorph.morph(place, fresh, {
    morphStyle: "outerHTML",
    restoreFocus: true,
    callbacks: { beforeNodeMorphed: mayMorph, beforeNodeRemoved: mayRemove, beforeAttributeUpdated: mayUpdate },
  });
  for (const act of after) act(place);
  return place;
}

/** Every fragment in an answer to a form: `<x data-live="…">` elements at its top. */
export function applyFragments(html: string): number {
  const template = document.createElement("template");
  template.innerHTML = html;
  let count = 0;
  for (const element of template.content.children) {
    const target = element.getAttribute("data-live");
    if (target !== null && applyFragment(target, element.outerHTML) !== null) count += 1;
  }
  return count;
}

function wrap(place: Element, content: DocumentFragment): Element {
  const shell = place.cloneNode(false) as Element;
  shell.append(content);
  return shell;
}

/** Answers and events cross each other: the room's version in `data-version` says which one is older. */
function isOlder(incoming: Element, place: Element): boolean {
  const [fresh, shown] = [incoming, place].map((one) => Number(one.getAttribute("data-version") || NaN));
  return (fresh as number) < (shown as number);
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isField(node: unknown): node is Field {
  return (
    (node instanceof HTMLInputElement && !["hidden", "submit", "button"].includes(node.type)) ||
    node instanceof HTMLTextAreaElement ||
    node instanceof HTMLSelectElement
  );
}

function isTouched(field: Field): boolean {
  if (field === field.ownerDocument.activeElement) return true;
  if (field instanceof HTMLSelectElement) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio"))
    return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Is somebody at work in this form? */
export function isInUse(form: Element): boolean {
  return [...form.querySelectorAll("input, textarea, select")].some((field) => isField(field) && isTouched(field));
}

function mayMorph(old: Node, fresh: Node): boolean {
  // A form takes care of the fields in it; this is for one that stands in none, or elsewhere than its form.
  if (isField(old) && !(old.form?.contains(old) ?? false)) return !isTouched(old);
  if (!(old instanceof HTMLFormElement) || !(fresh instanceof HTMLFormElement)) return true;
  return !isInUse(old);
}

/** A form in use outlives its place: its words are not thrown away because the matter was settled meanwhile. */
function mayRemove(node: Node): boolean {
  if (!(node instanceof Element)) return true;
  const forms = node instanceof HTMLFormElement ? [node] : [...node.querySelectorAll("form")];
  return !forms.some(isInUse);
}

/**
 * What the reader did to an element is the reader's: opened details, and marks set by the page's own code. Styles are
 * always the code's: the server sends none, for its own content security policy forbids them.
 */
function mayUpdate(name: string, node: Element): boolean {
  if (name === "open") return !(node instanceof HTMLDetailsElement);
  if (name === "style") return false;
  return !name.startsWith("data-own-");
}
