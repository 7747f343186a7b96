import { reported } from "./page";
import assert from "node:assert/strict";
import test, { after, beforeEach } from "node:test";
import { collab } from "prosemirror-collab";
import { Fragment, Slice, type Node } from "prosemirror-model";
import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { FROM_AUTHORITY } from "../editor/blocks";
import { Collab, type Notices, type Saving } from "../editor/collab";
import { uniqueIds } from "../editor/ids";
import { splitParagraph } from "../editor/pen";
import { UnconfirmedStore } from "../editor/unconfirmed";
import { keysOf } from "../memory";
import type { Refusal } from "../wire";
import { Shelf, ShelfLine } from "./authority";
import { id, idsOf, paragraph, text, wordsOf } from "./texts";
import { schema } from "../editor/schema";

const OWNER = "7:3";

/** A pen's editor without its screen. */
class Pen {
  state: EditorState;
  readonly line: ShelfLine;
  readonly collab: Collab;
  readonly refused: { refusal: Refusal; words: readonly string[] }[] = [];
  readonly dropped: string[] = [];
  readonly restored: { count: number; lost: readonly string[] }[] = [];
  readonly halts: string[] = [];
  saving: Saving = "saved";
  /** Does the live line reach this one? */
  live = true;

  constructor(
    readonly shelf: Shelf,
    readonly client: string,
  ) {
    this.state = this.fresh(shelf.doc, shelf.version);
    this.line = new ShelfLine(shelf);
    const pen = this;
    const host = {
      get state() {
        return pen.state;
      },
      dispatch: (tr: Transaction) => this.dispatch(tr),
      replace: (doc: Node, version: number) => void (this.state = this.fresh(doc, version)),
    };
    const notices: Notices = {
      saving: (saving) => void (this.saving = saving),
      refused: (refusal, words) => void this.refused.push({ refusal, words }),
      dropped: (words) => void this.dropped.push(...words),
      halted: (refusal) => void this.halts.push(refusal.code),
      restored: (count, lost) => void this.restored.push({ count, lost }),
      loaded: () => undefined,
      advanced: () => undefined,
    };
    this.collab = new Collab(host, this.line, client, new UnconfirmedStore(OWNER, client), notices);
    pens.push(this);
    shelf.hear((message) => {
      if (this.live) this.collab.receive(message);
    });
  }

  private fresh(doc: Node, version: number): EditorState {
    return EditorState.create({ doc, plugins: [collab({ version, clientID: this.client }), uniqueIds()] });
  }

  dispatch(tr: Transaction): void {
    const { state, transactions } = this.state.applyTransaction(tr);
    this.state = state;
    if (transactions.some((one) => one.docChanged && !one.getMeta(FROM_AUTHORITY))) this.collab.changed();
  }

  type(words: string, at: number): void {
    this.dispatch(this.state.tr.insertText(words, at));
  }

  enter(at: number): void {
    const state = this.state.apply(this.state.tr.setSelection(TextSelection.near(this.state.doc.resolve(at))));
    splitParagraph(state, (tr) => this.dispatch(tr));
  }
}

const rest = (milliseconds = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(holds: () => boolean, patience = 8000): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error("it never came to hold");
    await rest(2);
  }
}

const settled = (shelf: Shelf, ...pens: Pen[]) =>
  until(() => pens.every((one) => one.saving === "saved" && one.collab.version === shelf.version));

function same(shelf: Shelf, ...pens: Pen[]): void {
  for (const one of pens) assert.deepEqual(one.state.doc.toJSON(), shelf.doc.toJSON());
  assert.equal(new Set(idsOf(shelf.doc)).size, shelf.doc.childCount);
}

/** The same numbers for the same seed, so that a failure can be seen again. */
function dice(seed: number): (most: number) => number {
  return (most) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * most);
  };
}

/** A sign for each act of typing, which nothing typed later can part. */
const sign = (at: number): string => String.fromCharCode(0x4e00 + at);

const pens: Pen[] = [];
beforeEach(() => localStorage.clear());
// A pen without a line tries again for ever, and the process with it: in the end all get through.
after(() => {
  for (const one of pens) {
    one.line.down = false;
    one.line.fate = () => ({ arrives: true, answered: true });
    one.collab.resume();
  }
});

test("what one types, the other reads; and it is on the shelf", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  a.type(" shall", 8);
  await settled(shelf, a, b);
  assert.deepEqual(wordsOf(b.state.doc), ["Parties shall", "Others"]);
  same(shelf, a, b);
  assert.deepEqual(keysOf("computer", "communique:unconfirmed:"), []);
});

test("two who type in one place at once both keep their words", async () => {
  const shelf = new Shelf(text("Parties"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  a.type(" shall", 8);
  b.type(" may", 8);
  await settled(shelf, a, b);
  same(shelf, a, b);
  assert.match(shelf.doc.textContent, /^Parties( shall may| may shall)$/);
});

for (const [clients, seed] of [
  [2, 1],
  [2, 2],
  [3, 3],
  [3, 4],
] as const)
  test(`${clients} pens that write at random over bad lines converge, and nothing acts twice (${seed})`, async () => {
    const roll = dice(seed);
    const shelf = new Shelf(text("One paragraph", "And another", "A third"));
    const writers = Array.from({ length: clients }, (_, at) => new Pen(shelf, `c${at}`));
    let typed = 0;
    for (const one of writers) {
      one.line.wait = () => rest(roll(4));
      one.line.fate = () => ({ arrives: roll(8) > 0, answered: roll(8) > 0 });
    }
    for (let round = 0; round < 60; round += 1) {
      const one = writers[roll(clients)] as Pen;
      const { doc } = one.state;
      const block = roll(doc.childCount);
      const start = doc.resolve(0).posAtIndex(block) + 1;
      const { size } = doc.child(block).content;
      const act = roll(10);
      if (act < 6) one.type(sign((typed += 1)), start + roll(size + 1));
      else if (act < 8) one.enter(start + roll(size + 1));
      else if (size > 2) one.dispatch(one.state.tr.addMark(start, start + 2, schema.mark("strong")));
      if (roll(3) === 0) await rest(roll(6));
      if (roll(12) === 0) one.live = !one.live;
    }
    for (const one of writers) {
      one.live = true;
      one.line.fate = () => ({ arrives: true, answered: true });
      one.collab.resume();
    }
    await settled(shelf, ...writers);
    same(shelf, ...writers);
    const words = shelf.doc.textContent;
    for (let at = 1; at <= typed; at += 1) assert.equal(words.split(sign(at)).length, 2, `sign ${at} is there once`);
    assert.deepEqual(writers.flatMap((one) => [...one.refused, ...one.dropped]), []);
  });

test("a batch whose answer was lost is sent again as it was, and acts once", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.live = false;
  let times = 0;
  a.line.fate = () => ({ arrives: true, answered: (times += 1) > 2 });
  a.type(" shall", 8);
  await settled(shelf, a);
  assert.equal(shelf.doc.textContent, "Parties shall");
  assert.equal(a.line.sent.length, 3);
  assert.equal(new Set(a.line.sent.map((one) => one.request_id)).size, 1);
});

test("what is typed while a batch is on its way goes with the next one", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.line.wait = () => rest(5);
  for (const letter of " shall") a.type(letter, a.state.doc.content.size - 1);
  await settled(shelf, a);
  assert.equal(shelf.doc.textContent, "Parties shall");
  assert.deepEqual(a.line.sent.map((one) => one.steps.length), [1, 5]);
});

test("who was away catches up by itself when the live line speaks of something later", async () => {
  const shelf = new Shelf(text("Parties"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  b.live = false;
  a.type(" shall", 8);
  await settled(shelf, a);
  b.live = true;
  a.type(" meet", 14);
  await settled(shelf, a, b);
  same(shelf, a, b);
});

test("what the live line says while the missing steps are fetched is not forgotten", async () => {
  const shelf = new Shelf(text("Parties"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  b.live = false;
  a.type(" shall", 8);
  await settled(shelf, a);
  b.live = true;
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { since } = b.line;
  // The first answer leaves the shelf before the second step is there, and arrives after it was spoken of.
  let first = true;
  b.line.since = async (version) => {
    const answer = await since.call(b.line, version);
    if (first) {
      first = false;
      await gate;
    }
    return answer;
  };
  void b.collab.catchUp();
  await rest(5);
  a.type(" meet", 14);
  await settled(shelf, a);
  open();
  await settled(shelf, b);
  same(shelf, a, b);
});

test("refused words leave the text and are handed to their writer, with the sentence", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const a = new Pen(shelf, "a");
  shelf.status = "question";
  a.type(" shall", 8);
  await until(() => a.refused.length > 0);
  assert.equal(a.refused[0]?.refusal.code, "text_is_question");
  assert.deepEqual(a.refused[0]?.words, ["Parties shall"]);
  same(shelf, a);
  assert.deepEqual(keysOf("computer", "communique:unconfirmed:"), []);
});

test("what is typed while the refusal is dealt with is handed back as well", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const a = new Pen(shelf, "a");
  shelf.status = "question";
  a.line.wait = () => rest(10);
  a.type(" shall", 8);
  await rest(15);
  a.type("!", a.state.doc.content.size - 1);
  await until(() => a.refused.length > 0);
  assert.deepEqual(a.refused.flatMap((one) => one.words), ["Parties shall", "Others!"]);
});

test("words put where somebody else takes the paragraph out are handed back", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  b.line.down = true;
  b.type(" in the region", 8);
  a.dispatch(a.state.tr.delete(0, a.state.doc.child(0).nodeSize));
  await settled(shelf, a);
  await until(() => b.collab.version === shelf.version);
  b.line.down = false;
  b.collab.resume();
  await settled(shelf, a, b);
  assert.deepEqual(b.dropped, [" in the region"]);
  same(shelf, a, b);
});

test("a signed-out pen waits, keeps what it typed, and goes on when somebody signs in again", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  const take = shelf.take.bind(shelf);
  const { Refusal } = await import("../wire");
  shelf.take = () => {
    throw new Refusal(401, "signed_out", "Sign in.");
  };
  a.type(" shall", 8);
  await until(() => a.halts.length > 0);
  assert.deepEqual([a.halts, a.saving, a.state.doc.textContent], [["signed_out"], "kept", "Parties shall"]);
  shelf.take = take;
  a.collab.resume();
  await settled(shelf, a);
  assert.equal(shelf.doc.textContent, "Parties shall");
});

test("a reload brings back what was not sent, on a text that moved on meanwhile", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  a.line.down = true;
  a.live = false;
  for (const letter of " shall") a.type(letter, 1 + (a.state.doc.firstChild?.content.size ?? 0));
  a.enter(5);
  b.type("All ", 1);
  await settled(shelf, b);
  // The tab is gone; another one opens with what the server has.
  const again = new Pen(shelf, "again");
  await again.collab.restore();
  await settled(shelf, again, b);
  assert.deepEqual(wordsOf(shelf.doc), ["All Part", "ies shall", "Others"]);
  assert.deepEqual(again.restored.map((one) => one.lost), [[]]);
  same(shelf, again, b);
  assert.deepEqual(keysOf("computer", "communique:unconfirmed:"), []);
});

test("a reload after a lost answer doesn't put the words in twice", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.live = false;
  a.line.fate = () => ({ arrives: true, answered: false });
  a.type(" shall", 8);
  await until(() => shelf.version > 0);
  a.type(" meet", 14);
  a.line.down = true;
  const again = new Pen(shelf, "again");
  await again.collab.restore();
  await settled(shelf, again);
  assert.equal(shelf.doc.textContent, "Parties shall meet");
});

test("a reload before the batch had arrived sends it once", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.line.fate = () => ({ arrives: false, answered: false });
  a.type(" shall", 8);
  await until(() => a.line.sent.length > 0);
  a.line.down = true;
  const again = new Pen(shelf, "again");
  await again.collab.restore();
  await settled(shelf, again);
  assert.equal(shelf.doc.textContent, "Parties shall");
});

test("what can't be asked for now stays kept for the next time", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.line.down = true;
  a.type(" shall", 8);
  const again = new Pen(shelf, "again");
  again.line.down = true;
  await assert.rejects(again.collab.restore());
  again.line.down = false;
  await again.collab.restore();
  await settled(shelf, again);
  assert.equal(shelf.doc.textContent, "Parties shall");
});

test("words for a place that is gone when the page comes back are handed over", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  a.line.down = true;
  a.live = false;
  for (const letter of " shall") a.type(letter, 1 + (a.state.doc.firstChild?.content.size ?? 0));
  b.dispatch(b.state.tr.delete(0, b.state.doc.child(0).nodeSize));
  await settled(shelf, b);
  const again = new Pen(shelf, "again");
  await again.collab.restore();
  assert.deepEqual(again.restored, [{ count: 0, lost: [" shall"] }]);
  same(shelf, again);
});

test("thousands of letters typed without a line come in once it is back", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.line.down = true;
  for (let at = 0; at < 1200; at += 1) a.type("x", 8 + at);
  assert.equal(a.saving === "saved", false);
  a.line.down = false;
  a.collab.resume();
  await settled(shelf, a);
  assert.equal(shelf.doc.textContent.length, 7 + 1200);
  assert.ok(a.line.sent.every((one) => one.steps.length <= 400));
});

test("a batch is never cut between a change and the ids given to what it brought", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.line.down = true;
  for (let at = 0; at < 198; at += 1) a.type("x", 8 + at);
  const copies = Array.from({ length: 20 }, (_, at) => schema.nodeFromJSON(paragraph(1, `copy ${at}`)));
  a.dispatch(a.state.tr.replace(a.state.doc.content.size, a.state.doc.content.size, new Slice(Fragment.from(copies), 0, 0)));
  a.line.down = false;
  a.collab.resume();
  await settled(shelf, a);
  assert.deepEqual(a.refused, []);
  assert.equal(shelf.doc.childCount, 21);
  same(shelf, a);
});

test("two pens that bring back the same paragraph don't end with one id twice", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  b.line.down = true;
  const copy = () => schema.nodeFromJSON(paragraph(5, "Brought back"));
  a.dispatch(a.state.tr.insert(0, copy()));
  b.dispatch(b.state.tr.insert(b.state.doc.content.size, copy()));
  await settled(shelf, a);
  b.line.down = false;
  b.collab.resume();
  await settled(shelf, a, b);
  assert.equal(shelf.doc.childCount, 4);
  assert.equal(shelf.doc.child(0).attrs.id, id(5));
  assert.deepEqual(b.refused, []);
  same(shelf, a, b);
});

test("the maps since a version lead positions to the present document", async () => {
  const shelf = new Shelf(text("Parties", "Others"));
  const [a, b] = [new Pen(shelf, "a"), new Pen(shelf, "b")];
  a.type("All ", 1);
  await settled(shelf, a, b);
  b.type("The ", 1);
  await settled(shelf, a, b);
  a.line.down = true;
  a.type("Both ", 1);
  const maps = a.collab.mapsSince(0);
  assert.equal(maps?.reduce((at, map) => map.map(at), 4), 4 + 13);
  assert.equal(a.collab.mapsSince(-5), null);
});

test("a copy that no longer fits is replaced by what the authority holds", async () => {
  const shelf = new Shelf(text("Parties"));
  const a = new Pen(shelf, "a");
  a.live = false;
  a.state = EditorState.create({ doc: text(""), plugins: a.state.plugins });
  shelf.take({ version: 0, steps: [{ stepType: "replace", from: 3, to: 6 }], client: "b", request_id: "r" });
  a.live = true;
  shelf.take({ version: 1, steps: [{ stepType: "replace", from: 3, to: 4 }], client: "b", request_id: "s" });
  await settled(shelf, a);
  assert.equal(reported.length, 1);
  same(shelf, a);
});
