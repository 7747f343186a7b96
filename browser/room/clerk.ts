/**
 * The clerk's note belongs to whoever had the floor when its first letter was typed, though another speaks by the time
 * it is written down; Ctrl and Enter write it down.
 */
const FOLLOWS = "";

export function startClerk(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-clerk]");
  const words = form?.querySelector<HTMLTextAreaElement>("textarea");
  const about = form?.querySelector<HTMLSelectElement>("select");
  const follows = about?.options[0];
  if (!form || !words || !about || follows === undefined) return;
  const follow = follows.textContent ?? "";
  let empty = words.value === "";

  words.addEventListener("input", () => {
    if (empty && words.value !== "" && about.value === FOLLOWS) hold(follows);
    if (words.value === "") free();
    empty = words.value === "";
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("reset", () => {
    free();
    empty = true;
  });

  function free(): void {
    if (follows === undefined) return;
    follows.value = FOLLOWS;
    if (follows.textContent !== follow) follows.textContent = follow;
  }
}

function hold(option: HTMLOptionElement): void {
  const floor = document.querySelector<HTMLElement>("[data-floor]");
  const name = floor?.querySelector(".speaker .plate")?.textContent?.trim();
  if (!floor?.dataset.speaker || !name) return;
  option.value = `intervention:${floor.dataset.speaker}`;
  option.textContent = name;
}
