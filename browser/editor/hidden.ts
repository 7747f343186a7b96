/**
 * Paragraphs that a filter hides: they stay in the text, which is one document for everybody, and are not shown. A line
 * says how many lie between two that are. What is hidden can't be changed by accident, as by deleting across it.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { toast } from "../live/toast";
import { say } from "../words";
import { FROM_AUTHORITY } from "./blocks";
import { byBlock } from "./drawn";

interface Hidden {
  readonly ids: ReadonlySet<string>;
  readonly set: DecorationSet;
}

const NOTHING: Hidden = { ids: new Set(), set: DecorationSet.empty };
const key = new PluginKey<Hidden>("hidden");

export function hidden(): Plugin<Hidden> {
  return new Plugin<Hidden>({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as ReadonlySet<string> | undefined;
        if (given !== undefined) return draw(state.doc, given);
        if (!tr.docChanged || before.ids.size === 0) return before;
        // What falls away with its block may be there again in another form: then all is drawn anew, which is rare.
        let gone = false;
        const set = before.set.map(tr.mapping, tr.doc, { onRemove: () => (gone = true) });
        return gone ? draw(state.doc, before.ids) : { ids: before.ids, set };
      },
    },
    filterTransaction(tr, state) {
      if (!isByHand(tr) || !touches(tr, hiddenIn(state))) return true;
      toast(say("filter_in_the_way"));
      return false;
    },
    props: { decorations: (state) => byBlock(key.getState(state)?.set) },
  });
}

export function hiddenIn(state: EditorState): ReadonlySet<string> {
  return key.getState(state)?.ids ?? NOTHING.ids;
}

/** Hides these paragraphs and no others; what the reader sees stays where it is. */
export function hide(view: EditorView, ids: ReadonlySet<string>): void {
  const held = seen(view);
  const before = held?.getBoundingClientRect().top ?? 0;
  view.dispatch(view.state.tr.setMeta(key, ids).setMeta("addToHistory", false));
  const after = held?.isConnected && held.getClientRects().length > 0 ? held.getBoundingClientRect().top : before;
  if (after !== before) window.scrollBy({ top: after - before, behavior: "instant" });
}

/** The paragraph that the reader is at, when it is on the screen. */
function seen(view: EditorView): Element | null {
  const current = view.dom.querySelector(".is-current");
  const box = current?.getBoundingClientRect();
  return current && box && box.bottom > 0 && box.top < innerHeight ? current : null;
}

/** What others wrote, what is brought back after a reload, and new ids for what was pasted are not the hand's. */
function isByHand(tr: Transaction): boolean {
  const own = tr.docChanged && !tr.getMeta(FROM_AUTHORITY) && !tr.getMeta("appendedTransaction");
  return own && tr.getMeta("addToHistory") !== false;
}

function touches(tr: Transaction, ids: ReadonlySet<string>): boolean {
  if (ids.size === 0) return false;
  return tr.steps.some((step, at) => {
    const doc = tr.docs[at];
    if (doc === undefined) return false;
    let found = false;
    const look = (from: number, to: number): void => {
      doc.nodesBetween(Math.max(0, from), Math.min(doc.content.size, to), (block, _pos, parent) => {
        if (parent === doc && ids.has(String(block.attrs.id))) found = true;
        return false;
      });
    };
    let moved = false;
    step.getMap().forEach((start, end) => {
      moved = true;
      look(start, end);
    });
    const said = step as unknown as { from?: number; to?: number; pos?: number };
    if (!moved && said.from !== undefined && said.to !== undefined) look(said.from, said.to);
    if (!moved && said.pos !== undefined) look(said.pos, said.pos + 1);
    return found;
  });
}

function draw(doc: Node, ids: ReadonlySet<string>): Hidden {
  if (ids.size === 0) return NOTHING;
  const found: Decoration[] = [];
  let [start, count] = [0, 0];
  const close = (): void => {
    if (count > 0) found.push(lineAt(start, count));
    count = 0;
  };
  doc.forEach((block, pos) => {
    if (!ids.has(String(block.attrs.id))) return close();
    if (count === 0) start = pos;
    count += 1;
    found.push(Decoration.node(pos, pos + block.nodeSize, { class: "is-hidden" }));
  });
  close();
  return { ids, set: DecorationSet.create(doc, found) };
}

function lineAt(pos: number, count: number): Decoration {
  return Decoration.widget(pos, () => line(count), { side: -1, key: `hidden ${count}`, ignoreSelection: true });
}

function line(count: number): HTMLElement {
  const place = document.createElement("p");
  place.className = "between";
  place.contentEditable = "false";
  place.textContent = count === 1 ? say("filter_one_hidden") : say("filter_hidden", { count });
  return place;
}
