/** The pen's tools: a row of buttons that act on the text without taking the cursor out of it. */
import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { seekAgreed } from "./agreed";
import { numberedBlock, openNumbering } from "./numbering";
import { deeper } from "./pen";
import { schema } from "./schema";

const toggle = (name: "strong" | "em"): Command => {
  const type = schema.marks[name];
  return type ? toggleMark(type) : () => false;
};

const COMMANDS: Record<string, Command> = {
  strong: toggle("strong"),
  em: toggle("em"),
  deeper: deeper(1),
  shallower: deeper(-1),
  undo,
  redo,
};

export class Tools {
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(
    private readonly place: HTMLElement,
    private readonly view: () => EditorView,
    private readonly brackets: (name: string) => boolean = () => false,
  ) {
    this.buttons = [...place.querySelectorAll<HTMLButtonElement>("button[data-do]")];
    // The cursor stays in the text when a button is pressed with the mouse.
    place.addEventListener("mousedown", (event) => event.preventDefault());
    place.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do]");
      if (button && !isOff(button)) this.act(button.dataset.do ?? "");
    });
    place.addEventListener("keydown", (event) => this.step(event));
    this.buttons.forEach((button, at) => (button.tabIndex = at === 0 ? 0 : -1));
  }

  /** Shows what holds at the cursor and what can be done now. */
  show(state: EditorState, writable: boolean): void {
    for (const button of this.buttons) {
      const name = button.dataset.do ?? "";
      const command = COMMANDS[name];
      const off =
        !writable ||
        ((name === "undo" || name === "redo") && command !== undefined && !command(state)) ||
        (name === "number" && numberedBlock(state) === null);
      // Not `disabled`: a button that loses the focus by itself leaves a keyboard nowhere.
      if (isOff(button) !== off) button.setAttribute("aria-disabled", String(off));
      if (name === "strong" || name === "em") press(button, isMarked(state, name));
    }
  }

  private act(name: string): void {
    const view = this.view();
    if (name === "agreed") return seekAgreed(view);
    if (name === "number") return openNumbering(view, this.place);
    if (this.brackets(name)) return;
    COMMANDS[name]?.(view.state, view.dispatch.bind(view));
    view.focus();
  }

  /** One stop of the Tab key; the arrows go from tool to tool (WAI-ARIA: toolbar). */
  private step(event: KeyboardEvent): void {
    const at = this.buttons.indexOf(event.target as HTMLButtonElement);
    const last = this.buttons.length - 1;
    if (at < 0) return;
    const ahead = getComputedStyle(this.place).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = ahead === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const next = { [ahead]: at === last ? 0 : at + 1, [back]: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    const button = next === undefined ? undefined : this.buttons[next];
    if (button === undefined) return;
    event.preventDefault();
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
    button.focus();
  }
}

function isOff(button: HTMLButtonElement): boolean {
  return button.getAttribute("aria-disabled") === "true";
}

function press(button: HTMLButtonElement, pressed: boolean): void {
  if (button.getAttribute("aria-pressed") !== String(pressed)) button.setAttribute("aria-pressed", String(pressed));
}

function isMarked(state: EditorState, name: "strong" | "em"): boolean {
  const type = schema.marks[name];
  if (type === undefined) return false;
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  // Looking through a whole text for one mark at each letter would cost; nobody selects that much to see a button.
  return to - from < 20_000 && state.doc.rangeHasMark(from, to, type);
}
