/**
 * Single-key shortcuts. Each is a button that stands in the page with `data-key`, so that nothing can be done by key
 * alone; they rest while somebody types, and can be switched off (WCAG 2.2, 2.1.4).
 */
import { keep, recall } from "../memory";

const OFF = "communique:shortcuts-off";

export function shortcutsAreOn(): boolean {
  return recall("computer", OFF) === null;
}

export function switchShortcuts(on: boolean): void {
  keep("computer", OFF, on ? null : "1");
  document.documentElement.toggleAttribute("data-no-shortcuts", !on);
}

/** Does this element take what is typed? */
export function takesTyping(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(element.type);
}

export function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && !element.matches(":disabled");
}

export function startKeys(): void {
  switchShortcuts(shortcutsAreOn());
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (takesTyping(event.target) || !shortcutsAreOn() || event.key.length !== 1) return;
    const key = event.key.toLowerCase();
    const buttons = document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    const button = [...buttons].find(isShown);
    if (button === undefined) return;
    event.preventDefault();
    // What opens in place may be out of sight: whoever opens it by key goes to it.
    if (button.tagName === "SUMMARY") button.focus();
    button.click();
  });
}
