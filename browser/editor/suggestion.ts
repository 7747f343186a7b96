/** What a delegation's wording changes in a paragraph, worked out anew at each letter from the two wordings alone. */
import { ChangeSet, simplifyChanges } from "prosemirror-changeset";
import type { Node, Slice } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { StepMap } from "prosemirror-transform";
import { Decoration, DecorationSet } from "prosemirror-view";
import { DOMSerializer } from "prosemirror-model";

export interface Change {
  /** Range of the old wording. */
  readonly fromA: number;
  readonly toA: number;
  /** Range of the new wording. */
  readonly fromB: number;
  readonly toB: number;
}

/** Changes from one document to another, whole words at a time: what a reader would call them. */
export function differences(before: Node, after: Node): readonly Change[] {
  if (before.eq(after)) return [];
  const whole = new StepMap([0, before.content.size, after.content.size]);
  const set = ChangeSet.create(before).addSteps(after, [whole], null);
  return simplifyChanges(set.changes, after);
}

const key = new PluginKey<{ base: Node; set: DecorationSet; changed: boolean }>("suggestion");

/** Shows the document as a suggestion on `base`: insertions underlined, deletions still there, struck through. */
export function suggestion(base: Node): Plugin {
  return new Plugin({
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
export function onBase(state: EditorState, base: Node) {
  return state.tr.setMeta(key, base).setMeta("addToHistory", false);
}

export function isChanged(state: EditorState): boolean {
  return key.getState(state)?.changed ?? false;
}

function shown(base: Node, doc: Node): { base: Node; set: DecorationSet; changed: boolean } {
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
          ignoreSelection: true,
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
