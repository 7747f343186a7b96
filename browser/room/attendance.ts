/**
 * Who is here: the reader's own plate is marked, for the place is drawn for many delegations at once; and one's own place
 * is asked for anew when it can't be any more as the page has it: the meeting was opened or adjourned, or the house
 * counts one's delegation as away.
 */
import { applyFragments } from "../live/fragments";
import { actingHeaders, meta } from "../page";
import { say } from "../words";

/** Milliseconds over which a full hall's questions are spread when a meeting is opened. */
const SPREAD = 1_500;

let standing = "";
let waiting = false;

export function startAttendance(spread = SPREAD): void {
  markOwn(document.body);
  standing = ownStanding();
  wait = spread;
}
let wait = SPREAD;

/** Marks the plate of the reader's own delegation within a page or an incoming piece. */
export function markOwn(root: Element): void {
  const own = meta("party");
  if (own === "" || meta("office") !== "") return;
  for (const plate of root.querySelectorAll(`:is(.attendance, .roll) [data-party="${CSS.escape(own)}"]`)) {
    plate.setAttribute("data-mine", "");
    if (plate.querySelector(".mine") !== null) continue;
    const words = document.createElement("span");
    words.className = "unseen mine";
    words.textContent = ` ${say("own_delegation")}`;
    plate.append(words);
  }
}

/** A live place was put into the page: does it say that one's own place is another one now? */
export function attendanceCame(changed: Element): void {
  const own = document.querySelector<HTMLElement>(".own-place");
  if (own === null || !(changed instanceof HTMLElement)) return;
  const before = standing;
  standing = ownStanding();
  const state = changed.dataset.state;
  const other = isOfMeeting(changed) && state !== undefined && state !== own.dataset.state;
  if (other || (standing !== before && disagrees(own.dataset.taken ?? "", standing))) void ask(own);
}

function isOfMeeting(place: HTMLElement): boolean {
  return /^(meeting|attendance):/.test(place.dataset.live ?? "");
}

function ownStanding(): string {
  return document.querySelector<HTMLElement>(".attendance [data-mine]")?.dataset.standing ?? "";
}

/** A colleague may be there while one is not; but nobody has a place in a delegation that isn't there. */
function disagrees(taken: string, now: string): boolean {
  return (taken === "yes" && (now === "away" || now === "absent")) || (taken === "away" && now === "present");
}

async function ask(own: HTMLElement): Promise<void> {
  if (waiting) return;
  waiting = true;
  await new Promise((resolve) => setTimeout(resolve, Math.random() * wait));
  waiting = false;
  try {
    const answer = await fetch(own.dataset.from ?? "", { credentials: "same-origin", headers: actingHeaders() });
    if (answer.ok) applyFragments(await answer.text());
  } catch {
    // The line is lost as well, and the page says so.
  }
}
