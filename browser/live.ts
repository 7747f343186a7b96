/** On every page: forms, clocks, keys and preferences; on a page with a room also its line and the gavel. */
import { hear, tell } from "./bus";
import { startMeasuring } from "./clock";
import { scriptsAreReady } from "./early";
import { afterFragments, applyFragment, beforeFragments } from "./live/fragments";
import { Line, type LineState } from "./live/line";
import type { Message } from "./live/messages";
import { rewire, wireForms } from "./live/requests";
import { meta, readingInPage, whenReady } from "./page";
import { startAgreed } from "./room/agreed";
import { attendanceCame, markOwn, startAttendance } from "./room/attendance";
import { startBigScreen } from "./room/bigscreen";
import { startClerk } from "./room/clerk";
import { startClocks, showInstants } from "./room/clock";
import { startFloor } from "./room/floor";
import { startFolds } from "./room/folds";
import { followers, subjectOf } from "./room/followers";
import { startGavel } from "./room/gavel";
import { startHelp } from "./room/help";
import { offerParagraph, startHuddles } from "./room/huddles";
import { startKeys } from "./room/keys";
import { notesCame, startNotes } from "./room/notes";
import { startPreferences } from "./room/preferences";
import { startProgramme } from "./room/programme";
import { liftParagraph } from "./room/margin";
import { chairMoved, startReading } from "./room/reading";
import { startTimers } from "./room/timers";
import { startTimings } from "./room/timings";
import { say } from "./words";

function show(state: LineState): void {
  const element = document.getElementById("line");
  if (element === null) return;
  element.dataset.state = state.is;
  const words =
    state.is === "live"
      ? say("line_live")
      : state.is === "lost"
        ? say("line_lost")
        : state.is === "closed"
          ? say("line_closed", { why: reason(state.why) })
          : say("line_connecting");
  if (element.textContent !== words) element.textContent = words;
}

/** Why the line was closed: a code of the server's, or its sentence. */
function reason(why: string): string {
  if (why === "seat_lost") return say("line_closed_seat");
  if (why === "session_over") return say("line_closed_session");
  return why || say("line_closed_plain");
}

function receive(message: Message): void {
  switch (message.kind) {
    case "fragment":
      applyFragment(message.data.target, message.data.html);
      break;
    case "steps":
      tell("steps", message.data);
      break;
    case "overlay":
      tell("overlay", message.data);
      break;
    case "status":
      tell("status", message.data);
      break;
    case "reading":
      tell("reading", message.data);
      break;
    case "moved":
      chairMoved(message.data);
      break;
    case "resync":
      resync().catch(() => undefined); // Then the line is lost as well, and will say so again.
      tell("resync", message.data);
      break;
    case "closed":
      break;
  }
}

/** Too far behind: every live place of the page is fetched anew, in place, from the page's own address. */
async function resync(): Promise<void> {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of page.querySelectorAll("[data-live]"))
    applyFragment(fresh.getAttribute("data-live") ?? "", fresh.outerHTML);
  const reading = readingInPage(page);
  if (reading !== null) tell("reading", reading);
}

function openLine(room: string): void {
  let wasLost = false;
  const line = new Line({
    url: `/live/rooms/${encodeURIComponent(room)}`,
    version: meta("room-version"),
    onMessage(message) {
      receive(message);
      followers.heard(subjectOf(message));
    },
    onState(state) {
      show(state);
      if (state.is === "live" && wasLost) {
        tell("back", {});
        void followers.pull();
      }
      if (state.is === "closed") tell("closed", { why: state.why });
      wasLost = state.is === "lost" || (wasLost && state.is !== "live");
    },
  });
  void line.run();
  addEventListener("offline", () => line.cut());
  addEventListener("online", () => line.retry());
  addEventListener("pagehide", () => line.stop());
  addEventListener("pageshow", (event) => {
    if (event.persisted) void line.run();
  });
}

whenReady(() => {
  wireForms();
  startPreferences();
  startClocks();
  startTimers();
  startTimings();
  startFolds();
  startBigScreen();
  startKeys();
  startHelp();
  startGavel();
  startReading();
  startAgreed();
  startHuddles();
  startFloor();
  startAttendance();
  startNotes();
  startClerk();
  startProgramme();

  let paragraph = "";
  const item = meta("item");
  hear("paragraph", ({ id, label }) => {
    paragraph = id;
    liftParagraph(document.body, id, label);
    offerParagraph(document.body, { id, label });
  });
  beforeFragments((incoming) => {
    if (paragraph) liftParagraph(incoming, paragraph);
    offerParagraph(incoming);
    if (item) incoming.querySelector(`[data-item="${CSS.escape(item)}"]`)?.setAttribute("aria-current", "page");
    markOwn(incoming);
    showInstants(incoming);
  });
  afterFragments(rewire);
  afterFragments(attendanceCame);
  afterFragments(notesCame);
  afterFragments((place) => {
    if (place.hasAttribute("data-comments")) tell("comments", {});
  });

  const room = meta("room");
  if (room) {
    openLine(room);
    startMeasuring();
  }
});

// htmx looks through the page when it has been read, and began to wait for that before this does.
if (document.readyState === "complete") scriptsAreReady();
else document.addEventListener("DOMContentLoaded", () => setTimeout(scriptsAreReady), { once: true });
