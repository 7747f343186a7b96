/** Keeps the ids of blocks unique, whatever is split, pasted or brought back. */
import type { Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";
import { changedBlocks, FROM_AUTHORITY, newId } from "./blocks";

/**
 * After local changes, gives a new id to every block that has none or one that stands elsewhere too. Of two with one id
 * the one outside the change keeps it, because amendments point at it.
 */
export function uniqueIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      const local = transactions.filter((one) => one.docChanged && !one.getMeta(FROM_AUTHORITY));
      if (local.length === 0 || sameBlocks(before.doc, after.doc)) return null;
      return renamed(after, local);
    },
  });
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

function renamed(state: EditorState, transactions: readonly Transaction[]): Transaction | null {
  const touched = new Set<Node>();
  // Positions are those after all of them, which is where the change is looked for.
  const steps = transactions.flatMap((one) => one.steps);
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
