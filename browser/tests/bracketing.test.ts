import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Bracketing } from "../editor/bracketing";
import type { Collab } from "../editor/collab";
import { say } from "../words";
import { text } from "./texts";

interface Asked {
  readonly url: string;
  readonly body: Record<string, unknown> | null;
}

/** A pen's page whose server answers as told, and which is always up to date. */
function page(words: string, answers: Readonly<Record<string, (body: Record<string, unknown>) => [number, unknown]>>) {
  body('<div id="tools" role="toolbar"><button data-do="lift">Lift</button></div><div id="editor"></div><div id="toasts"></div>');
  const view: EditorView = new EditorView(
    { mount: document.getElementById("editor") as HTMLElement },
    { state: EditorState.create({ doc: text(words, "Others") }) },
  );
  const asked: Asked[] = [];
  globalThis.fetch = ((url: string, init: RequestInit) => {
    const said = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : null;
    asked.push({ url, body: said });
    const [status, answer] = (answers[url.split("?")[0] ?? ""] ?? (() => [404, {}]))(said ?? {});
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  }) as typeof fetch;
  let [version, caughtUp] = [3, 0];
  const collab = {
    get version() {
      return version;
    },
    waits: false,
    catchUp: () => (caughtUp++, (version = 4), Promise.resolve()),
    mapsSince: () => [],
  } as unknown as Collab;
  const bracketing = new Bracketing(7, view, collab, document.getElementById("tools") as HTMLElement);
  return { view, asked, bracketing, caughtUp: () => caughtUp };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));
const toasts = (): (string | null)[] => [...document.querySelectorAll(".toast p")].map((one) => one.textContent);

test("a bracket around the cursor is lifted at the version on the screen", async () => {
  const it = page("We [shall] meet", { "/api/texts/7/brackets/lift": () => [200, { version: 5, undo: [] }] });
  it.view.dispatch(it.view.state.tr.setSelection(TextSelection.create(it.view.state.doc, 6)));
  assert.equal(it.bracketing.act("lift"), true);
  await soon();
  const { request_id, ...said } = it.asked[0]?.body ?? {};
  assert.ok(String(request_id).length >= 8);
  assert.deepEqual(said, { version: 3, position: 6 });
  assert.deepEqual(toasts(), [say("bracket_done")]);
});

test("after somebody else's steps it is asked for again at the new version", async () => {
  const it = page("We [shall] meet", {
    "/api/texts/7/brackets/delete": (body) =>
      body.version === 3 ? [409, { code: "stale", sentence: "Moved on." }] : [200, { version: 5, undo: [] }],
  });
  it.bracketing.act("cut");
  await soon();
  assert.deepEqual(it.asked.map((one) => one.body?.version), [3, 4]);
  assert.equal(it.caughtUp() >= 1, true);
});

test("a refusal is said, and not asked for again", async () => {
  const it = page("We meet", { "/api/texts/7/brackets/merge": () => [409, { code: "bracket_not_found", sentence: "None there." }] });
  it.bracketing.act("join");
  await soon();
  assert.equal(it.asked.length, 1);
  assert.deepEqual(toasts(), ["None there."]);
});

test("what was done is taken back by one press, with the steps that the server tried", async () => {
  const undo = [{ stepType: "replace", from: 4, to: 4, slice: { content: [{ type: "text", text: "[" }] } }];
  const it = page("We shall] meet", { "/api/texts/7/brackets/lift": () => [200, { version: 4, undo }] });
  it.bracketing.act("lift");
  await soon();
  const remedy = [...document.querySelectorAll<HTMLButtonElement>(".toast button")].find((one) => one.textContent === say("bracket_undo"));
  remedy?.click();
  assert.equal(it.view.state.doc.child(0).textContent, "We [shall] meet");
});

test("alternatives are chosen by their words", async () => {
  const it = page("We [shall][should] meet", {
    "/api/texts/7/brackets/at": () => [200, { words: "shall", alternatives: ["shall", "should"], beside: true }],
    "/api/texts/7/brackets/choose": () => [200, { version: 5, undo: [] }],
  });
  it.bracketing.act("choose");
  await soon();
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("#bracketing button")];
  assert.deepEqual(buttons.map((one) => one.textContent), ["shall", "should", say("suggest_cancel")]);
  buttons[1]?.click();
  await soon();
  assert.equal(it.asked.at(-1)?.body?.alternative, 1);
  assert.equal(document.getElementById("bracketing"), null);
});

test("who stands behind selected words is asked for, and nobody may be named", async () => {
  const it = page("We meet", {
    "/api/texts/7/brackets/parties": () => [200, { names: ["LA", "EU"] }],
    "/api/texts/7/brackets": () => [200, { version: 5, undo: [] }],
  });
  it.bracketing.act("bracket");
  await soon();
  assert.deepEqual(toasts(), [say("bracket_select")]);
  it.view.dispatch(it.view.state.tr.setSelection(TextSelection.create(it.view.state.doc, 4, 8)));
  it.bracketing.act("bracket");
  await soon();
  const form = document.querySelector("#bracketing form") as HTMLFormElement;
  (form.querySelector("input") as HTMLInputElement).value = "LA";
  (form.querySelector("select") as HTMLSelectElement).value = "reserve";
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await soon();
  const { request_id, ...said } = it.asked.at(-1)?.body ?? {};
  assert.deepEqual(said, { version: 3, start: 4, end: 8, attributions: [{ party: "LA", stance: "reserve" }] });
  assert.ok(request_id);
});

test("where a bracket beside others holds several wordings itself, these are offered too", async () => {
  const it = page("We [shall / will][should] meet", {
    "/api/texts/7/brackets/at": () => [
      200,
      { words: "shall / will", alternatives: ["[shall / will]", "should"], beside: true, within: ["shall", "will"] },
    ],
    "/api/texts/7/brackets/choose": () => [200, { version: 5, undo: [] }],
  });
  it.bracketing.act("choose");
  await soon();
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("#bracketing button")];
  assert.deepEqual(buttons.map((one) => one.textContent), ["[shall / will]", "should", "shall", "will", say("suggest_cancel")]);
  buttons[3]?.click();
  await soon();
  const { alternative, within } = it.asked.at(-1)?.body ?? {};
  assert.deepEqual([alternative, within], [1, true]);
});
