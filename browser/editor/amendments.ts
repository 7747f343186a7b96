/**
 * Amendments laid over the text: what they take out struck through, what they put in underlined, with the plate of who
 * tabled them. The text itself is never touched; the overlay is carried through every change of it.
 */
import { DOMSerializer, Fragment, type Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Mapping, type StepMap } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";
import { say } from "../words";
import type { Hunk, Inline, Overlay } from "./authority";
import { byBlock } from "./drawn";
import { classOf, keyOf, operated, plateOf, proposedBy, Rows } from "./structure_changes";

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
    props: { decorations: (state) => byBlock(key.getState(state)?.set) },
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
 * An overlay at a later document, as the server carries it: what is typed at the edge of a hunk stays outside of it, an
 * insertion stays before the words that followed it, and an amendment whose words were changed is lost. The first
 * `undone` maps only take back what will be made again, and lose nothing.
 */
export function carry(overlay: Overlay, mapping: Mapping, undone = 0): Overlay {
  const operations = overlay.operations ?? [];
  const splits = operations.some((one) => one.kind === "split");
  if (overlay.hunks.length === 0 && !splits) return overlay;
  const lost = overlay.lost || overlay.hunks.some((hunk) => isDisturbed(hunk, mapping.maps, undone));
  const hunks = overlay.hunks.map((hunk) => moved(hunk, mapping));
  if (!splits) return { ...overlay, lost, hunks };
  const later = operations.map((one) => (one.at === undefined ? one : { ...one, at: mapping.map(one.at, -1) }));
  return { ...overlay, lost, hunks, operations: later };
}

function moved(hunk: Hunk, over: Mapping | StepMap): Hunk {
  const from = over.map(hunk.from, 1);
  return { ...hunk, from, to: Math.max(from, over.map(hunk.to, -1)) };
}

/** Does one of the maps replace words within the hunk, or what lies on both sides of an insertion? */
function isDisturbed(hunk: Hunk, maps: readonly StepMap[], undone: number): boolean {
  let disturbed = false;
  maps.forEach((map, at) => {
    if (at >= undone)
      map.forEach((start, end, newStart, newEnd) => {
        if (start < hunk.to && hunk.from < end && (end > start || newEnd > newStart)) disturbed = true;
      });
    hunk = moved(hunk, map);
  });
  return disturbed;
}

/** Overlays given at an older version, carried to the present one by the maps between. */
export function carryOverlays(list: readonly Overlay[], maps: readonly StepMap[]): Overlay[] {
  return list.map((one) => carry(one, new Mapping([...maps])));
}

/**
 * Decorations that are mapped fall away with the words they stand on, while an amendment that puts words in stays: when
 * any falls away, all are drawn anew from the carried hunks. That is rare, so a letter costs one mapping.
 */
function carried(before: Overlays, tr: Transaction): Overlays {
  const undone = Number(tr.getMeta("rebased") ?? 0);
  const list = before.list.map((one) => carry(one, tr.mapping, undone));
  let anew = list.some((one, at) => one.lost !== before.list[at]?.lost);
  const set = before.set.map(tr.mapping, tr.doc, { onRemove: () => (anew = true) });
  return anew ? build(tr.doc, list) : { list, set, open: before.open };
}

function build(doc: Node, list: readonly Overlay[]): Overlays {
  const open = new Map<string, number>();
  const decorations: Decoration[] = [];
  const rows = list.some((one) => one.operations?.length) ? new Rows(doc) : null;
  for (const one of list) {
    if (one.state !== "tabled") continue;
    open.set(one.paragraph, (open.get(one.paragraph) ?? 0) + 1);
    // An amendment to an amendment is read beside the one that it would amend; over the text only that one lies.
    if (one.amends) continue;
    const last = lastInTheirBlocks(doc, one.hunks);
    for (const [at, hunk] of one.hunks.entries()) decorations.push(...drawn(doc, one, hunk, at, last.has(at)));
    for (const [at, operation] of (one.operations ?? []).entries())
      if (rows) decorations.push(...operated(rows, one, operation, at));
  }
  doc.forEach((block, pos) => {
    const count = open.get(String(block.attrs.id));
    if (count === undefined) return;
    const attrs = { class: "is-amended", "data-words": say("open_count", { count }) };
    decorations.push(Decoration.node(pos, pos + block.nodeSize, attrs));
  });
  return { list, set: DecorationSet.create(doc, decorations), open };
}

/** A hunk that lies in the document and changes something. */
function isThere(doc: Node, { from, to, insert }: Hunk): boolean {
  return from >= 0 && to <= doc.content.size && (from < to || (from === to && insert.length > 0));
}

/** Which of an amendment's hunks are the last ones in their paragraphs: behind those its plate stands. */
function lastInTheirBlocks(doc: Node, hunks: readonly Hunk[]): ReadonlySet<number> {
  const last = new Map<number, number>();
  for (const [at, hunk] of hunks.entries()) {
    if (!isThere(doc, hunk)) continue;
    const block = doc.resolve(hunk.to).index(0);
    const other = hunks[last.get(block) ?? -1];
    if (other === undefined || other.to <= hunk.to) last.set(block, at);
  }
  return new Set(last.values());
}

function drawn(doc: Node, overlay: Overlay, hunk: Hunk, at: number, isLast: boolean): Decoration[] {
  if (!isThere(doc, hunk)) return [];
  const found: Decoration[] = [];
  const name = `a${overlay.id}`;
  const deletes = hunk.to > hunk.from;
  // Where no plate says whose it is, a title does.
  const title = isLast ? {} : { title: proposedBy(overlay) };
  if (deletes)
    found.push(
      Decoration.inline(hunk.from, hunk.to, { nodeName: "del", class: classOf(overlay), "data-amendment": name, ...title }),
    );
  if (!isLast && hunk.insert.length === 0) return found;
  const words = inlineOf(doc, hunk.insert);
  const content = JSON.stringify(hunk.insert);
  found.push(
    Decoration.widget(hunk.to, () => insertion(overlay, words, isLast), {
      // On the side on which its hunk is carried: beside the words it replaces, or before those that follow it.
      side: deletes ? -1 : 1,
      key: `${name}.${at}${isLast ? "!" : ""}:${content}:${keyOf(overlay)}`,
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

function insertion(overlay: Overlay, words: Fragment, isLast: boolean): HTMLElement {
  const shell = document.createElement("span");
  shell.className = `inserted ${classOf(overlay)}`.trim();
  shell.dataset.amendment = `a${overlay.id}`;
  shell.contentEditable = "false";
  if (words.size) {
    const ins = document.createElement("ins");
    const schema = words.firstChild?.type.schema;
    if (schema) ins.append(DOMSerializer.fromSchema(schema).serializeFragment(words));
    shell.append(ins);
  }
  if (isLast) shell.append(plateOf(overlay));
  else shell.title = proposedBy(overlay);
  return shell;
}
