/** How the live line and the editor, two files that load apart, speak to each other within a page. */
import type { OverlayMessage, ReadingMessage, ResyncMessage, StatusMessage, StepsMessage } from "./live/messages";

interface Said {
  steps: StepsMessage;
  overlay: OverlayMessage;
  status: StatusMessage;
  reading: ReadingMessage;
  /** Who follows the chair is taken to this paragraph. */
  come: { readonly id: string };
  resync: ResyncMessage;
  /** The line stands again after it was lost: what was missed may be asked for. */
  back: Record<string, never>;
  closed: { readonly why: string };
  /** The list of comments in the margin says something else now. */
  comments: Record<string, never>;
  /** Somebody drafts and wants to see agreed language near to it: the words as they stand, or a paragraph of the text.
   * `use` puts chosen words in their place. */
  agreed: { readonly words?: string; readonly paragraph?: string; readonly use: (words: string) => void };
  /** The paragraph that the reader is at, by its id; "" for none. */
  paragraph: { readonly id: string; readonly label: string };
}

export function tell<K extends keyof Said>(kind: K, detail: Said[K]): void {
  document.dispatchEvent(new CustomEvent(`communique:${kind}`, { detail }));
}

export function hear<K extends keyof Said>(kind: K, act: (detail: Said[K]) => void): void {
  document.addEventListener(`communique:${kind}`, (event) => act((event as CustomEvent<Said[K]>).detail));
}
