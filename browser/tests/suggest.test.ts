import { body } from "./page";
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import type { Node } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Tabling } from "../editor/authority";
import { goTo, paragraphs } from "../editor/paragraphs";
import { schema } from "../editor/schema";
import { SuggestionPanel } from "../editor/suggest";
import { suggestionPlace } from "../editor/panel_place";
import { bringIn, differences, isChanged, onBase, suggestion } from "../editor/suggestion";
import { LineLost, Refusal } from "../wire";
import { say } from "../words";
import { id, text } from "./texts";

beforeEach(() => sessionStorage.clear());

const read = (before: string | Node, after: string | Node): string[] => {
  const [a, b] = [before, after].map((one) => (typeof one === "string" ? text(one) : one)) as [Node, Node];
  return differences(a, b).map((one) => `${a.textBetween(one.fromA, one.toA)}>${b.textBetween(one.fromB, one.toB)}`);
};

test("differences are whole words, as a reader would call them", () => {
  assert.deepEqual(read("Parties shall meet", "Parties should meet"), ["shall>should"]);
  assert.deepEqual(read("Parties meet", "Parties meet soon"), ["> soon"]);
  assert.deepEqual(read("Parties shall meet", "Parties meet"), ["shall >"]);
  assert.deepEqual(read("Same", "Same"), []);
});

test("a word that only becomes bold, or links elsewhere, has changed", () => {
  const plain = EditorState.create({ doc: text("Parties shall meet") });
  const strong = plain.tr.addMark(9, 14, schema.mark("strong")).doc;
  assert.deepEqual(read(plain.doc, strong), ["shall>shall"]);
  const link = (href: string) => plain.tr.addMark(9, 14, schema.mark("link", { href })).doc;
  assert.deepEqual(read(link("/a"), link("/b")), ["shall>shall"]);
});

function brought(base: string, mine: string, now: string): string {
  const tr = EditorState.create({ doc: text(mine) }).tr;
  return bringIn(tr, text(base), text(now)).doc.textContent;
}

test("what the pen changed elsewhere comes into the delegation's words", () => {
  assert.equal(brought("one two three four", "one 2 three four", "one two three FOUR"), "one 2 three FOUR");
  assert.equal(brought("one two three four", "one two three 4", "zero one two three four"), "zero one two three 4");
  assert.equal(brought("one two three", "one three", "one two three four"), "one three four");
});

test("where both changed the same words the delegation's stay", () => {
  assert.equal(brought("one two three", "one 2 three", "one TWO three"), "one 2 three");
  assert.equal(brought("one two three", "one three", "one two and a half three"), "one three");
});

test("words put in one place by both stand one after the other", () => {
  assert.equal(brought("one three", "one mine three", "one pen's three").replace(/mine|pen's/g, "x"), "one x x three");
});

test("a suggestion knows whether it changes anything, also against a new base", () => {
  let state = EditorState.create({ doc: text("Parties"), plugins: [suggestion(text("Parties"))] });
  assert.equal(isChanged(state), false);
  state = state.apply(state.tr.insertText("All ", 1));
  assert.equal(isChanged(state), true);
  state = state.apply(onBase(state.tr, text("All Parties")));
  assert.equal(isChanged(state), false);
});

/** A page with a text, the pen's changes to it, and a table that answers as told. */
function page(doc = text("Parties shall meet", "Others")) {
  body('<div id="editor"></div><div id="suggestion"></div><div id="toasts"></div>');
  const find = (selector: string) => document.querySelector(selector) as HTMLElement;
  const panel = find("#suggestion");
  let version = 3;
  let suggestions: SuggestionPanel | null = null;
  const view: EditorView = new EditorView(
    { mount: find("#editor") },
    {
      state: EditorState.create({ doc, plugins: [paragraphs(() => false), suggestionPlace.plugin(panel)] }),
      editable: () => false,
      dispatchTransaction(tr) {
        view.updateState(view.state.apply(tr));
        if (!tr.docChanged) return;
        version += 1;
        suggestions?.textChanged();
      },
    },
  );
  const tabled: Tabling[] = [];
  const drafted: (Tabling & { draft: number | null })[] = [];
  let mayTable = true;
  let answer: () => Promise<{ number?: number }> = () => Promise.resolve({ number: 12 });
  suggestions = new SuggestionPanel(panel, {
    view,
    owner: "7:3",
    version: () => version,
    catchUp: () => Promise.resolve(),
    table(tabling) {
      tabled.push(tabling);
      return answer();
    },
    keepDraft(tabling, draft) {
      drafted.push({ ...tabling, draft });
      return answer();
    },
    number: () => Promise.resolve({ number: "1 bis." }),
    mayTable: () => mayTable,
  });
  const editor = () => (find(".suggestion-words") as unknown as { pmViewDesc: { node: Node } }).pmViewDesc;
  return {
    view,
    find,
    panel,
    suggestions,
    tabled,
    drafted,
    advises: () => void (mayTable = false),
    answers: (next: typeof answer) => void (answer = next),
    /** Types in the panel at a position of its paragraph. */
    type(words: string, pos: number) {
      const inner = (suggestions as unknown as { editor: EditorView }).editor;
      inner.dispatch(inner.state.tr.insertText(words, pos));
    },
    words: () => editor().node.textContent,
    press(key: string, more: KeyboardEventInit = {}) {
      find(".suggestion-words").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    },
    open(which: number) {
      goTo(view, id(which), "stays");
      suggestions?.open();
    },
    /** A notice speaks a frame after it stands in the page. */
    async toasts() {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return [...document.querySelectorAll(".toast p")].map((one) => one.textContent);
    },
    error: () => find(".suggestion .error").textContent,
    moved: () => !find(".suggestion-moved").hidden,
  };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test("the paragraph opens below itself, and only where it can be amended", async () => {
  const it = page();
  it.suggestions.open();
  assert.deepEqual(await it.toasts(), [say("suggest_choose")]);
  it.open(1);
  assert.equal(it.suggestions.isOpen, true);
  assert.equal(it.find(".paragraph").nextElementSibling, it.panel);
  assert.equal(it.words(), "Parties shall meet");
  assert.equal(document.querySelectorAll(`#p-${id(1)}`).length, 1);
});

test("what is changed shows as an insertion and a deletion, and is tabled as the whole paragraph", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  assert.equal(it.find(".suggestion-words ins").textContent, "All ");
  (it.find("#suggestion-reason") as HTMLTextAreaElement).value = " For clarity ";
  it.press("Enter", { ctrlKey: true });
  await soon();
  const { request_id, ...said } = it.tabled[0] as Tabling;
  assert.ok(request_id.length >= 8);
  assert.deepEqual(said, {
    version: 3,
    changes: [{ kind: "words", paragraph: id(1), content: [{ type: "text", text: "All Parties shall meet" }] }],
    reason: "For clarity",
  });
  assert.equal(it.suggestions.isOpen, false);
  assert.deepEqual(await it.toasts(), [say("suggest_tabled", { number: 12 })]);
  assert.equal(document.activeElement?.id, `p-${id(1)}`);
  it.open(1);
  assert.equal(it.words(), "Parties shall meet");
});

test("nothing changed is nothing to table", () => {
  const it = page();
  it.open(1);
  it.press("Enter", { ctrlKey: true });
  assert.equal(it.error(), say("suggest_no_change"));
  assert.equal(it.tabled.length, 0);
});

test("Escape puts the draft away, and it is found again, also by the next page", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.press("Escape");
  assert.equal(it.suggestions.isOpen, false);
  assert.deepEqual(await it.toasts(), [say("suggest_kept")]);
  const next = page();
  next.open(1);
  assert.equal(next.words(), "All Parties shall meet");
  next.open(2);
  assert.equal(next.words(), "Others");
});

test("the pen at work elsewhere doesn't disturb, and the panel stays below its paragraph", () => {
  const it = page();
  it.open(1);
  const inner = it.find(".suggestion-words");
  it.view.dispatch(it.view.state.tr.insertText("Yet ", it.view.state.doc.child(0).nodeSize + 1));
  it.view.dispatch(it.view.state.tr.insert(0, schema.nodeFromJSON({ type: "paragraph", attrs: { id: id(9) } })));
  assert.equal(it.moved(), false);
  assert.equal(it.find(`#p-${id(1)}`).nextElementSibling, it.panel);
  assert.equal(it.find(".suggestion-words"), inner);
});

test("when the pen changes the paragraph, it shows how it reads now, and brings the words together when asked", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.view.dispatch(it.view.state.tr.insertText(" soon", 19));
  assert.equal(it.moved(), true);
  assert.equal(it.find(".suggestion-moved blockquote").textContent, "Parties shall meet soon");
  assert.equal(it.words(), "All Parties shall meet");
  it.press("Enter", { ctrlKey: true });
  assert.equal(it.tabled.length, 0);
  it.find(".suggestion-moved button").click();
  assert.equal(it.moved(), false);
  assert.equal(it.words(), "All Parties shall meet soon");
  assert.deepEqual([...document.querySelectorAll(".suggestion-words ins, .suggestion-words del")].map((one) => one.textContent), ["All "]);
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.equal(it.tabled[0]?.version, 4);
});

test("a draft that was kept before the pen changed the paragraph is compared as well", () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.press("Escape");
  it.view.dispatch(it.view.state.tr.insertText(" soon", 19));
  it.open(1);
  assert.equal(it.moved(), true);
  assert.equal(it.words(), "All Parties shall meet");
});

test("a paragraph that is taken out leaves the words where they can be copied", () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.view.dispatch(it.view.state.tr.delete(0, it.view.state.doc.child(0).nodeSize));
  assert.equal(it.find(".suggestion-moved p").textContent, say("suggest_gone"));
  assert.equal(it.words(), "All Parties shall meet");
  it.press("Enter", { ctrlKey: true });
  assert.equal(it.tabled.length, 0);
});

test("a refusal is said in the panel, and nothing is lost", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.answers(() => Promise.reject(new Refusal(409, "text_is_question", "The text is before the meeting.")));
  it.press("Enter", { metaKey: true });
  await soon();
  assert.equal(it.error(), "The text is before the meeting.");
  assert.deepEqual([it.suggestions.isOpen, it.words()], [true, "All Parties shall meet"]);
});

test("without an answer the same words are sent under the same id, other words under another", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.answers(() => Promise.reject(new LineLost("down")));
  for (const words of ["", "", "now "]) {
    if (words) it.type(words, 5);
    it.press("Enter", { ctrlKey: true });
    await soon();
  }
  assert.equal(it.error(), say("unreachable"));
  const [first, second, third] = it.tabled.map((one) => one.request_id);
  assert.equal(first, second);
  assert.notEqual(second, third);
});

test("pressed twice it is tabled once", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  it.press("Enter", { ctrlKey: true });
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.equal(it.tabled.length, 1);
});

test("it is kept as a draft instead, and the panel gives way", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  const button = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>(".suggestion .actions button")].find((one) => one.textContent === name);
  assert.deepEqual([button(say("suggest_table"))?.hidden, button(say("suggest_draft"))?.hidden], [false, false]);
  button(say("suggest_draft"))?.click();
  await soon();
  assert.deepEqual([it.tabled.length, it.drafted.length], [0, 1]);
  assert.deepEqual(it.drafted[0]?.changes, [
    { kind: "words", paragraph: id(1), content: [{ type: "text", text: "All Parties shall meet" }] },
  ]);
  assert.equal(it.suggestions.isOpen, false);
  assert.deepEqual(await it.toasts(), [say("suggest_drafted")]);
});

test("who can't bind the member only keeps drafts, also by the keys", async () => {
  const it = page();
  it.advises();
  it.open(1);
  it.type("All ", 1);
  assert.equal(it.find(".suggestion .main").hidden, true);
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.deepEqual([it.tabled.length, it.drafted.length], [0, 1]);
});

test("a draft that is written on opens with its words, and is only kept", async () => {
  const it = page();
  goTo(it.view, id(1), "stays");
  it.suggestions.open({ id: 9, paragraph: id(1), content: [{ type: "text", text: "Parties should meet" }], reason: "Softer." });
  assert.equal(it.words(), "Parties should meet");
  assert.equal((it.find("#suggestion-reason") as HTMLTextAreaElement).value, "Softer.");
  assert.equal(it.find(".suggestion .main").hidden, true);
  it.type("All ", 1);
  it.press("Enter", { ctrlKey: true });
  await soon();
  const said = { kind: "words", paragraph: id(1), content: [{ type: "text", text: "All Parties should meet" }] };
  assert.deepEqual(it.drafted.map((one) => [one.draft, one.changes]), [[9, [said]]]);
  it.open(1);
  assert.equal(it.words(), "Parties shall meet", "something new begins with the text's own words");
});

test("everything in the panel has a name for a screen reader", () => {
  const it = page();
  it.open(1);
  assert.equal(it.find(`#${it.panel.getAttribute("aria-labelledby")}`).textContent, "Your proposal for “Parties shall meet”");
  assert.equal(it.find(".suggestion-words").getAttribute("aria-label"), say("suggest_label"));
  for (const control of it.panel.querySelectorAll("select, input, textarea"))
    assert.ok(it.panel.querySelector(`label[for="${control.id}"]`)?.textContent, control.id);
  assert.ok(it.find(`#${it.find("#suggestion-reason").getAttribute("aria-describedby")}`).textContent);
});

const choose = (it: ReturnType<typeof page>, kind: string): void => {
  const select = it.find("#suggestion-kind") as HTMLSelectElement;
  select.value = kind;
  select.dispatchEvent(new Event("change"));
};
const press = (name: string): void =>
  [...document.querySelectorAll<HTMLButtonElement>(".suggestion button")].find((one) => one.textContent === name)?.click();
const asked = (it: ReturnType<typeof page>) => it.tabled.map((one) => one.changes);
const items = (): string[] => [...document.querySelectorAll(".suggestion-list li > span")].map((one) => one.textContent ?? "");

test("a new paragraph is written after the current one, with the number that the server suggests", async () => {
  const it = page();
  it.open(1);
  choose(it, "new");
  await soon();
  assert.equal((it.find("#suggestion-number") as HTMLInputElement).value, "1 bis.");
  assert.equal(it.words(), "");
  it.press("Enter", { ctrlKey: true });
  assert.equal(it.error(), say("suggest_no_change"));
  it.type("We met.", 1);
  it.press("Enter", { ctrlKey: true });
  await soon();
  const content = [{ type: "text", text: "We met." }];
  assert.deepEqual(asked(it), [[{ kind: "new", after: id(1), content, role: "plain" }]]);
});

test("a number that the delegation writes itself is sent", async () => {
  const it = page();
  it.open(1);
  choose(it, "alternative");
  await soon();
  it.type("All ", 1);
  (it.find("#suggestion-number") as HTMLInputElement).value = "1 alt 7";
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.deepEqual(asked(it)[0]?.map((one) => [one.kind, "number" in one && one.number]), [["alternative", "1 alt 7"]]);
});

test("a paragraph is deleted, merged or moved without an editor", async () => {
  for (const [kind, change] of [
    ["delete", { kind: "delete", paragraph: id(1) }],
    ["merge", { kind: "merge", paragraph: id(1) }],
  ] as const) {
    const it = page();
    it.open(1);
    choose(it, kind);
    assert.equal(it.find(".suggestion-words").hidden, true);
    assert.ok(it.find(".suggestion-does").textContent);
    it.find("#suggestion-kind").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
    await soon();
    assert.deepEqual(asked(it), [[change]]);
  }
  const it = page();
  it.open(1);
  choose(it, "move");
  press(say("suggest_table"));
  press(say("list_add"));
  assert.equal(it.error(), say("move_nowhere"));
  (it.find("#suggestion-after") as HTMLSelectElement).value = id(2);
  it.find("#suggestion-kind").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  await soon();
  assert.deepEqual(asked(it), [[{ kind: "move", paragraph: id(1), after: id(2) }]]);
});

test("a paragraph is split at the cursor, and its words stay as they are", async () => {
  const it = page();
  it.open(1);
  choose(it, "split");
  it.type("x", 3);
  assert.equal(it.words(), "Parties shall meet");
  it.press("Enter", { ctrlKey: true });
  assert.equal(it.error(), say("split_nowhere"));
  const inner = (it.suggestions as unknown as { editor: EditorView }).editor;
  inner.dispatch(inner.state.tr.setSelection(TextSelection.create(inner.state.doc, 9)));
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.deepEqual(asked(it), [[{ kind: "split", paragraph: id(1), at: 8 }]]);
});

test("several changes are put together in one proposal, in any paragraphs, and each can be taken out again", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  press(say("list_add"));
  assert.equal(items().length, 1);
  assert.equal(it.words(), "Parties shall meet");
  it.open(2);
  choose(it, "delete");
  press(say("list_add"));
  it.open(1);
  choose(it, "merge");
  press(say("list_add"));
  assert.equal(items().length, 3);
  document.querySelectorAll<HTMLButtonElement>(".suggestion-list li button")[2]?.click();
  assert.equal(items().length, 2);
  it.press("Enter", { ctrlKey: true });
  await soon();
  const content = [{ type: "text", text: "All Parties shall meet" }];
  assert.deepEqual(asked(it), [[{ kind: "words", paragraph: id(1), content }, { kind: "delete", paragraph: id(2) }]]);
  it.open(1);
  assert.equal(items().length, 0);
});

test("what stands in a proposal is found again by the next page, and survives a refusal", async () => {
  const it = page();
  it.open(1);
  it.type("All ", 1);
  (it.find("#suggestion-reason") as HTMLTextAreaElement).value = "Wider.";
  press(say("list_add"));
  it.press("Escape");
  const next = page();
  next.open(2);
  assert.equal(items().length, 1);
  assert.equal((next.find("#suggestion-reason") as HTMLTextAreaElement).value, "Wider.");
  next.answers(() => Promise.reject(new Refusal(409, "changes_cross", "They contradict each other.")));
  next.press("Enter", { ctrlKey: true });
  await soon();
  assert.deepEqual([next.error(), items().length], ["They contradict each other.", 1]);
});

test("a change whose paragraph the pen has changed since is named, and nothing is tabled", async () => {
  const it = page();
  it.open(1);
  choose(it, "delete");
  press(say("list_add"));
  it.open(2);
  it.type("All ", 1);
  it.view.dispatch(it.view.state.tr.insertText(" soon", 19));
  it.press("Enter", { ctrlKey: true });
  await soon();
  assert.equal(it.tabled.length, 0);
  assert.equal(it.error(), say("list_moved", { change: items()[0] ?? "" }));
});
