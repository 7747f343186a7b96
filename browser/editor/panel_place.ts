/** Where a panel stands in the text: between two paragraphs, while the pen writes around it. */
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

interface Place {
  readonly pos: number;
}

/** The place of one kind of panel, of which a page has one. */
export class PanelPlace {
  private readonly key: PluginKey<Place | null>;

  constructor(private readonly name: string) {
    this.key = new PluginKey<Place | null>(`${name}-panel`);
  }

  /** Holds `panel` in the text wherever it is put. */
  plugin(panel: HTMLElement): Plugin<Place | null> {
    const { key, name } = this;
    return new Plugin<Place | null>({
      key,
      state: {
        init: () => null,
        apply(tr, before, _old, state) {
          const given = tr.getMeta(key) as Place | null | undefined;
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
          const spec = { side: -1, key: name, ignoreSelection: true, stopEvent: () => true };
          return DecorationSet.create(state.doc, [Decoration.widget(place.pos, panel, spec)]);
        },
      },
    });
  }

  /** Puts the panel at a position between two paragraphs; null takes it away. */
  put(tr: Transaction, pos: number | null): Transaction {
    return tr.setMeta(this.key, pos === null ? null : { pos }).setMeta("addToHistory", false);
  }
}

export const suggestionPlace = new PanelPlace("suggestion");
export const commentingPlace = new PanelPlace("commenting");
