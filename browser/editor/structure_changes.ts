/**
 * What amendments would do with whole paragraphs, laid over the text: new ones and alternatives as they would stand there,
 * deleted ones struck through, and signs where one is moved from and to, joined with the next, or split.
 */
import { DOMSerializer, type Node } from "prosemirror-model";
import { Decoration } from "prosemirror-view";
import { say } from "../words";
import type { Operation, Overlay } from "./authority";
import { labelOf } from "./blocks";

interface Place {
  readonly node: Node;
  /** Before the block, and behind it. */
  readonly pos: number;
  readonly end: number;
}

/** The blocks of a document by their ids. */
export class Rows {
  private readonly places = new Map<string, Place>();

  constructor(readonly doc: Node) {
    doc.forEach((node, pos) => this.places.set(String(node.attrs.id), { node, pos, end: pos + node.nodeSize }));
  }

  of(id: string | undefined): Place | null {
    return (id && this.places.get(id)) || null;
  }

  /** Behind the block `after`; "" is the beginning. Null when it is gone. */
  behind(after: string | undefined): number | null {
    return after ? (this.of(after)?.end ?? null) : 0;
  }

  label(id: string | undefined): string {
    const place = this.of(id);
    return place ? labelOf(place.node) : "";
  }
}

export function classOf(overlay: Overlay): string {
  return [overlay.mine ? "mine" : "", overlay.lost ? "lost" : ""].join(" ").trim();
}

/** What an overlay's plate and signs depend on. */
export function keyOf(overlay: Overlay): string {
  const names = [overlay.by, ...(overlay.with ?? [])].map((one) => one.code).join(",");
  return `${names}:${classOf(overlay)}`;
}

/** Who proposes it: the mover's code, and how many others stand behind it. */
export function plateOf(overlay: Overlay): HTMLElement {
  const others = overlay.with ?? [];
  const plate = document.createElement("span");
  plate.className = "by";
  plate.textContent = others.length > 0 ? `${overlay.by.code} +${others.length}` : overlay.by.code;
  plate.title = proposedBy(overlay);
  return plate;
}

/** The same in words, with all the names. */
export function proposedBy(overlay: Overlay): string {
  const names = [overlay.by, ...(overlay.with ?? [])].map((one) => one.name).join(", ");
  return `${say("proposed_by", { name: names })}${overlay.lost ? ` ${say("lost_words")}` : ""}`;
}

/** How one operation is drawn. Nothing where its paragraphs are gone: the margin says so. */
export function operated(rows: Rows, overlay: Overlay, one: Operation, at: number): Decoration[] {
  const key = `a${overlay.id}.o${at}:${one.kind}:${keyOf(overlay)}`;
  const place = rows.of(one.paragraph);
  switch (one.kind) {
    case "new": {
      const pos = rows.behind(one.after);
      return pos === null || !one.block ? [] : [ghost(rows, pos, overlay, one, key, "ghost_new")];
    }
    case "alternative":
      return place === null || !one.block ? [] : [ghost(rows, place.end, overlay, one, key, "ghost_alternative")];
    case "delete":
      return place === null ? [] : struck(place, overlay, key);
    case "move": {
      const pos = rows.behind(one.after);
      if (place === null || pos === null) return [];
      const label = rows.label(one.paragraph);
      const to = one.after ? say("sign_moves", { after: rows.label(one.after) }) : say("sign_moves_first");
      const here = sign(overlay, say("sign_moved_here", { label }), "move");
      return [
        Decoration.widget(place.end - 1, () => sign(overlay, to, "move"), { side: 2, key: `${key}:from`, marks: [] }),
        Decoration.widget(pos, () => onItsOwn(here), { side: -1, key: `${key}:to:${label}`, ignoreSelection: true }),
      ];
    }
    case "merge": {
      if (place === null || rows.of(one.other) === null) return [];
      const words = say("sign_merges", { other: rows.label(one.other) });
      return [Decoration.widget(place.end - 1, () => sign(overlay, words, "merge"), { side: 2, key: `${key}:${words}`, marks: [] })];
    }
    case "split": {
      if (place === null || one.at === undefined || one.at <= place.pos || one.at >= place.end) return [];
      const words = one.number ? say("sign_splits_as", { number: bare(one.number) }) : say("sign_splits");
      return [Decoration.widget(one.at, () => sign(overlay, words, "split"), { side: -1, key: `${key}:${words}`, marks: [] })];
    }
  }
}

function struck(place: Place, overlay: Overlay, key: string): Decoration[] {
  const name = `a${overlay.id}`;
  const whole = Decoration.node(place.pos, place.end, { class: `is-struck ${classOf(overlay)}`.trim(), "data-amendment": name });
  const mark = Decoration.widget(place.end - 1, () => sign(overlay, say("sign_deleted"), "delete"), { side: 2, key, marks: [] });
  if (place.node.content.size === 0 || !place.node.inlineContent) return [whole, mark];
  const words = { nodeName: "del", class: classOf(overlay), "data-amendment": name };
  return [whole, Decoration.inline(place.pos + 1, place.end - 1, words), mark];
}

/** A paragraph that isn't there yet, as it would stand there. */
function ghost(rows: Rows, pos: number, overlay: Overlay, one: Operation, key: string, words: "ghost_new" | "ghost_alternative"): Decoration {
  const draw = (): HTMLElement => {
    const shell = document.createElement("div");
    shell.className = `ghost inserted ${one.kind} ${classOf(overlay)}`.trim();
    shell.dataset.amendment = `a${overlay.id}`;
    shell.contentEditable = "false";
    const label = document.createElement("span");
    label.className = "what";
    label.textContent = say(words, { label: rows.label(one.paragraph) });
    const head = document.createElement("p");
    head.className = "ghost-head";
    head.append(label, plateOf(overlay));
    shell.append(head);
    const block = read(rows.doc, one);
    if (block) {
      const text = document.createElement("p");
      const number = document.createElement("span");
      number.className = "number";
      number.textContent = String(block.attrs.number ?? "");
      const ins = document.createElement("ins");
      ins.append(DOMSerializer.fromSchema(block.type.schema).serializeFragment(block.content));
      text.className = "ghost-text";
      text.append(number, " ", ins);
      shell.append(text);
    }
    return shell;
  };
  return Decoration.widget(pos, draw, { side: -1, key: `${key}:${JSON.stringify(one.block)}`, ignoreSelection: true });
}

function read(doc: Node, one: Operation): Node | null {
  try {
    return doc.type.schema.nodeFromJSON(one.block);
  } catch {
    return null;
  }
}

function sign(overlay: Overlay, words: string, kind: Operation["kind"]): HTMLElement {
  const shell = document.createElement("span");
  shell.className = `inserted sign ${kind} ${classOf(overlay)}`.trim();
  shell.dataset.amendment = `a${overlay.id}`;
  shell.contentEditable = "false";
  const what = document.createElement("span");
  what.className = "what";
  what.textContent = words;
  shell.append(what, plateOf(overlay));
  return shell;
}

/** A sign that stands between two paragraphs. */
function onItsOwn(inside: HTMLElement): HTMLElement {
  const shell = document.createElement("div");
  shell.className = "ghost here inserted";
  shell.contentEditable = "false";
  shell.append(inside);
  return shell;
}

function bare(number: string): string {
  return number.replace(/\.$/, "");
}
