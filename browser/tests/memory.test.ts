import "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { keep, keysOf, recall, recallJson } from "../memory";

test("what is kept is found again, and null forgets it", () => {
  assert.equal(keep("computer", "a:1", "one"), true);
  keep("computer", "a:2", '{"two":2}');
  keep("computer", "b:1", "{");
  assert.deepEqual(keysOf("computer", "a:").sort(), ["a:1", "a:2"]);
  assert.deepEqual(recallJson("computer", "a:2"), { two: 2 });
  assert.equal(recallJson("computer", "b:1"), null);
  assert.equal(recall("tab", "a:1"), null);
  keep("computer", "a:1", null);
  assert.equal(recall("computer", "a:1"), null);
});

test("a browser that keeps nothing is lived with", () => {
  const kept = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  assert.ok(kept);
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  try {
    assert.equal(keep("computer", "a", "x"), false);
    assert.equal(keep("computer", "a", null), false);
    assert.equal(recall("computer", "a"), null);
    assert.equal(recallJson("computer", "a"), null);
    assert.deepEqual(keysOf("computer", "a"), []);
  } finally {
    Object.defineProperty(globalThis, "localStorage", kept);
  }
});
