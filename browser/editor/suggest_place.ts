/** Where the suggestion panel stands in the text: below its paragraph, while the pen writes around it. */
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const key = new PluginKey<{ pos: number } | null>("suggestion-panel");

export function suggestionPlace(panel: HTMLElement): Plugin<{ pos: number } | null> {
  return new Plugin<{ pos: number } | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before, _old, state) {
        const given = tr.getMeta(key) as { pos: number } | null | undefined;
        if (given !== undefined) return given;
        if (before === null || !tr.docChanged) return before;
        const $pos = state.doc.resolve(tr.mapping.map(before.pos, -1));
        return { pos: $pos.depth > 0 ? $pos.after(1) : $pos.pos };
      },
    },
    props: {
      decorations(state) {
        const place = key.getState(state);
        if (!place) return null;
        const spec = { side: -1, key: "suggestion", ignoreSelection: true, stopEvent: () => true };
        return DecorationSet.create(state.doc, [Decoration.widget(place.pos, panel, spec)]);
      },
    },
  });
}

/** Puts the panel at a position between two paragraphs; null takes it away. */
export function put(tr: Transaction, pos: number | null): Transaction {
  return tr.setMeta(key, pos === null ? null : { pos }).setMeta("addToHistory", false);
}
