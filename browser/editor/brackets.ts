/**
 * Square brackets, coloured by how deep they stand, and marked when they stand alone.
 *
 * A text's brackets pair across paragraphs, and real texts have some that don't pair. A change of one block is drawn at
 * once from what was known of the text before it; the pairing of the whole text follows when the typing pauses. Scans are
 * kept for each block, whose nodes never change, so that the whole costs little more than its changed part.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { changedBlocks, type Block } from "./blocks";
import { byBlock } from "./drawn";

interface Sign {
  /** Offset in the block's content. */
  readonly at: number;
  readonly opens: boolean;
}

/** For each sign of a block its depth from 1, or 0 when it stands alone. */
type Depths = readonly number[];

interface Drawn {
  readonly set: DecorationSet;
  /** The depth at which each block begins, by its id, as of the last whole pass. */
  readonly entry: ReadonlyMap<string, number>;
  readonly depths: ReadonlyMap<string, Depths>;
  /** Depths of the blocks that were changed after it. */
  readonly since: ReadonlyMap<string, Depths>;
}

export interface Pairing {
  readonly entry: ReadonlyMap<string, number>;
  readonly depths: ReadonlyMap<string, Depths>;
  readonly alone: number;
  /** Ids of blocks that hold a bracket or stand within one. */
  readonly bracketed: ReadonlySet<string>;
}

const DEEPEST_COLOUR = 5;
const PAUSE = 250;
const key = new PluginKey<Drawn>("brackets");
const scans = new WeakMap<Node, readonly Sign[]>();

export function signsOf(block: Node): readonly Sign[] {
  const known = scans.get(block);
  if (known !== undefined) return known;
  const found: Sign[] = [];
  block.descendants((node, pos) => {
    const text = node.text;
    if (text === undefined) return;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (sign === "[" || sign === "]") found.push({ at: pos + at, opens: sign === "[" });
    }
  });
  scans.set(block, found);
  return found;
}

/** Pairs the brackets of a whole text in one pass; linear in its brackets. */
export function pair(doc: Node): Pairing {
  const stack: { id: string; index: number }[] = [];
  const paired = new Map<string, boolean[]>();
  const order: string[] = [];
  doc.forEach((block) => {
    const id = String(block.attrs.id);
    const signs = signsOf(block);
    const marks = signs.map(() => false);
    paired.set(id, marks);
    order.push(id);
    signs.forEach((sign, index) => {
      if (sign.opens) {
        stack.push({ id, index });
        return;
      }
      const partner = stack.pop();
      if (partner === undefined) return;
      marks[index] = true;
      const partners = paired.get(partner.id);
      if (partners) partners[partner.index] = true;
    });
  });
  return depthsOf(doc, order, paired);
}

function depthsOf(doc: Node, order: readonly string[], paired: ReadonlyMap<string, readonly boolean[]>): Pairing {
  const entry = new Map<string, number>();
  const depths = new Map<string, Depths>();
  const bracketed = new Set<string>();
  let depth = 0;
  let alone = 0;
  doc.forEach((block, _pos, index) => {
    const id = order[index] ?? "";
    const marks = paired.get(id) ?? [];
    entry.set(id, depth);
    if (depth > 0 || marks.length > 0) bracketed.add(id);
    depths.set(
      id,
      signsOf(block).map((sign, at) => {
        if (!marks[at]) {
          alone += 1;
          return 0;
        }
        if (sign.opens) return (depth += 1);
        return depth--;
      }),
    );
  });
  return { entry, depths, alone, bracketed };
}

/** A block by itself, beginning at a depth: right while its own brackets pair, and good enough until the whole pass. */
export function depthsWithin(block: Node, entry: number): Depths {
  let depth = entry;
  return signsOf(block).map((sign) => {
    if (sign.opens) return (depth += 1);
    return depth > 0 ? depth-- : 0;
  });
}

function draw({ node, pos }: Block, depths: Depths): Decoration[] {
  return signsOf(node).map((sign, index) => {
    const depth = depths[index] ?? 0;
    const name = depth === 0 ? "bracket alone" : `bracket d${Math.min(depth, DEEPEST_COLOUR)}`;
    const from = pos + 1 + sign.at;
    return Decoration.inline(from, from + 1, { class: name });
  });
}

function same(a: Depths | undefined, b: Depths): boolean {
  return a !== undefined && a.length === b.length && a.every((one, at) => one === b[at]);
}

function redraw(set: DecorationSet, doc: Node, blocks: readonly (Block & { readonly depths: Depths })[]): DecorationSet {
  const old = blocks.flatMap(({ pos, node }) => set.find(pos + 1, pos + node.nodeSize - 1));
  const fresh = blocks.flatMap((block) => draw(block, block.depths));
  if (old.length > 0) set = set.remove(old);
  return fresh.length > 0 ? set.add(doc, fresh) : set;
}

function apply(before: Drawn, state: EditorState, found: Pairing): Drawn {
  const changed: (Block & { depths: Depths })[] = [];
  state.doc.forEach((node, pos) => {
    const id = String(node.attrs.id);
    const depths = found.depths.get(id) ?? [];
    if (!same(drawnAs(before, id), depths)) changed.push({ node, pos, depths });
  });
  return { set: redraw(before.set, state.doc, changed), entry: found.entry, depths: found.depths, since: new Map() };
}

function drawnAs(drawn: Drawn, id: string): Depths {
  return drawn.since.get(id) ?? drawn.depths.get(id) ?? [];
}

/** `paired` is called after each whole pass. */
export function brackets(paired: (pairing: Pairing, state: EditorState) => void = () => undefined): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key,
    state: {
      init: (_config, state) =>
        apply({ set: DecorationSet.empty, entry: new Map(), depths: new Map(), since: new Map() }, state, pair(state.doc)),
      apply(tr, before, _old, state) {
        const found = tr.getMeta(key) as Pairing | undefined;
        if (found !== undefined) return apply(before, state, found);
        if (!tr.docChanged) return before;
        const since = new Map(before.since);
        const changed = changedBlocks(tr.doc, tr.steps).map((block) => {
          const id = String(block.node.attrs.id);
          const depths = depthsWithin(block.node, before.entry.get(id) ?? 0);
          since.set(id, depths);
          return { ...block, depths };
        });
        const set = redraw(before.set.map(tr.mapping, tr.doc), tr.doc, changed);
        return { set, entry: before.entry, depths: before.depths, since };
      },
    },
    props: { decorations: (state) => byBlock(key.getState(state)?.set) },
    view: (view) => whenPaused(view, paired),
  });
}

function whenPaused(view: EditorView, paired: (pairing: Pairing, state: EditorState) => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const pass = (): void => {
    timer = null;
    if (view.isDestroyed) return;
    const found = pair(view.state.doc);
    view.dispatch(view.state.tr.setMeta(key, found).setMeta("addToHistory", false));
    paired(found, view.state);
  };
  // The whole text is looked at when the browser has nothing to show, and not within a letter's frame.
  const whenIdle = (): void => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(pass, { timeout: PAUSE });
    else pass();
  };
  timer = setTimeout(pass, 0);
  return {
    update(_view: EditorView, before: EditorState) {
      if (before.doc === view.state.doc) return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(whenIdle, PAUSE);
    },
    destroy() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** The decorations, for tests and for other drawings of the same text. */
export function bracketsIn(state: EditorState): DecorationSet {
  return key.getState(state)?.set ?? DecorationSet.empty;
}
