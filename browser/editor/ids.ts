/** Keeps the ids of blocks unique, whatever is split, pasted, brought back, or written by two pens at once. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";
import type { Step } from "prosemirror-transform";
import { changedBlocks, FROM_AUTHORITY, newId } from "./blocks";

/**
 * After local changes, gives a new id to every block that has none or one that stands elsewhere too. Of two with one id
 * the one outside the change keeps it, because amendments point at it. What is pasted gets its new ids before, so that a
 * whole text that is copied stays one step.
 */
export function uniqueIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      const steps = transactions.flatMap((one) => ownSteps(one));
      if (steps.length === 0 || sameBlocks(before.doc, after.doc)) return null;
      return renamed(after, steps);
    },
    props: {
      transformPasted: (slice, view) => (view.dragging?.move ? slice : withNewIds(slice, view.state.doc)),
    },
  });
}

/** The steps of a transaction that were made here: all, or those made again after others' steps. */
function ownSteps(tr: Transaction): readonly Step[] {
  const collab = tr.getMeta(FROM_AUTHORITY) as { unconfirmed: readonly unknown[] } | undefined;
  if (collab === undefined) return tr.steps;
  return tr.getMeta("rebased") ? tr.steps.slice(tr.steps.length - collab.unconfirmed.length) : [];
}

export function withNewIds(slice: Slice, doc: Node): Slice {
  const taken = new Set<string>();
  doc.forEach((block) => taken.add(String(block.attrs.id)));
  const blocks: Node[] = [];
  slice.content.forEach((block) => {
    const id = String(block.attrs.id ?? "");
    const fresh = "id" in block.attrs && (id === "" || taken.has(id));
    if (id) taken.add(id);
    blocks.push(fresh ? block.type.create({ ...block.attrs, id: newId() }, block.content, block.marks) : block);
  });
  return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}

/** Typing inside blocks leaves their row as it is: then there is nothing to look at. */
function sameBlocks(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false;
  for (let at = 0; at < after.childCount; at += 1) {
    const [old, now] = [before.child(at), after.child(at)];
    if (old !== now && old.attrs.id !== now.attrs.id) return false;
  }
  return true;
}

function renamed(state: EditorState, steps: readonly Step[]): Transaction | null {
  const touched = new Set<Node>();
  for (const block of changedBlocks(state.doc, steps)) touched.add(block.node);
  const order: { node: Node; pos: number }[] = [];
  state.doc.forEach((node, pos) => order.push({ node, pos }));
  const taken = new Set<string>();
  for (const { node } of order) if (!touched.has(node)) taken.add(String(node.attrs.id));
  const tr = state.tr;
  for (const { node, pos } of order) {
    const id = String(node.attrs.id);
    const fine = id !== "" && (!touched.has(node) || !taken.has(id));
    taken.add(id);
    if (!fine) tr.setNodeAttribute(pos, "id", newId());
  }
  return tr.docChanged ? tr : null;
}
