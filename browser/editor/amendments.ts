/**
 * Amendments laid over the text: what they take out struck through, what they put in underlined, with the plate of who
 * tabled them. The text itself is never touched; the overlay is carried through every change of it.
 */
import { DOMSerializer, Fragment, type Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import type { Mappable } from "prosemirror-transform";
import { Mapping } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";
import { say } from "../words";
import type { Hunk, Inline, Overlay } from "./authority";
import { findBlock } from "./blocks";

export interface Overlays {
  readonly list: readonly Overlay[];
  readonly set: DecorationSet;
  /** Tabled amendments for each paragraph's id. */
  readonly open: ReadonlyMap<string, number>;
}

const key = new PluginKey<Overlays>("amendments");

export function amendments(): Plugin<Overlays> {
  return new Plugin<Overlays>({
    key,
    state: {
      init: () => ({ list: [], set: DecorationSet.empty, open: new Map() }),
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as readonly Overlay[] | undefined;
        if (given !== undefined) return build(state.doc, given);
        return tr.docChanged ? carried(before, tr) : before;
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}

export function overlaysOf(state: EditorState): Overlays {
  return key.getState(state) ?? { list: [], set: DecorationSet.empty, open: new Map() };
}

/** A transaction that lays `list` over the text; its positions are those of the transaction's document. */
export function lay(tr: Transaction, list: readonly Overlay[]): Transaction {
  return tr.setMeta(key, list).setMeta("addToHistory", false);
}

/**
 * Hunks at a later document. A hunk whose words were all deleted, and that put in nothing, falls away; one that puts
 * words in stays at the place where its own words stood, as on the server.
 */
export function carryHunks(hunks: readonly Hunk[], over: Mappable | readonly Mappable[]): Hunk[] {
  const maps = Array.isArray(over) ? (over as readonly Mappable[]) : [over as Mappable];
  return hunks.flatMap((hunk) => {
    let { from, to } = hunk;
    for (const map of maps) {
      const start = map.map(from, to > from ? 1 : -1);
      to = Math.max(start, map.map(to, -1));
      from = start;
    }
    const gone = from === to && hunk.to > hunk.from;
    return gone && hunk.insert.length === 0 ? [] : [{ ...hunk, from, to }];
  });
}

/** Overlays given at an older version, carried to the present one by the maps between. */
export function carryOverlays(list: readonly Overlay[], maps: readonly Mappable[]): Overlay[] {
  if (maps.length === 0) return [...list];
  const mapping = new Mapping(maps as never);
  return list.map((one) => ({ ...one, hunks: carryHunks(one.hunks, mapping) }));
}

/**
 * Decorations that are mapped fall away with the words they stand on, while an amendment that puts words in stays: when
 * any falls away, all are drawn anew from the carried hunks. That is rare, so a letter costs one mapping.
 */
function carried(before: Overlays, tr: Transaction): Overlays {
  const list = before.list.map((one) => ({ ...one, hunks: carryHunks(one.hunks, tr.mapping) }));
  let fell = false;
  const set = before.set.map(tr.mapping, tr.doc, { onRemove: () => (fell = true) });
  return fell ? build(tr.doc, list) : { list, set, open: before.open };
}

function build(doc: Node, list: readonly Overlay[]): Overlays {
  const open = new Map<string, number>();
  const decorations: Decoration[] = [];
  for (const one of list) {
    if (one.state !== "tabled") continue;
    open.set(one.paragraph, (open.get(one.paragraph) ?? 0) + 1);
    for (const [at, hunk] of one.hunks.entries()) decorations.push(...drawn(doc, one, hunk, at));
  }
  for (const [id, count] of open) {
    const block = findBlock(doc, id);
    if (block === null) continue;
    const attrs = { class: "is-amended", "data-words": say("open_count", { count }) };
    decorations.push(Decoration.node(block.pos, block.pos + block.node.nodeSize, attrs));
  }
  return { list, set: DecorationSet.create(doc, decorations), open };
}

function drawn(doc: Node, overlay: Overlay, hunk: Hunk, at: number): Decoration[] {
  const size = doc.content.size;
  if (hunk.from < 0 || hunk.to > size || hunk.from > hunk.to) return [];
  const found: Decoration[] = [];
  const name = `a${overlay.id}`;
  if (hunk.to > hunk.from)
    found.push(
      Decoration.inline(hunk.from, hunk.to, { nodeName: "del", class: overlay.mine ? "mine" : "", "data-amendment": name }),
    );
  const words = inlineOf(doc, hunk.insert);
  const content = JSON.stringify(hunk.insert);
  found.push(
    Decoration.widget(hunk.to, () => insertion(overlay, words), {
      side: -1,
      key: `${name}.${at}:${content}:${overlay.by.code}`,
      ignoreSelection: true,
      marks: [],
    }),
  );
  return found;
}

function inlineOf(doc: Node, json: readonly Inline[]): Fragment {
  try {
    return Fragment.fromArray(json.map((one) => doc.type.schema.nodeFromJSON(one)));
  } catch {
    return Fragment.empty;
  }
}

function insertion(overlay: Overlay, words: Fragment): HTMLElement {
  const shell = document.createElement("span");
  shell.className = overlay.mine ? "inserted mine" : "inserted";
  shell.dataset.amendment = `a${overlay.id}`;
  shell.contentEditable = "false";
  if (words.size) {
    const ins = document.createElement("ins");
    const schema = words.firstChild?.type.schema;
    if (schema) ins.append(DOMSerializer.fromSchema(schema).serializeFragment(words));
    shell.append(ins);
  }
  const plate = document.createElement("span");
  plate.className = "by";
  plate.textContent = overlay.by.code;
  plate.title = say("proposed_by", { name: overlay.by.name });
  shell.append(plate);
  return shell;
}
