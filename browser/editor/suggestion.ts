/** What a delegation's wording changes in a paragraph, worked out anew at each letter from the two wordings alone. */
import { ChangeSet, simplifyChanges, type TokenEncoder } from "prosemirror-changeset";
import { DOMSerializer, type Mark, type Node, type Slice } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { StepMap } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";

export interface Change {
  /** Range of the old wording. */
  readonly fromA: number;
  readonly toA: number;
  /** Range of the new wording. */
  readonly fromB: number;
  readonly toB: number;
}

const marked = (marks: readonly Mark[]): string =>
  marks.map((mark) => `${mark.type.name}${Object.values(mark.attrs).join("\0")}`).join("\0");

/** As on the server: a letter whose marks changed has changed, and so has a footnote with another label. */
const encoder: TokenEncoder<string> = {
  encodeCharacter: (char, marks) => `${char}${marked(marks)}`,
  encodeNodeStart: (node) => (node.isInline ? `${node.type.name}:${String(node.attrs.label ?? "")}` : node.type.name),
  encodeNodeEnd: () => "/",
  compareTokens: (a, b) => a === b,
};

/** Changes from one document to another, whole words at a time: what a reader would call them. */
export function differences(before: Node, after: Node): readonly Change[] {
  if (before.eq(after)) return [];
  const whole = new StepMap([0, before.content.size, after.content.size]);
  const set = ChangeSet.create(before, undefined, encoder).addSteps(after, [whole], null);
  return simplifyChanges(set.changes, after);
}

/**
 * Brings what the pen changed from `base` to `now` into the wording of `tr`, which was made on `base`. Where both changed
 * the same words the delegation's stay, and differ from the pen's like every other word that it proposes.
 */
export function bringIn(tr: Transaction, base: Node, now: Node): Transaction {
  const own = differences(base, tr.doc);
  const map = new StepMap(own.flatMap((one) => [one.fromA, one.toA - one.fromA, one.toB - one.fromB]));
  for (const { fromA, toA, fromB, toB } of [...differences(base, now)].reverse()) {
    if (own.some((one) => fromA < one.toA && one.fromA < toA)) continue;
    const from = map.map(fromA, 1);
    tr.replace(from, Math.max(from, map.map(toA, -1)), now.slice(fromB, toB));
  }
  return tr;
}

interface Shown {
  readonly base: Node;
  readonly set: DecorationSet;
  readonly changed: boolean;
}

const key = new PluginKey<Shown>("suggestion");

/** Shows the document as a suggestion on `base`: insertions underlined, deletions still there, struck through. */
export function suggestion(base: Node): Plugin<Shown> {
  return new Plugin<Shown>({
    key,
    state: {
      init: (_config, state) => shown(base, state.doc),
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as Node | undefined;
        if (given !== undefined) return shown(given, state.doc);
        return tr.docChanged ? shown(before.base, state.doc) : before;
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}

/** Compares with another wording from now on. */
export function onBase(tr: Transaction, base: Node): Transaction {
  return tr.setMeta(key, base).setMeta("addToHistory", false);
}

export function isChanged(state: EditorState): boolean {
  return key.getState(state)?.changed ?? false;
}

function shown(base: Node, doc: Node): Shown {
  const changes = differences(base, doc);
  const decorations: Decoration[] = [];
  for (const { fromA, toA, fromB, toB } of changes) {
    if (toB > fromB) decorations.push(Decoration.inline(fromB, toB, { nodeName: "ins" }));
    if (toA > fromA) {
      const gone = base.slice(fromA, toA);
      decorations.push(
        Decoration.widget(fromB, () => struck(gone), {
          side: -1,
          key: `del:${fromA}:${gone.content.toString()}`,
          marks: [],
        }),
      );
    }
  }
  return { base, set: DecorationSet.create(doc, decorations), changed: changes.length > 0 };
}

function struck(gone: Slice): HTMLElement {
  const del = document.createElement("del");
  del.contentEditable = "false";
  const inline = gone.content.firstChild?.isInline ? gone.content : gone.content.firstChild?.content;
  const schema = gone.content.firstChild?.type.schema;
  if (inline && schema) del.append(DOMSerializer.fromSchema(schema).serializeFragment(inline));
  return del;
}
