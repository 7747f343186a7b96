import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { duration, instant, placeOf, showInstants } from "../room/clock";

const HA_NOI = { zone: "Asia/Ho_Chi_Minh", place: "Ha Noi" };
const AT = new Date("2020-09-09T07:32:00Z");
document.documentElement.lang = "en-GB";

test("an instant is said once where the reader's clock and the host's show the same", () => {
  assert.equal(instant(AT, "time", HA_NOI, "Asia/Vientiane"), "14:32 in Ha Noi");
  assert.equal(instant(AT, "full", HA_NOI, "Asia/Vientiane"), "9 September 2020 at 14:32");
});

test("elsewhere the reader's own time comes first, with the host's beside it", () => {
  assert.equal(instant(AT, "time", HA_NOI, "Asia/Singapore"), "15:32 · 14:32 in Ha Noi");
  assert.equal(instant(AT, "full", HA_NOI, "Europe/London"), "9 September 2020 at 08:32 · 14:32 in Ha Noi");
});

test("where it is another day, the host's day is said as well", () => {
  const late = new Date("2020-09-09T18:00:00Z");
  assert.equal(
    instant(late, "full", HA_NOI, "Europe/London"),
    "9 September 2020 at 19:00 · 10 September 2020 at 01:00 in Ha Noi",
  );
});

test("a day is the reader's day", () => {
  assert.equal(instant(new Date("2020-09-09T18:00:00Z"), "day", HA_NOI, "Europe/London"), "9 September 2020");
});

test("a countdown shows minutes and seconds, hours only when there are any, and never less than nothing", () => {
  assert.deepEqual([0, -5, 0.2, 59, 65, 3723].map(duration), ["0:00", "0:00", "0:01", "0:59", "1:05", "1:02:03"]);
});

test("a time zone is spoken of by its city", () => {
  assert.deepEqual(["Asia/Ho_Chi_Minh", "America/Argentina/Ushuaia", "UTC"].map(placeOf), ["Ho Chi Minh", "Ushuaia", "UTC"]);
});

test("the instants of a page are written anew, and what can't be read stays as the server wrote it", () => {
  body(
    `<div data-host-zone="${Intl.DateTimeFormat().resolvedOptions().timeZone}" data-host-place="Ha Noi">` +
      '<time id="a" datetime="2020-09-09T07:32:00Z" data-instant="time">x</time>' +
      '<time id="b" datetime="never" data-instant="time">as it was</time>' +
      '<time id="c" datetime="2020-09-09T07:32:00Z">not ours</time></div>' +
      '<time id="d" datetime="2020-09-09T07:32:00Z" data-instant="full" data-host-zone="Moon/Base">kept</time>',
  );
  showInstants(document);
  assert.match(document.getElementById("a")?.textContent ?? "", /^\d\d:32 in Ha Noi$/);
  assert.deepEqual(["b", "c", "d"].map((one) => document.getElementById(one)?.textContent), ["as it was", "not ours", "kept"]);
});
