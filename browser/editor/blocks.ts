/** Blocks of a text: their ids, their labels, and which ones a change touched. */
import type { Node } from "prosemirror-model";
import { Mapping, type Step } from "prosemirror-transform";

/** Does this transaction stem from the authority? `prosemirror-collab` leaves its key on those. */
export const FROM_AUTHORITY = "collab$";

export interface Block {
  readonly node: Node;
  /** Position before the block. */
  readonly pos: number;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const SIGNS = `${LETTERS}0123456789`;

/** A stable id: 10 of [a-z0-9], beginning with a letter. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(random, (byte, at) => (at === 0 ? LETTERS[byte % 26] : SIGNS[byte % 36])).join("");
}

export function findBlock(doc: Node, id: string): Block | null {
  let found: Block | null = null;
  if (id === "") return null;
  doc.forEach((node, pos) => {
    if (found === null && node.attrs.id === id) found = { node, pos };
  });
  return found;
}

/** The block of the document in which a position lies, or at which it points. */
export function blockAt(doc: Node, pos: number): Block | null {
  const $pos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)));
  const index = $pos.depth === 0 ? Math.min($pos.index(), doc.childCount - 1) : $pos.index(0);
  const node = doc.maybeChild(index);
  return node ? { node, pos: $pos.depth === 0 ? $pos.posAtIndex(index, 0) : $pos.before(1) } : null;
}

/**
 * Blocks of `doc` inside or beside what `steps`, the last of which led to it, changed; in order. Marks and attributes
 * count as changes.
 */
export function changedBlocks(doc: Node, steps: readonly Step[]): Block[] {
  const found = new Map<number, Node>();
  const mapping = new Mapping(steps.map((step) => step.getMap()));
  steps.forEach((step, at) => {
    const rest = mapping.slice(at + 1);
    const add = (from: number, to: number): void => collect(doc, rest.map(from, -1), rest.map(to, 1), found);
    let moved = false;
    step.getMap().forEach((_oldStart, _oldEnd, start, end) => {
      moved = true;
      add(start, end);
    });
    if (moved) return;
    const said = step as unknown as { from?: number; to?: number; pos?: number };
    if (said.from !== undefined && said.to !== undefined) add(said.from, said.to);
    else if (said.pos !== undefined) add(said.pos + 1, said.pos + 1);
  });
  return [...found].sort(([a], [b]) => a - b).map(([pos, node]) => ({ node, pos }));
}

function collect(doc: Node, from: number, to: number, found: Map<number, Node>): void {
  const size = doc.content.size;
  doc.nodesBetween(Math.max(0, from - 1), Math.min(size, to + 1), (node, pos, parent) => {
    if (parent === doc) found.set(pos, node);
    return false;
  });
}

/** What people call a block: its number, otherwise its first words. */
export function labelOf(node: Node): string {
  const number = String(node.attrs.number ?? "").replace(/\.$/, "");
  if (number) return number;
  const words = node.textContent.trim().split(/\s+/).slice(0, 5).join(" ");
  return words.length > 42 ? `${words.slice(0, 40)}…` : words;
}

/** Is a block a paragraph that is negotiated? The secretariat's notes about the text are not. */
export function isNegotiated(block: Node): boolean {
  return block.type.name === "paragraph" && block.attrs.role !== "note";
}
