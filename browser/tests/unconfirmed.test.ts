import "./page";
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { collab, receiveTransaction } from "prosemirror-collab";
import { EditorState } from "prosemirror-state";
import { Step } from "prosemirror-transform";
import { schema } from "../editor/schema";
import { claim } from "../editor/tabs";
import { remake, UnconfirmedStore } from "../editor/unconfirmed";
import { keep, recall } from "../memory";
import { text } from "./texts";

beforeEach(() => localStorage.clear());

/** Random typing, deleting and marking. */
function scribble(state: EditorState, times: number, roll: (most: number) => number): { state: EditorState; steps: Step[] } {
  const steps: Step[] = [];
  for (let at = 0; at < times; at += 1) {
    const size = state.doc.content.size;
    const from = 1 + roll(size - 2);
    const to = Math.min(size - 1, from + roll(6));
    const tr = roll(3) > 0 ? state.tr.insertText(String.fromCharCode(97 + roll(26)), from) : state.tr.delete(from, to);
    steps.push(...tr.steps);
    state = state.apply(tr);
  }
  return { state, steps };
}

test("steps made again come to stand where collaborating editors would have put them", () => {
  let seed = 7;
  const roll = (most: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff) % Math.max(1, most);
  for (let round = 0; round < 150; round += 1) {
    const doc = text("Parties shall meet", "Others may follow", "And so on");
    const own = scribble(EditorState.create({ doc, plugins: [collab({ version: 0, clientID: "a" })] }), 1 + roll(12), roll);
    const others = scribble(EditorState.create({ doc }), 1 + roll(12), roll);
    const expected = own.state.apply(receiveTransaction(own.state, others.steps, others.steps.map(() => "b")));
    const tr = others.state.tr;
    remake(tr, schema, own.steps.map((one) => one.toJSON() as unknown), others.steps.map((one) => one.toJSON() as unknown));
    assert.ok(tr.doc.eq(expected.doc), `round ${round}: ${tr.doc.toString()} for ${expected.doc.toString()}`);
  }
});

test("steps whose place is gone are returned", () => {
  const doc = text("Parties", "Others");
  const mine = EditorState.create({ doc }).tr.insertText("x", 4).insertText("y", 11).steps;
  const theirs = EditorState.create({ doc }).tr.delete(0, 9);
  const lost = remake(theirs, schema, mine.map((one) => one.toJSON() as unknown), [theirs.steps[0]?.toJSON()]);
  assert.deepEqual(lost, [mine[0]]);
  assert.equal(theirs.doc.textContent, "yOthers");
});

const step = () => EditorState.create({ doc: text("Parties") }).tr.insertText("x", 1).steps[0] as Step;

test("what a tab keeps is found by the next one as it was, once", async () => {
  const batch = { version: 3, steps: [step().toJSON()], client: "old", request_id: "r" };
  new UnconfirmedStore("7:3", "old").keep(4, [step(), step()], batch);
  new UnconfirmedStore("7:9", "other").keep(4, [step()], null);
  const store = new UnconfirmedStore("7:3", "new");
  const [orphan, ...more] = await store.orphans();
  assert.equal(more.length, 0);
  assert.deepEqual(orphan?.value, { version: 4, client: "old", steps: [step().toJSON(), step().toJSON()], batch });
  // As long as this tab has it in hand, a third one leaves it alone.
  assert.deepEqual(await new UnconfirmedStore("7:3", "third").orphans(), []);
  orphan?.release();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [again] = await new UnconfirmedStore("7:3", "third").orphans();
  again?.forget();
  again?.release();
  assert.deepEqual(await store.orphans(), []);
});

test("a tab that lives answers for its own steps", async () => {
  new UnconfirmedStore("7:3", "living").keep(4, [step()], null);
  const release = await claim("living");
  assert.ok(release);
  assert.deepEqual(await new UnconfirmedStore("7:3", "new").orphans(), []);
  release();
});

test("nothing to keep leaves nothing behind, and what can't be read is thrown away", async () => {
  const store = new UnconfirmedStore("7:3", "old");
  store.keep(4, [step()], null);
  store.keep(5, [], null);
  assert.equal(recall("computer", "communique:unconfirmed:7:3:old"), null);
  keep("computer", "communique:unconfirmed:7:3:broken", "{");
  assert.deepEqual(await new UnconfirmedStore("7:3", "new").orphans(), []);
  assert.equal(recall("computer", "communique:unconfirmed:7:3:broken"), null);
});
