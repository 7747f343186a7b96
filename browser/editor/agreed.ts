/** Agreed language for what is being drafted: what is asked for, and how chosen words come into the text. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { tell } from "../bus";
import { toast } from "../live/toast";
import { say } from "../words";
import { blockAt, findBlock } from "./blocks";
import { schema } from "./schema";

/** For the paragraph at the pen's cursor. */
export function seekAgreed(view: EditorView): void {
  const block = blockAt(view.state.doc, view.state.selection.head);
  if (block === null || !block.node.inlineContent) return toast(say("suggest_choose"));
  const id = String(block.node.attrs.id);
  tell("agreed", {
    words: wordsOf(block.node),
    use(words) {
      // The pen may have gone on elsewhere: the words belong to the paragraph for which they were sought.
      const found = findBlock(view.state.doc, id);
      if (found !== null) putIn(view, found.pos, found.node, words);
    },
  });
}

/** For a delegation's proposal, an editor of one paragraph. */
export function offerAgreed(view: EditorView): void {
  const block = view.state.doc.firstChild;
  if (block === null) return;
  tell("agreed", {
    words: wordsOf(block),
    use(words) {
      const now = view.isDestroyed ? null : view.state.doc.firstChild;
      if (now !== null) putIn(view, 0, now, words);
    },
  });
}

function wordsOf(block: Node): string {
  return block.textBetween(0, block.content.size, " ", (leaf) => (leaf.type.name === "break" ? "\n" : ""));
}

function putIn(view: EditorView, pos: number, block: Node, words: string): void {
  const plain = words.replace(/\s+/gu, " ").trim();
  if (!view.editable || plain === "") return;
  view.dispatch(view.state.tr.replaceWith(pos + 1, pos + 1 + block.content.size, schema.text(plain)).scrollIntoView());
  view.focus();
}
