/** How the live line and the editor, two files that load apart, speak to each other within a page. */
import type { OverlayMessage, ResyncMessage, StatusMessage, StepsMessage } from "./live/messages";

interface Said {
  steps: StepsMessage;
  overlay: OverlayMessage;
  status: StatusMessage;
  resync: ResyncMessage;
  /** The line stands again after it was lost: what was missed may be asked for. */
  back: Record<string, never>;
  closed: { readonly why: string };
  /** The paragraph that the reader is at, by its id; "" for none. */
  paragraph: { readonly id: string; readonly label: string };
}

export function tell<K extends keyof Said>(kind: K, detail: Said[K]): void {
  document.dispatchEvent(new CustomEvent(`communique:${kind}`, { detail }));
}

export function hear<K extends keyof Said>(kind: K, act: (detail: Said[K]) => void): void {
  document.addEventListener(`communique:${kind}`, (event) => act((event as CustomEvent<Said[K]>).detail));
}
