/** What a reader may choose about the page itself; kept on this computer, never sent. */
import { keep } from "../memory";
import { shortcutsAreOn, switchShortcuts } from "./keys";

const THEME = "communique:theme";

function chooseTheme(theme: string): void {
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
  keep("computer", THEME, root.dataset.theme ?? null);
  mark();
}

function mark(): void {
  const theme = document.documentElement.dataset.theme ?? "auto";
  for (const input of document.querySelectorAll<HTMLInputElement>("input[name=theme]")) input.checked = input.value === theme;
  for (const input of document.querySelectorAll<HTMLInputElement>("input[name=shortcuts]"))
    input.checked = shortcutsAreOn();
}

export function startPreferences(): void {
  mark();
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    if (input.name === "theme") chooseTheme(input.value);
    if (input.name === "shortcuts") switchShortcuts(input.checked);
  });
  // A menu closes when one leaves it, by Escape or by a click beside it.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
      if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    if (menu === null) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
