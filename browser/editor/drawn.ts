/**
 * Decorations of a long text, handed out block by block.
 *
 * At each letter the view asks every set of decorations for those of each block. A set looks for them from its
 * beginning, which makes that work grow with the square of the text; here it is a search by halves.
 */
import type { Node } from "prosemirror-model";
import { DecorationSet, type Decoration } from "prosemirror-view";

/** What a set holds: decorations of the level itself, and start, end and set of each child that has some, in order. */
interface Held {
  readonly local: readonly (Decoration & { readonly inline: boolean })[];
  readonly children: readonly (number | DecorationSet)[];
}

const known = new WeakMap<DecorationSet, DecorationSet>();

class ByBlock extends DecorationSet {
  /** Decorations that go over several blocks are cut to each of them, as the set itself does. */
  private cuts: boolean | null = null;

  override forChild(offset: number, node: Node): ReturnType<DecorationSet["forChild"]> {
    const { local, children } = this as unknown as Held;
    this.cuts ??= local.some((one) => one.inline);
    if (this.cuts || node.isLeaf) return super.forChild(offset, node);
    let low = 0;
    let high = children.length / 3;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[3 * middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return children[3 * low] === offset ? (children[3 * low + 2] as DecorationSet) : DecorationSet.empty;
  }
}

/** The same set, quick to hand out. */
export function byBlock(set: DecorationSet | undefined): DecorationSet | undefined {
  if (set === undefined || set === DecorationSet.empty) return set;
  const made = known.get(set);
  if (made !== undefined) return made;
  const fresh = Object.assign(Object.create(ByBlock.prototype) as ByBlock, set, { cuts: null }) as DecorationSet;
  known.set(set, fresh);
  return fresh;
}
