/** Where a paragraph would be split: at the cursor, which moves through words that stay as they are. */
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** Shows the cut at the cursor, and lets nothing be typed. */
export function cutting(): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged,
    props: {
      handleTextInput: () => true,
      decorations(state) {
        if (cutOf(state) === null) return null;
        return DecorationSet.create(state.doc, [Decoration.widget(state.selection.head, mark, { side: -1, key: "cut" })]);
      },
    },
  });
}

/** The place of the cut inside the paragraph, whose content begins at 0; null at either end of the words. */
export function cutOf(state: EditorState): number | null {
  const { head } = state.selection;
  const block = state.doc.firstChild;
  const at = head - 1;
  if (!block || at <= 0 || at >= block.content.size) return null;
  const [before, behind] = [block.textBetween(0, at), block.textBetween(at, block.content.size)];
  return before.trim() && behind.trim() ? at : null;
}

function mark(): HTMLElement {
  const sign = document.createElement("span");
  sign.className = "cut";
  sign.textContent = "¶";
  sign.setAttribute("aria-hidden", "true");
  return sign;
}
