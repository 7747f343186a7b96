/** The one document schema of the house, with how each part is drawn in a page and read from a paste. */
import { Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec, type TagParseRule } from "prosemirror-model";
import spec from "../../src/communique/domain/texts/schema.json";

export const ROLES = ["plain", "preambular", "operative", "note"] as const;
export const DEEPEST = 4;

const SAFE = /^(?:https?:|mailto:|[#/])\S{0,1990}$/i;
const ID = /^[a-z][a-z0-9]{9}$/;
/** Longest number of a paragraph, and label of a footnote. */
const LABEL = 40;

/** What an element says of its name, as far as it could be one. */
const idOf = (dom: HTMLElement): string => (ID.test(dom.dataset.id ?? "") ? (dom.dataset.id ?? "") : "");
/** A number: brackets in one would be brackets of the text. */
const numberOf = (dom: HTMLElement): string => (dom.dataset.number ?? "").replace(/[[\]\s]+/g, " ").trim().slice(0, LABEL);

function blockAttrs(node: Node, classes: string): Record<string, string> {
  const id = String(node.attrs.id);
  return id ? { class: `block ${classes}`, id: `p-${id}`, "data-id": id } : { class: `block ${classes}` };
}

function numbered(node: Node, content: DOMOutputSpec): [DOMOutputSpec, DOMOutputSpec] {
  return [["span", { class: "number", contenteditable: "false" }, String(node.attrs.number)], content];
}

const WORDS = ["span", { class: "words" }, 0] as const;

const toDOM: Record<string, (node: Node) => DOMOutputSpec> = {
  title: (node) => ["h1", blockAttrs(node, "title"), WORDS],
  heading: (node) => [
    `h${Math.max(2, Math.min(6, Number(node.attrs.level)))}`,
    { ...blockAttrs(node, "heading"), "data-level": String(node.attrs.level), "data-number": String(node.attrs.number) },
    ...numbered(node, WORDS),
  ],
  paragraph: (node) => [
    "p",
    {
      ...blockAttrs(node, `paragraph ${String(node.attrs.role)}`),
      "data-level": String(node.attrs.level),
      "data-role": String(node.attrs.role),
      "data-number": String(node.attrs.number),
    },
    ...numbered(node, WORDS),
  ],
  table: (node) => ["div", blockAttrs(node, "table"), ["table", ["tbody", 0]]],
  row: () => ["tr", 0],
  cell: (node) => [node.attrs.header ? "th" : "td", 0],
  break: () => ["br"],
  footnote: (node) => [
    "span",
    { class: "footnote", "data-label": String(node.attrs.label) },
    ["span", { class: "label", contenteditable: "false" }, String(node.attrs.label)],
    ["span", { class: "note" }, 0],
  ],
};

const wordsOf = (dom: globalThis.Node): HTMLElement => {
  const element = dom as HTMLElement;
  return element.querySelector<HTMLElement>(":scope > .words, :scope > .note") ?? element;
};

function paragraphAttrs(dom: HTMLElement): Attrs {
  const role = dom.dataset.role ?? "plain";
  const level = Number(dom.dataset.level ?? 0);
  return {
    id: idOf(dom),
    number: numberOf(dom),
    role: (ROLES as readonly string[]).includes(role) ? role : "plain",
    level: Number.isInteger(level) ? Math.max(0, Math.min(DEEPEST, level)) : 0,
  };
}

const headingRule = (level: number): TagParseRule => ({
  tag: `h${level}`,
  contentElement: wordsOf,
  getAttrs: (dom) => ({
    id: idOf(dom),
    number: numberOf(dom),
    level: Math.max(1, Math.min(6, Math.trunc(Number(dom.dataset.level)) || level)),
  }),
});

const parseDOM: Record<string, readonly TagParseRule[]> = {
  title: [{ tag: "h1.title", priority: 60, contentElement: wordsOf, getAttrs: (dom) => ({ id: idOf(dom) }) }],
  heading: [1, 2, 3, 4, 5, 6].map(headingRule),
  paragraph: [
    { tag: "p", contentElement: wordsOf, getAttrs: paragraphAttrs },
    { tag: "li", getAttrs: (dom) => ({ ...paragraphAttrs(dom), role: "plain" }) },
  ],
  table: [
    {
      tag: "div.block.table",
      contentElement: (dom) => (dom as HTMLElement).querySelector<HTMLElement>("tbody") ?? (dom as HTMLElement),
      getAttrs: (dom) => ({ id: idOf(dom) }),
    },
    { tag: "table" },
  ],
  row: [{ tag: "tr" }],
  cell: [{ tag: "td" }, { tag: "th", attrs: { header: true } }],
  break: [{ tag: "br" }],
  footnote: [
    { tag: "span.footnote", contentElement: wordsOf, getAttrs: (dom) => ({ label: (dom.dataset.label ?? "").replace(/\s+/g, " ").slice(0, LABEL) }) },
    // The words of a number stand in an attribute: as text they would be pasted twice.
    { tag: "span.number, span.label", ignore: true, priority: 70 },
  ],
};

const marksToDOM: Record<string, MarkSpec["toDOM"]> = {
  link: (mark) => {
    const href = String(mark.attrs.href);
    const title = String(mark.attrs.title);
    return ["a", { href: SAFE.test(href) ? href : "#", rel: "noopener", ...(title ? { title } : {}) }, 0];
  },
  strong: () => ["strong", 0],
  em: () => ["em", 0],
  sub: () => ["sub", 0],
  sup: () => ["sup", 0],
};

const marksFromDOM: Record<string, MarkSpec["parseDOM"]> = {
  link: [
    {
      tag: "a[href]",
      getAttrs: (dom) => {
        const href = dom.getAttribute("href") ?? "";
        return SAFE.test(href) ? { href, title: (dom.getAttribute("title") ?? "").replace(/\s+/g, " ").slice(0, 500) } : false;
      },
    },
  ],
  strong: [{ tag: "strong" }, { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null }],
  em: [{ tag: "em" }, { tag: "i", getAttrs: (dom) => dom.style.fontStyle !== "normal" && null }],
  sub: [{ tag: "sub" }],
  sup: [{ tag: "sup" }],
};

function build(): Schema {
  const nodes: Record<string, NodeSpec> = {};
  for (const [name, given] of Object.entries(spec.nodes)) {
    const node: NodeSpec = { ...(given as NodeSpec) };
    const draw = toDOM[name];
    const rules = parseDOM[name];
    if (draw) node.toDOM = draw;
    if (rules) node.parseDOM = rules;
    nodes[name] = node;
  }
  const marks: Record<string, MarkSpec> = {};
  for (const [name, given] of Object.entries(spec.marks)) {
    const mark: MarkSpec = { ...(given as MarkSpec) };
    const draw = marksToDOM[name];
    const rules = marksFromDOM[name];
    if (draw) mark.toDOM = draw;
    if (rules) mark.parseDOM = rules;
    marks[name] = mark;
  }
  return new Schema({ nodes, marks });
}

export const schema = build();
