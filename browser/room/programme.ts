/**
 * The programme of a conference: laid out by the server in the reader's own time, once this browser has said which that
 * is; how each sitting stands comes by the line; a change of the layout itself is fetched, each reader at a moment of
 * its own. Where hours are chosen, they are shown in every capital meanwhile.
 */
import { afterFragments } from "../live/fragments";
import { serverNow } from "../clock";
import { ownZone } from "./clock";

const COOKIE = "zone";
const YEAR = 365 * 24 * 3600;
/** Milliseconds within which all readers of a programme fetch its new layout. */
const SPREAD = 3000;
const PAUSE = 350;

/** Tells the server by which clock pages are to be laid out: a name such as "Europe/Paris", and nothing else. */
export function tellZone(zone: string): void {
  const said = `${COOKIE}=${zone}`;
  if (!/^[\w+/-]{1,60}$/.test(zone) || document.cookie.split("; ").includes(said)) return;
  document.cookie = `${said}; path=/; max-age=${YEAR}; samesite=lax`;
}

const gridIn = (root: ParentNode): HTMLElement | null => root.querySelector<HTMLElement>("#programme-grid");

/** How each sitting stands, from the live place into the grid. */
export function showStates(root: ParentNode = document): void {
  for (const said of root.querySelectorAll<HTMLElement>("[data-stands]")) {
    const { stands, is } = said.dataset;
    for (const slot of root.querySelectorAll<HTMLElement>(`[data-sitting="${CSS.escape(stands ?? "")}"]`)) {
      if (slot.dataset.is === is) continue;
      slot.dataset.is = is ?? "";
      slot.querySelector(".stands")?.replaceChildren(...[...said.childNodes].map((node) => node.cloneNode(true)));
    }
  }
}

/** Marks the row in which it is now. */
export function showNow(now: number, root: ParentNode = document): void {
  for (const row of root.querySelectorAll<HTMLElement>("tr[data-begins]")) {
    const { begins, ends } = row.dataset;
    const is = Date.parse(begins ?? "") <= now && now < Date.parse(ends ?? "");
    if (row.hasAttribute("data-now") !== is) row.toggleAttribute("data-now", is);
    const time = row.querySelector("th time");
    if (is) time?.setAttribute("aria-current", "time");
    else time?.removeAttribute("aria-current");
  }
}

let fetching = 0;

async function fetchGrid(zone: string): Promise<void> {
  const grid = gridIn(document);
  const source = grid?.dataset.source;
  if (grid === null || !source) return;
  const mine = ++fetching;
  const answer = await fetch(`${source}?zone=${encodeURIComponent(zone)}`, { credentials: "same-origin" });
  if (!answer.ok || mine !== fetching) return;
  const fresh = gridIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (fresh === null) return;
  // By itself the page follows the reader's clock; only what somebody chose is kept as chosen.
  fresh.toggleAttribute("data-chosen", grid.hasAttribute("data-chosen"));
  grid.replaceWith(fresh);
  const choice = document.querySelector<HTMLSelectElement>("select#zone");
  const known = [...(choice?.options ?? [])].some((one) => one.value === zone);
  if (choice !== null && !known) choice.add(new Option(zone.split("/").pop()?.replaceAll("_", " ") ?? zone, zone));
  if (choice !== null) choice.value = zone;
  showStates();
  showNow(serverNow());
}

/** Is the grid of the page another one than the programme as it now is? */
function isOutdated(place: Element): boolean {
  const laid = (place as HTMLElement).dataset.laid;
  return laid !== undefined && gridIn(document)?.dataset.laid !== laid;
}

function startHours(): void {
  const place = document.querySelector<HTMLElement>("[data-hours]");
  const form = place?.closest("form");
  if (!place || !form) return;
  let waiting = 0;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const mine = ++asked;
    const said = new URLSearchParams();
    for (const name of ["begins_at", "ends_at", "level"]) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) said.set(name, field.value);
    }
    if (place.dataset.meeting) said.set("meeting", place.dataset.meeting);
    if (place.dataset.level) said.set("level", place.dataset.level);
    const answer = await fetch(`${place.dataset.hours}?${said}`, { credentials: "same-origin" });
    if (answer.ok && mine === asked) place.innerHTML = await answer.text();
  };
  form.addEventListener("input", (event) => {
    const name = (event.target as HTMLInputElement).name;
    if (!["begins_at", "ends_at", "level"].includes(name)) return;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void ask().catch(() => undefined), PAUSE);
  });
}

export function startProgramme(): void {
  const own = ownZone();
  tellZone(own);
  startHours();
  const grid = gridIn(document);
  if (grid === null) return;
  if (own && grid.dataset.zone !== own && !grid.hasAttribute("data-chosen")) void fetchGrid(own).catch(() => undefined);
  showStates();
  showNow(serverNow());
  setInterval(() => showNow(serverNow()), 15_000);
  afterFragments((place) => {
    if (!place.hasAttribute("data-laid")) return;
    showStates();
    if (!isOutdated(place)) return;
    const zone = gridIn(document)?.dataset.zone ?? own;
    setTimeout(() => void fetchGrid(zone).catch(() => undefined), Math.random() * SPREAD);
  });
}
