import { body } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { attendanceCame, markOwn, startAttendance } from "../room/attendance";

function metas(party: string, office = ""): void {
  document.head.innerHTML = `<meta name="party" content="${party}"><meta name="office" content="${office}">`;
}

function page(taken: string, standing: string, state = "open"): void {
  body(`<section class="own-place" data-live="place:7" data-state="open" data-taken="${taken}" data-from="/meetings/7/place"></section>
<section class="card attendance" data-live="attendance:7" data-state="${state}"><ul>
<li data-party="LA" data-standing="${standing}">Lao PDR</li><li data-party="SG" data-standing="present">Singapore</li></ul></section>`);
}

const asked: string[] = [];
globalThis.fetch = (address: string | URL | Request) => {
  asked.push(String(address));
  return Promise.resolve(
    new Response('<section class="own-place" data-live="place:7" data-state="suspended" data-taken="no"></section>'),
  );
};

/** A newer attendance comes by the line. */
async function came(standing: string, state = "open"): Promise<string[]> {
  asked.length = 0;
  const place = document.querySelector<HTMLElement>(".attendance") as HTMLElement;
  place.dataset.state = state;
  (place.querySelector('[data-party="LA"]') as HTMLElement).dataset.standing = standing;
  markOwn(document.body);
  attendanceCame(place);
  await new Promise((resolve) => setTimeout(resolve, 20));
  return asked.slice();
}

test("the reader's own plate is marked, and once only", () => {
  metas("LA");
  page("yes", "present");
  startAttendance(0);
  markOwn(document.body);
  const marked = [...document.querySelectorAll("[data-mine]")];
  assert.deepEqual(marked.map((one) => one.getAttribute("data-party")), ["LA"]);
  assert.equal(document.querySelectorAll(".mine").length, 1);
});

test("the chair has no plate of its own among the delegations, nor has the public", () => {
  for (const [party, office] of [["VN", "chair"], ["", ""]] as const) {
    metas(party, office);
    page("yes", "present");
    startAttendance(0);
    assert.equal(document.querySelector("[data-mine]"), null);
  }
});

test("one's own place is asked for when the house counts one as away, and again when it doesn't", async () => {
  metas("LA");
  page("yes", "present");
  startAttendance(0);
  assert.deepEqual(await came("away"), ["/meetings/7/place"]);
  (document.querySelector(".own-place") as HTMLElement).dataset.state = "open";
  (document.querySelector(".own-place") as HTMLElement).dataset.taken = "away";
  assert.deepEqual(await came("away"), [], "nothing has changed");
  (document.querySelector(".own-place") as HTMLElement).dataset.from = "/meetings/7/place";
  assert.deepEqual(await came("present"), ["/meetings/7/place"]);
});

test("that a colleague came doesn't concern who has taken no place", async () => {
  metas("LA");
  page("no", "absent");
  startAttendance(0);
  assert.deepEqual(await came("present"), []);
});

test("it is asked for when the meeting is suspended, and what comes is put in", async () => {
  metas("", "clerk");
  page("no", "absent");
  startAttendance(0);
  assert.deepEqual(await came("absent", "suspended"), ["/meetings/7/place"]);
  assert.equal(document.querySelector<HTMLElement>(".own-place")?.dataset.state, "suspended");
  assert.deepEqual(await came("absent", "suspended"), []);
});
