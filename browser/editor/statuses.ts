/**
 * Where the paragraphs stand: agreed ad referendum, held, or in a huddle. A paragraph says so by its rule and mark (and
 * in words, `#stands-…` in the page, to who can't see them); the text itself is never touched.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Standing } from "../live/messages";
import { byBlock } from "./drawn";

export type Standings = Readonly<Record<string, Standing>>;

interface Drawn {
  readonly said: Standings;
  readonly set: DecorationSet;
}

/** One that is open again, or of which nothing is said, is drawn as any other. */
const CLOSED: ReadonlySet<string> = new Set(["agreed", "held", "huddle"]);
const key = new PluginKey<Drawn>("standings");

/** `given`: what the page was made with. */
export function standings(given: Standings = {}): Plugin<Drawn> {
  // A whole new document begins with what was heard last.
  let latest = given;
  return new Plugin<Drawn>({
    key,
    state: {
      init: (_config, state) => draw(state.doc, latest),
      apply(tr, before, _old, state) {
        const said = tr.getMeta(key) as Standings | undefined;
        if (said !== undefined) return draw(state.doc, (latest = said));
        return tr.docChanged ? carried(before, tr) : before;
      },
    },
    props: { decorations: (state) => byBlock(key.getState(state)?.set) },
  });
}

/** A transaction that says where the paragraphs stand now. */
export function stand(tr: Transaction, said: Standings): Transaction {
  return tr.setMeta(key, said).setMeta("addToHistory", false);
}

/** Where a paragraph stands: "" when it is open. */
export function standingOf(state: EditorState, id: string): string {
  const status = key.getState(state)?.said[id]?.status ?? "";
  return CLOSED.has(status) ? status : "";
}

/** A decoration falls away with the block it stands on, which may be there again in another form: then all are drawn
 * anew. That is rare, so a letter costs one mapping. */
function carried(before: Drawn, tr: Transaction): Drawn {
  let gone = false;
  const set = before.set.map(tr.mapping, tr.doc, { onRemove: () => (gone = true) });
  return gone ? draw(tr.doc, before.said) : { said: before.said, set };
}

function draw(doc: Node, said: Standings): Drawn {
  const found: Decoration[] = [];
  doc.forEach((block, pos) => {
    const status = said[String(block.attrs.id)]?.status;
    if (status === undefined || !CLOSED.has(status)) return;
    const attrs = { "data-stands": status, "aria-describedby": `stands-${status}` };
    found.push(Decoration.node(pos, pos + block.nodeSize, attrs));
  });
  return { said, set: DecorationSet.create(doc, found) };
}
