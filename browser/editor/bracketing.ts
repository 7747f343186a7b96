/**
 * What the pen does with brackets by one press: the server works out the steps, which come back like anybody's. They need
 * the very version that is on the screen, so that what is being typed goes first; and each can be taken back at once.
 *
 * Choosing alternatives and saying who stands behind words is asked for in `section#bracketing.numbering`, below the tools.
 */
import { Step } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import { toast } from "../live/toast";
import { requestId } from "../page";
import { getJson, postJson, Refusal } from "../wire";
import { say, type Word } from "../words";
import type { Collab } from "./collab";

const STANCES = ["propose", "retain", "delete", "reserve", "bracket", "support", "oppose"] as const;
/** With Alt and Shift, in the text; by the key's place, whatever an alphabet writes with it. */
const KEYS: Readonly<Record<string, string>> = { KeyB: "bracket", KeyL: "lift", KeyD: "cut", KeyC: "choose", KeyM: "join" };
const PATIENCE = 5_000;
const TRIES = 3;

interface There {
  readonly words: string;
  readonly alternatives: readonly string[];
  readonly beside: boolean;
  /** Its own wordings, where it stands beside others and holds several itself. */
  readonly within?: readonly string[];
}
interface Done {
  readonly version: number;
  readonly undo: readonly unknown[];
}
type Range = Readonly<Record<string, number>>;

export class Bracketing {
  private readonly base: string;
  private busy = false;
  private names: readonly string[] | null = null;

  constructor(
    text: number,
    private readonly view: EditorView,
    private readonly collab: Collab,
    private readonly tools: HTMLElement,
  ) {
    this.base = `/api/texts/${text}/brackets`;
    for (const [code, name] of Object.entries(KEYS)) {
      const tool = tools.querySelector(`button[data-do="${name}"]`);
      tool?.setAttribute("aria-keyshortcuts", `Alt+Shift+${code.slice(3)}`);
      tool?.setAttribute("title", `${tool.getAttribute("aria-label") ?? tool.textContent} (Alt+Shift+${code.slice(3)})`);
    }
    view.dom.addEventListener("keydown", (event) => {
      const name = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey ? KEYS[event.code] : undefined;
      if (name === undefined || !view.editable) return;
      event.preventDefault();
      this.act(name);
    });
  }

  /** What the tools' buttons ask for, by their `data-do`; false for one that isn't about brackets. */
  act(name: string): boolean {
    switch (name) {
      case "bracket":
        void this.put();
        return true;
      case "lift":
      case "cut":
      case "join":
        void this.done({ lift: "/lift", cut: "/delete", join: "/merge" }[name], () => this.here());
        return true;
      case "choose":
        void this.choose();
        return true;
      default:
        return false;
    }
  }

  /** The cursor, as a place in the text. */
  private here(): Range {
    return { position: this.view.state.selection.head };
  }

  private async put(): Promise<void> {
    const { empty } = this.view.state.selection;
    if (empty) return toast(say("bracket_select"));
    try {
      this.names ??= (await getJson<{ names: string[] }>(`${this.base}/parties`)).names;
    } catch (error) {
      return complain(error);
    }
    const names = this.names;
    this.ask(say("bracket_title"), (form, close) => {
      const rows = make("div", "bracket-rows");
      const choices = make("datalist");
      choices.id = "bracket-parties";
      for (const name of names) choices.append(option(name, name));
      const add = (): void => rows.append(attribution(rows.childElementCount));
      const more = button(say("bracket_more"), () => (add(), rows.querySelector<HTMLElement>(".field:last-of-type input")?.focus()));
      add();
      const submit = make("button", "main", say("bracket_put"));
      form.append(rows, choices, actions(submit, more, button(say("suggest_cancel"), close)));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const said = [...rows.children].flatMap((row) => {
          const party = row.querySelector("input")?.value.trim() ?? "";
          return party ? [{ party, stance: row.querySelector("select")?.value ?? "propose" }] : [];
        });
        void this.done("", () => this.selected(), { attributions: said }).then((worked) => worked && close());
      });
    });
  }

  private selected(): Range {
    const { from, to } = this.view.state.selection;
    return { start: from, end: to };
  }

  private async choose(): Promise<void> {
    if (!(await this.settled())) return toast(say("bracket_waits"));
    const there = `/at?version=${this.collab.version}&position=${this.view.state.selection.head}`;
    let found: There;
    try {
      found = await getJson<There>(this.base + there);
    } catch (error) {
      return complain(error);
    }
    if (found.alternatives.length < 2) return toast(say("bracket_no_choice"));
    this.ask(say("bracket_choose"), (form, close) => {
      const offer = (words: string, alternative: number, more: { within?: true }): HTMLElement =>
        actions(
          button(words.trim() || say("bracket_nothing"), () => {
            void this.done("/choose", () => this.here(), { alternative, ...more }).then((worked) => worked && close());
          }),
        );
      form.append(...found.alternatives.map((words, at) => offer(words, at, {})));
      const within = found.within ?? [];
      if (within.length > 1)
        form.append(make("h3", "", say("bracket_within")), ...within.map((words, at) => offer(words, at, { within: true })));
      form.append(actions(button(say("suggest_cancel"), close)));
      form.querySelector("button")?.focus();
    });
  }

  /** Sends what is asked for, at the version on the screen; after somebody else's steps once more. */
  private async done(path: string, range: () => Range, more: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      for (let tried = 1; ; tried += 1) {
        if (!(await this.settled())) return toast(say("bracket_waits")), false;
        try {
          const body = { ...range(), ...more, version: this.collab.version, request_id: requestId() };
          const answer = await postJson<Done>(this.base + path, body);
          await this.collab.catchUp();
          this.offerUndo(answer);
          return true;
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== "stale" || tried === TRIES) return complain(error), false;
          await this.collab.catchUp();
        }
      }
    } finally {
      this.busy = false;
      if (!document.getElementById("bracketing")) this.view.focus();
    }
  }

  /** Waits until all that was typed here is the authority's: positions are those of its version. */
  private async settled(): Promise<boolean> {
    for (const began = performance.now(); this.collab.waits; ) {
      if (performance.now() - began > PATIENCE) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return true;
  }

  private offerUndo({ version, undo }: Done): void {
    if (undo.length === 0) return toast(say("bracket_done"), "good");
    toast(say("bracket_done"), "good", { words: say("bracket_undo"), act: () => this.undo(version, undo) });
  }

  /** Takes the steps back as the pen's own, carried over whatever was written since. */
  private undo(version: number, steps: readonly unknown[]): void {
    const { state } = this.view;
    const maps = this.collab.mapsSince(version);
    const { tr } = state;
    try {
      if (maps === null) throw new Error("too long ago");
      for (const json of steps) {
        let step: Step | null = Step.fromJSON(state.schema, json);
        for (const map of maps) step = step?.map(map) ?? null;
        if (step === null) throw new Error("its place is gone");
        tr.step(step);
      }
    } catch {
      return toast(say("bracket_no_undo"), "bad");
    }
    this.view.dispatch(tr);
    this.view.focus();
  }

  private ask(title: string, fill: (form: HTMLFormElement, close: () => void) => void): void {
    document.getElementById("bracketing")?.remove();
    const place = make("section", "numbering bracketing");
    place.id = "bracketing";
    const close = (): void => {
      place.remove();
      this.view.focus();
    };
    const form = make("form");
    form.noValidate = true;
    const heading = make("h2", "", title);
    heading.id = "bracketing-title";
    place.setAttribute("role", "dialog");
    place.setAttribute("aria-labelledby", heading.id);
    place.append(heading, form);
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
    this.tools.after(place);
    // Below the tools, however many rows they take.
    const { top } = getComputedStyle(this.tools);
    const below = this.tools.getBoundingClientRect().height + (Number.parseFloat(top) || 0);
    place.style.insetBlockStart = `${below}px`;
    fill(form, close);
    form.querySelector<HTMLElement>("input, button")?.focus();
  }
}

function attribution(at: number): HTMLElement {
  const party = make("input");
  party.id = `bracket-party-${at}`;
  party.setAttribute("list", "bracket-parties");
  party.autocomplete = "off";
  party.spellcheck = false;
  const stance = make("select");
  stance.id = `bracket-stance-${at}`;
  for (const one of STANCES) stance.append(option(one, say(`stance_${one}` satisfies Word)));
  const row = make("div", "bracket-row");
  for (const [words, control] of [[say("bracket_party"), party], [say("bracket_stance"), stance]] as const) {
    const label = make("label", "", words);
    label.htmlFor = control.id;
    const field = make("div", "field");
    field.append(label, control);
    row.append(field);
  }
  return row;
}

function complain(error: unknown): void {
  toast(error instanceof Refusal ? error.sentence : say("unreachable"), "bad");
}

function actions(...buttons: HTMLElement[]): HTMLElement {
  const line = make("p", "actions");
  line.append(...buttons);
  return line;
}

function button(words: string, act: () => void): HTMLButtonElement {
  const made = make("button", "", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function option(value: string, words: string): HTMLOptionElement {
  const made = make("option", "", words);
  made.value = value;
  return made;
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", words = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = words;
  return element;
}
