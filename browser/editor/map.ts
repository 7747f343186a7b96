/** The small map of the text beside it: one cell a block, by what is still open in it. */
import type { Node } from "prosemirror-model";
import { say } from "../words";
import { isNegotiated } from "./blocks";

export type Standing = "clean" | "bracketed" | "amended";

export interface MapFacts {
  readonly bracketed: ReadonlySet<string>;
  readonly open: ReadonlyMap<string, number>;
}

/** A map of text for the eye and the mouse; the keyboard has keys of its own, and the summary says it in words. */
export class TextMap {
  private readonly cells = new Map<string, HTMLElement>();
  private order = "";
  private current = "";

  constructor(
    private readonly place: HTMLElement,
    private readonly summary: HTMLElement | null,
    choose: (id: string) => void,
  ) {
    place.setAttribute("aria-hidden", "true");
    place.addEventListener("click", (event) => {
      const id = (event.target as HTMLElement).dataset.id;
      if (id) choose(id);
    });
  }

  /** Draws what changed since it was last called. */
  draw(doc: Node, facts: MapFacts): void {
    const blocks: Node[] = [];
    doc.forEach((node) => blocks.push(node));
    const order = blocks.map((node) => String(node.attrs.id)).join(" ");
    if (order !== this.order) this.rebuild(blocks, order);
    const counts: Record<Standing, number> = { clean: 0, bracketed: 0, amended: 0 };
    let all = 0;
    for (const node of blocks) {
      const id = String(node.attrs.id);
      const standing: Standing = facts.open.has(id) ? "amended" : facts.bracketed.has(id) ? "bracketed" : "clean";
      const cell = this.cells.get(id);
      if (cell && cell.dataset.is !== standing) cell.dataset.is = standing;
      if (!isNegotiated(node)) continue;
      all += 1;
      counts[standing] += 1;
    }
    const words = say("map_summary", { all, ...counts });
    if (this.summary && this.summary.textContent !== words) this.summary.textContent = words;
  }

  mark(id: string): void {
    this.cells.get(this.current)?.removeAttribute("data-here");
    this.current = id;
    this.cells.get(id)?.setAttribute("data-here", "");
  }

  private rebuild(blocks: readonly Node[], order: string): void {
    this.order = order;
    this.cells.clear();
    const made = blocks.map((node) => {
      const id = String(node.attrs.id);
      const cell = document.createElement("i");
      cell.dataset.id = id;
      if (node.type.name === "heading" || node.type.name === "title") cell.className = "head";
      if (node.attrs.number) cell.title = String(node.attrs.number);
      this.cells.set(id, cell);
      return cell;
    });
    this.place.dataset.size = blocks.length > 400 ? "large" : blocks.length > 150 ? "medium" : "small";
    this.place.replaceChildren(...made);
    this.mark(this.current);
  }
}
