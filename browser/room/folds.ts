/** On a small screen what isn't needed every minute is folded away; on a wide one all of it lies open. */
import { keep, recall } from "../memory";

const NARROW = "(max-width: 60rem)";
const key = (id: string): string => `communique:fold:${id}`;

/** Each as its reader left it in this tab; at first folded on a narrow screen. A wide one folds nothing. */
export function foldAll(narrow: boolean, root: ParentNode = document): void {
  for (const fold of root.querySelectorAll<HTMLDetailsElement>("details.fold"))
    fold.open = !narrow || recall("tab", key(fold.id)) === "open";
}

export function startFolds(): void {
  const narrow = matchMedia(NARROW);
  foldAll(narrow.matches);
  narrow.addEventListener("change", () => foldAll(narrow.matches));
  document.addEventListener("click", (event) => {
    const summary = (event.target as Element).closest("details.fold > summary");
    const fold = summary?.parentElement as HTMLDetailsElement | undefined;
    // It is asked before it opens or closes.
    if (fold && narrow.matches) keep("tab", key(fold.id), fold.open ? null : "open");
  });
  // A link to what lies in a fold, or in a drawer of the chair's desk, opens it.
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    const target = link ? document.getElementById(link.hash.slice(1)) : null;
    const fold = target?.closest<HTMLDetailsElement>("details:is(.fold, .drawer)");
    if (fold) fold.open = true;
  });
}
