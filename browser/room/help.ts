/** The keys of a page, in a dialog that `?` opens: those of the buttons that stand in it, and the few without a button. */
import { say } from "../words";
import { isShown, shortcutsAreOn } from "./keys";

/** Opens the dialog anew, for the page as it now is. */
function open(): void {
  document.getElementById("keys")?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = "keys";
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = say("keys_title");
  const list = document.createElement("dl");
  for (const [keys, words] of [...ofButtons(), ...others()]) {
    const row = document.createElement("div");
    const key = document.createElement("dt");
    for (const one of keys.split(" ")) key.append(Object.assign(document.createElement("kbd"), { textContent: one }), " ");
    const what = document.createElement("dd");
    what.textContent = words;
    row.append(key, what);
    list.append(row);
  }
  const note = document.createElement("p");
  note.className = "meta";
  note.textContent = say(shortcutsAreOn() ? "keys_note" : "keys_off");
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.textContent = say("keys_close");
  form.append(close);
  dialog.append(title, list, note, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function ofButtons(): [string, string][] {
  const found = new Map<string, string>();
  for (const button of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = (button.dataset.key ?? "").toUpperCase();
    if (found.has(key) || !isShown(button)) continue;
    const words = button.cloneNode(true) as HTMLElement;
    for (const one of words.querySelectorAll("kbd")) one.remove();
    const said = button.getAttribute("aria-label") ?? words.textContent ?? "";
    found.set(key, said.trim().replace(/\s+/g, " "));
  }
  return [...found];
}

function others(): [string, string][] {
  const found: [string, string][] = [];
  if (document.getElementById("editor")) found.push(["Alt ↓", say("keys_next")], ["Alt ↑", say("keys_previous")]);
  if (document.getElementById("filter")) found.push(["Esc", say("keys_show_all")]);
  if (document.querySelector("#suggestion, #commenting")) found.push(["Ctrl Enter", say("keys_send")]);
  if (document.getElementById("tools")) found.push(["Ctrl B", say("keys_bold")], ["Ctrl I", say("keys_italic")], ["Ctrl Z", say("keys_undo")]);
  return found;
}

export function startHelp(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-act='keys']")) open();
  });
}
