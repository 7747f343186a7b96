/**
 * The words that are commented on, marked in the text: what is said to all, and what is said inside the reader's own
 * delegation, each with a line of its own shape. Where they are, the list of comments in the margin says; from there on
 * they are carried through every change of the text.
 *
 *     [data-comments=TEXT][data-at=VERSION]       the list, at a version of the text
 *     [data-comment=ID][data-from][data-to]       words that an open comment is about; equal: the whole block
 *     [data-on=BLOCK] and [data-inside]           its paragraph; said inside a delegation
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Mapping, type StepMap } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";
import { byBlock } from "./drawn";

export interface Anchor {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** The block of a comment on the whole of it. */
  readonly block: string;
  readonly inside: boolean;
}

interface Commented {
  readonly list: readonly Anchor[];
  readonly set: DecorationSet;
}

const key = new PluginKey<Commented>("comments");
const NONE: Commented = { list: [], set: DecorationSet.empty };

export function comments(): Plugin<Commented> {
  return new Plugin<Commented>({
    key,
    state: {
      init: () => NONE,
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as readonly Anchor[] | undefined;
        if (given !== undefined) return build(state.doc, given);
        return tr.docChanged ? carried(before, tr) : before;
      },
    },
    props: { decorations: (state) => byBlock(key.getState(state)?.set) },
  });
}

export function commentsOf(state: EditorState): readonly Anchor[] {
  return key.getState(state)?.list ?? [];
}

/** A transaction that marks the words of `list`; its positions are those of the transaction's document. */
export function markComments(tr: Transaction, list: readonly Anchor[]): Transaction {
  return tr.setMeta(key, list).setMeta("addToHistory", false);
}

/** Anchors given at an older version, carried to the present one by the maps between; without those that are lost. */
export function carryAnchors(list: readonly Anchor[], maps: readonly StepMap[]): Anchor[] {
  const mapping = new Mapping([...maps]);
  return list.map((one) => carry(one, mapping)).filter((one) => one !== null);
}

/**
 * An anchor at a later document, as the server carries it: what is typed at its edges stays outside, and what is typed
 * within belongs to it. Null when one step replaced all that was left of its words. The first `undone` maps only take
 * back what will be made again, and lose nothing.
 */
export function carry(anchor: Anchor, mapping: Mapping, undone = 0): Anchor | null {
  if (anchor.from === anchor.to) return anchor;
  const from = mapping.map(anchor.from, 1);
  const to = mapping.map(anchor.to, -1);
  let [start, end, gone] = [anchor.from, anchor.to, false];
  mapping.maps.forEach((map, at) => {
    if (at >= undone)
      map.forEach((first, last) => {
        if (last > first && first <= start && end <= last) gone = true;
      });
    [start, end] = [map.map(start, 1), map.map(end, -1)];
  });
  return gone || from >= to ? null : from === anchor.from && to === anchor.to ? anchor : { ...anchor, from, to };
}

/** A letter costs one mapping; only when words are gone all are marked anew. */
function carried(before: Commented, tr: Transaction): Commented {
  const undone = Number(tr.getMeta("rebased") ?? 0);
  const list = before.list.map((one) => carry(one, tr.mapping, undone)).filter((one) => one !== null);
  if (list.length < before.list.length) return build(tr.doc, list);
  return { list, set: before.set.map(tr.mapping, tr.doc) };
}

function build(doc: Node, list: readonly Anchor[]): Commented {
  const whole = new Map<string, Anchor[]>();
  const decorations: Decoration[] = [];
  for (const one of list) {
    if (one.from === one.to) whole.set(one.block, [...(whole.get(one.block) ?? []), one]);
    else if (one.from >= 0 && one.to <= doc.content.size)
      decorations.push(
        Decoration.inline(one.from, one.to, { class: classOf([one], "commented"), "data-commented": one.id }),
      );
  }
  if (whole.size > 0)
    doc.forEach((block, pos) => {
      const here = whole.get(String(block.attrs.id));
      if (here) decorations.push(Decoration.node(pos, pos + block.nodeSize, { class: classOf(here, "is-commented") }));
    });
  return { list, set: DecorationSet.create(doc, decorations) };
}

function classOf(anchors: readonly Anchor[], name: string): string {
  return anchors.every((one) => one.inside) ? `${name} ours` : name;
}

/** What the margin's list says of a text, and at which of its versions; null when the page has none. */
export function anchorsInPage(text: number): { version: number; list: Anchor[] } | null {
  const place = document.querySelector<HTMLElement>(`[data-comments="${text}"]`);
  if (place === null) return null;
  const list = [...place.querySelectorAll<HTMLElement>("[data-comment][data-from]")].map((one) => ({
    id: one.dataset.comment ?? "",
    from: Number(one.dataset.from),
    to: Number(one.dataset.to),
    block: one.dataset.on ?? "",
    inside: one.dataset.inside !== undefined,
  }));
  return { version: Number(place.dataset.at), list };
}
