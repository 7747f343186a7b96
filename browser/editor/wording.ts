/** One paragraph on its own: as a document for a small editor, as what is sent, and as it would read with a proposal. */
import { Fragment, Node } from "prosemirror-model";
import type { Inline, Overlay } from "./authority";
import { findBlock, labelOf } from "./blocks";
import { schema } from "./schema";
import { say } from "../words";

/** A block as a document of its own; without its id, which the page's own block has. */
export function alone(block: Node): Node {
  const bare = block.type.create({ ...block.attrs, id: "" }, block.content);
  return schema.topNodeType.create(null, bare);
}

/** A paragraph without words, as one would stand beside `block`. */
export function empty(block: Node): Node {
  const attrs = block.type.name === "paragraph" ? { role: block.attrs.role, level: block.attrs.level } : {};
  return schema.topNodeType.create(null, schema.node("paragraph", { ...attrs, id: "", number: "" }));
}

export function sameWords(one: Node, other: Node): boolean {
  return one.firstChild?.content.eq(other.firstChild?.content ?? one.content) ?? false;
}

export function contentOf(doc: Node): readonly Inline[] {
  return (doc.firstChild?.content.toJSON() as Inline[] | null) ?? [];
}

export function wordsIn(doc: Node): string {
  return doc.firstChild?.textContent ?? "";
}

export function spokenOf(block: Node): string {
  const label = labelOf(block);
  if (!label) return say("suggest_untitled");
  return block.attrs.number ? say("suggest_numbered", { number: label }) : say("suggest_quoted", { words: label });
}

/** A kept wording as documents: its base and itself. Null when it was kept by an older page and can't be read. */
export function revived(base: Inline, content: readonly Inline[]): [Node, Node] | null {
  try {
    const before = Node.fromJSON(schema, base);
    const block = before.firstChild;
    if (!block) return null;
    const doc = schema.topNodeType.create(null, block.type.create(block.attrs, content.map((one) => Node.fromJSON(schema, one))));
    before.check();
    doc.check();
    return [before, doc];
  } catch {
    return null;
  }
}

/** A paragraph that a proposal changes or brings in: its id, as it would read, and behind which position it stands. */
export interface Proposed {
  readonly id: string;
  readonly doc: Node;
  readonly end: number;
}

/** The paragraphs of a proposal whose words can be amended, in their order. None of one that is over or lost. */
export function proposedIn(doc: Node, overlay: Overlay | undefined): Proposed[] {
  if (!overlay || overlay.state !== "tabled" || overlay.lost) return [];
  const found = new Map<string, Proposed>();
  for (const hunk of overlay.hunks) {
    const $at = doc.resolve(Math.min(hunk.from, doc.content.size));
    if ($at.depth < 1) continue;
    const block = $at.node(1);
    const id = String(block.attrs.id);
    const start = $at.before(1);
    const own = overlay.hunks.filter((one) => start < one.from && one.to < start + block.nodeSize);
    if (!found.has(id)) found.set(id, { id, doc: alone(changed(block, start, own)), end: start + block.nodeSize });
  }
  for (const one of overlay.operations ?? []) {
    if (!one.block) continue;
    const block = schema.nodeFromJSON(one.block);
    const beside = findBlock(doc, one.kind === "new" ? (one.after ?? "") : (one.paragraph ?? ""));
    const id = String(block.attrs.id);
    found.set(id, { id, doc: alone(block), end: beside ? beside.pos + beside.node.nodeSize : 0 });
  }
  return [...found.values()];
}

function changed(block: Node, start: number, hunks: Overlay["hunks"]): Node {
  let content = block.content;
  for (const hunk of [...hunks].sort((a, b) => b.from - a.from)) {
    const [from, to] = [hunk.from - start - 1, hunk.to - start - 1];
    const put = Fragment.fromArray(hunk.insert.map((one) => schema.nodeFromJSON(one)));
    content = content.cut(0, from).append(put).append(content.cut(to));
  }
  return block.copy(content);
}
