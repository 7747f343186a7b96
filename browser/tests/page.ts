/** A page for tests: happy-dom's window in the place of a browser's. Imported before what is tested. */
import { Window } from "happy-dom";

const window = new Window({ url: "http://communique.test/texts/7/" });

const NAMES = [
  "document",
  "location",
  "history",
  "Node",
  "Element",
  "HTMLElement",
  "HTMLInputElement",
  "HTMLTextAreaElement",
  "HTMLSelectElement",
  "HTMLFormElement",
  "HTMLDetailsElement",
  "HTMLTemplateElement",
  "Document",
  "DocumentFragment",
  "DOMParser",
  "MutationObserver",
  "CustomEvent",
  "Event",
  "KeyboardEvent",
  "FormData",
  "XMLHttpRequest",
  "localStorage",
  "sessionStorage",
  "getComputedStyle",
  "getSelection",
  "requestAnimationFrame",
  "matchMedia",
  "innerHeight",
  "Option",
  "NodeList",
  "HTMLCollection",
  "addEventListener",
  "removeEventListener",
  "XPathResult",
  "ShadowRoot",
  "CSS",
] as const;

const global = globalThis as unknown as Record<string, unknown>;
global["window"] = window;
for (const name of NAMES) {
  const value = (window as unknown as Record<string, unknown>)[name];
  const bound = name === "addEventListener" || name.startsWith("get") || name === "requestAnimationFrame" || name === "matchMedia";
  Object.defineProperty(global, name, { value: bound && typeof value === "function" ? (value as () => unknown).bind(window) : value, configurable: true, writable: true });
}

/** What the page would have told the console. */
export const reported: unknown[] = [];
global["reportError"] = (error: unknown) => reported.push(error);

export function body(html: string): void {
  document.body.innerHTML = html;
}

/** happy-dom has no XPath. htmx looks with it for `hx-on` alone, which the pages' security policy forbids anyway. */
global["XPathEvaluator"] = class {
  createExpression() {
    return { evaluate: () => ({ iterateNext: () => null }) };
  }
};
