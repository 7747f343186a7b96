import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { keep } from "../memory";
import { foldAll } from "../room/folds";

const open = (): boolean[] => [...document.querySelectorAll("details")].map((one) => one.open);

test("on a small screen all is folded but what its reader has opened; on a wide one nothing is", () => {
  body('<details class="fold" id="a" open></details><details class="fold" id="b" open></details><details id="c"></details>');
  keep("tab", "communique:fold:b", "open");
  foldAll(true);
  assert.deepEqual(open(), [false, true, false]);
  foldAll(false);
  assert.deepEqual(open(), [true, true, false]);
});
