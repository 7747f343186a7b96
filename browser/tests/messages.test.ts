import assert from "node:assert/strict";
import test from "node:test";
import { EventReader, messageFrom, type RawEvent } from "../live/messages";

const STREAM =
  "retry: 1700\n\n" +
  'id: 4\nevent: status\ndata: {"text":7,"status":"question"}\n\n' +
  ": beat\n\n" +
  "id: 5\n\n" +
  "event:note\r\ndata:one\r\ndata: two\r\n\r\n" +
  "data\n\n" +
  'id: 6\nevent: resync\ndata: {"version":6}\n\n';

const READ: RawEvent[] = [
  { event: "status", data: '{"text":7,"status":"question"}', id: "4" },
  { event: "message", data: "", id: "5" },
  { event: "note", data: "one\ntwo", id: null },
  { event: "message", data: "", id: null },
  { event: "resync", data: '{"version":6}', id: "6" },
];

test("a stream is cut into its events, and says when to come back", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.read(STREAM), READ);
  assert.equal(reader.retry, 1700);
});

test("chunks may end anywhere, also between the two characters of a line's end", () => {
  for (let size = 1; size < STREAM.length; size += 1) {
    const reader = new EventReader();
    const events: RawEvent[] = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...reader.read(STREAM.slice(at, at + size)));
    assert.deepEqual(events, READ, `in chunks of ${size}`);
  }
});

test("an event that isn't finished is not read", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.read("event: status\ndata: {}\n"), []);
  assert.equal(reader.read("\n").length, 1);
});

test("an id with a null in it and a retry that is no number are passed over", () => {
  const reader = new EventReader();
  assert.deepEqual(reader.read("id: 4\0\nretry: soon\ndata: x\n\n"), [{ event: "message", data: "x", id: null }]);
  assert.equal(reader.retry, null);
});

const said = (event: string, data: unknown) => messageFrom({ event, data: JSON.stringify(data), id: null });

test("each kind of message is read", () => {
  const steps = { text: 7, version: 2, steps: [{}, {}], clients: ["a", "b"], by: "The pen" };
  assert.deepEqual(said("steps", steps), { kind: "steps", data: steps });
  assert.deepEqual(said("overlay", { text: 7, version: 2, amendments: [] })?.kind, "overlay");
  assert.deepEqual(said("fragment", { target: "agenda:1", html: "<p>" })?.data, { target: "agenda:1", html: "<p>" });
  assert.deepEqual(said("status", { text: 7, status: "draft" })?.data, { text: 7, status: "draft" });
  const standing = { status: "agreed", label: "4", confirm_by: null, confirmed: 1, of: 4, note: "", at: "" };
  const reading = { text: 7, reading: 1, open: true, paragraph: "a", statuses: { a: standing }, figures: {} };
  assert.deepEqual(said("reading", reading), { kind: "reading", data: reading });
  const moved = { text: 7, reading: 1, paragraph: "a", label: "4" };
  assert.deepEqual(said("moved", moved), { kind: "moved", data: moved });
  assert.deepEqual(said("resync", { version: 9 })?.data, { version: 9 });
  assert.deepEqual(said("resync", {})?.data, { version: 0 });
  assert.deepEqual(said("closed", { why: "seat_lost" })?.data, { why: "seat_lost" });
});

test("what doesn't hold together is no message", () => {
  for (const [event, data] of [
    ["steps", { text: 7, version: 2, steps: [{}, {}], clients: ["a"] }],
    ["steps", { text: 7, version: 2, steps: [{}], clients: [5] }],
    ["steps", { text: "7", version: 2, steps: [], clients: [] }],
    ["steps", { text: 7, version: -1, steps: [], clients: [] }],
    ["overlay", { text: 7, version: 2, amendments: {} }],
    ["fragment", { target: "agenda:1" }],
    ["status", { text: 7 }],
    ["reading", { text: 7, reading: 1, open: true, paragraph: "a", statuses: { a: "agreed" }, figures: {} }],
    ["reading", { text: 7, reading: 1, open: "yes", paragraph: "a", statuses: {}, figures: {} }],
    ["moved", { text: 7, reading: 1, paragraph: "a" }],
    ["weather", { text: 7 }],
    ["steps", null],
    ["steps", "x"],
  ] as const)
    assert.equal(said(event, data), null, `${event} ${JSON.stringify(data)}`);
  assert.equal(messageFrom({ event: "steps", data: "{", id: null }), null);
  assert.equal(messageFrom({ event: "message", data: "", id: "5" }), null);
});
