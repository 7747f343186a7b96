/** What the server wrote into the page about who looks at it, and how to speak to the server on their behalf. */
import type { ReadingMessage } from "./live/messages";

/** The content of `<meta name="…">`, or "". */
export function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

/** An id for one request: sent twice, it acts once. */
export function requestId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** Headers of every write: the proof against forged requests, and the seat from which this page acts. */
export function actingHeaders(): Record<string, string> {
  return { "X-CSRFToken": cookie("csrftoken") || meta("csrf"), "X-Seat": meta("seat") };
}

/** How the reading of a text stood when a page was made: JSON in `#reading-state`. */
export function readingInPage(root: ParentNode = document): ReadingMessage | null {
  const text = root.querySelector("#reading-state")?.textContent;
  return text ? (JSON.parse(text) as ReadingMessage) : null;
}

/** Runs `act` when the document has been read. */
export function whenReady(act: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}
