/** The paragraph that the reader is at: chosen by a click, by the keys, or by the pen's own cursor. */
import { Plugin, PluginKey, Selection, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { tell } from "../bus";
import { blockAt, findBlock, FROM_AUTHORITY, labelOf, type Block } from "./blocks";

interface Current {
  readonly id: string;
  readonly pos: number;
}

const key = new PluginKey<Current | null>("paragraph");

/** While `follows` holds, the current paragraph is where the cursor is. */
export function paragraphs(follows: () => boolean): Plugin<Current | null> {
  return new Plugin<Current | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as Current | null | undefined;
        if (given !== undefined) return given;
        if (follows() && tr.selectionSet && !tr.getMeta(FROM_AUTHORITY)) {
          const block = blockAt(state.doc, state.selection.head);
          return block ? { id: String(block.node.attrs.id), pos: block.pos } : before;
        }
        return before && tr.docChanged ? placed(state, before, tr.mapping.map(before.pos, 1)) : before;
      },
    },
    props: {
      decorations(state) {
        const block = currentBlock(state);
        if (block === null) return null;
        const attrs = follows() ? { class: "is-current" } : { class: "is-current", tabindex: "-1", "aria-current": "true" };
        return DecorationSet.create(state.doc, [Decoration.node(block.pos, block.pos + block.node.nodeSize, attrs)]);
      },
      handleClick(view, pos) {
        if (follows()) return false;
        const block = blockAt(view.state.doc, pos);
        if (block) goTo(view, String(block.node.attrs.id), "stays");
        return false;
      },
    },
    view: () => {
      let told = "";
      return {
        update(view) {
          const block = currentBlock(view.state);
          const id = block ? String(block.node.attrs.id) : "";
          if (id === told) return;
          told = id;
          tell("paragraph", { id, label: block ? labelOf(block.node) : "" });
        },
      };
    },
  });
}

function placed(state: EditorState, current: Current, pos: number): Current | null {
  if (pos < state.doc.content.size && state.doc.nodeAt(pos)?.attrs.id === current.id) return { id: current.id, pos };
  const found = findBlock(state.doc, current.id);
  return found ? { id: current.id, pos: found.pos } : null;
}

export function currentBlock(state: EditorState): Block | null {
  const current = key.getState(state);
  if (!current) return null;
  const node = state.doc.nodeAt(current.pos);
  return node ? { node, pos: current.pos } : null;
}

/**
 * Makes a block the current one, and takes the reader to it: to the middle of the page, or no further than it needs.
 * `shown`: it comes into view, and takes neither the focus nor the cursor.
 */
export function goTo(view: EditorView, id: string, reader: "center" | "nearest" | "stays" | "shown" = "center"): void {
  const block = findBlock(view.state.doc, id);
  if (block === null) return;
  const tr = view.state.tr.setMeta(key, { id, pos: block.pos }).setMeta("addToHistory", false);
  if (view.editable && reader !== "shown") tr.setSelection(Selection.near(tr.doc.resolve(block.pos + 1)));
  view.dispatch(tr);
  if (reader === "stays") return;
  const element = view.nodeDOM(block.pos);
  if (!(element instanceof HTMLElement)) return;
  if (reader !== "shown") {
    if (view.editable) view.focus();
    else element.focus({ preventScroll: true });
  }
  bring(element, reader === "shown" ? "center" : reader);
}

/**
 * Scrolls to a block. What lies between is not laid out before it is near the window (text.css), and has its height only
 * then: so a way that is long is gone at once, and gone again for the frames in which that happens.
 */
function bring(element: HTMLElement, block: "center" | "nearest"): void {
  const { top, bottom } = element.getBoundingClientRect();
  const far = top > 2 * innerHeight || bottom < -innerHeight;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block, behavior: calm || far ? "instant" : "smooth" });
  if (!far) return;
  let frames = 4;
  const again = (): void => {
    if (!element.isConnected) return;
    element.scrollIntoView({ block, behavior: "instant" });
    if ((frames -= 1) > 0) requestAnimationFrame(again);
  };
  requestAnimationFrame(again);
}

/** The next (or, with -1, the previous) block from the current one; with `only`, the next that it holds for. */
export function step(view: EditorView, by: 1 | -1, only: (id: string) => boolean = () => true): void {
  const { doc } = view.state;
  const current = currentBlock(view.state);
  const from = current ? doc.resolve(current.pos).index(0) : by > 0 ? -1 : doc.childCount;
  for (let at = from + by; at >= 0 && at < doc.childCount; at += by) {
    const id = String(doc.child(at).attrs.id);
    if (only(id)) return goTo(view, id);
  }
}
