/** The suggestion panel's parts, drawn once. */
import { say } from "../words";
import { KINDS } from "./changes";

const LONGEST_REASON = 2000;
const LONGEST_NUMBER = 20;

export interface Parts {
  readonly form: HTMLFormElement;
  readonly title: HTMLElement;
  readonly list: HTMLElement;
  readonly what: HTMLElement;
  readonly kind: HTMLSelectElement;
  readonly role: HTMLSelectElement;
  readonly number: HTMLInputElement;
  readonly after: HTMLSelectElement;
  readonly does: HTMLElement;
  readonly words: HTMLElement;
  readonly moved: HTMLElement;
  readonly why: HTMLElement;
  readonly reads: HTMLElement;
  readonly rebase: HTMLButtonElement;
  readonly reason: HTMLTextAreaElement;
  readonly error: HTMLElement;
  readonly submit: HTMLButtonElement;
  readonly add: HTMLButtonElement;
  readonly draft: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  readonly agreed: HTMLButtonElement;
}

export function draw(panel: HTMLElement): Parts {
  const title = make("h2", "");
  title.id = "suggestion-title";
  const list = make("section", "suggestion-list");
  const kind = make("select", "");
  for (const [value, word] of KINDS) kind.append(option(value, say(word)));
  const role = make("select", "");
  for (const one of ["plain", "preambular", "operative", "note"] as const) role.append(option(one, say(`role_${one}`)));
  const number = make("input", "");
  number.maxLength = LONGEST_NUMBER;
  number.autocomplete = "off";
  number.spellcheck = false;
  const after = make("select", "");
  const what = make(
    "div",
    "suggestion-what",
    field("kind", say("what_kind"), kind),
    field("after", say("what_after"), after),
    field("role", say("number_role"), role),
    field("number", say("number_number"), number),
  );
  const does = make("p", "suggestion-does hint");
  const words = make("div", "suggestion-words");
  const why = make("p", "");
  const reads = make("blockquote", "");
  const rebase = button("", say("suggest_rebase"));
  const moved = make("div", "suggestion-moved note", why, reads, rebase);
  moved.setAttribute("role", "status");
  moved.hidden = true;

  const reason = make("textarea", "");
  reason.name = "reason";
  reason.rows = 2;
  reason.maxLength = LONGEST_REASON;
  reason.setAttribute("aria-describedby", "suggestion-reason-hint");
  const hint = make("p", "hint", say("suggest_reason_hint"));
  hint.id = "suggestion-reason-hint";
  const error = make("p", "error");
  error.setAttribute("role", "alert");
  error.hidden = true;
  const submit = make("button", "main", say("suggest_table"));
  const add = button("", say("list_add"));
  const draft = button("", say("suggest_draft"));
  const cancel = button("quiet", say("suggest_cancel"));
  const agreed = button("quiet", say("agreed_title"));

  const why_so = field("reason", say("suggest_reason"), reason);
  why_so.append(hint);
  const actions = make("p", "actions", submit, add, draft, agreed, cancel);
  const form = make("form", "", title, list, what, does, words, moved, why_so, error, actions);
  form.noValidate = true;
  panel.classList.add("suggestion");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-labelledby", title.id);
  panel.tabIndex = -1;
  panel.hidden = true;
  panel.replaceChildren(form);
  return {
    form, title, list, what, kind, role, number, after, does, words, moved, why, reads, rebase, reason, error, submit, add,
    draft, cancel, agreed,
  };
}

export function option(value: string, words: string): HTMLOptionElement {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = words;
  return made;
}

/** Shows or hides a field of the form by its control. */
export function show(control: HTMLElement, shown: boolean): void {
  const around = control.closest<HTMLElement>(".field");
  if (around) around.hidden = !shown;
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...inside: (HTMLElement | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...inside);
  return element;
}

function button(name: string, words: string): HTMLButtonElement {
  const made = make("button", name, words);
  made.type = "button";
  return made;
}

function field(name: string, words: string, control: HTMLElement): HTMLElement {
  control.id = `suggestion-${name}`;
  const label = make("label", "", words);
  label.htmlFor = control.id;
  return make("div", "field", label, control);
}
