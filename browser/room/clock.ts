/** Instants in the reader's own time with the host's beside it, and the clock in the header. */
import { serverNow } from "../clock";
import { meta } from "../page";
import { say } from "../words";

/** Names that browsers still give to zones which are called otherwise now (tz database, file "backward"). */
const RENAMED: Record<string, string> = {
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Dacca": "Asia/Dhaka",
  "Europe/Kiev": "Europe/Kyiv",
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** The reader's time zone by its present name, or "" where the browser doesn't know. */
export function ownZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  return RENAMED[zone] ?? zone;
}

const own = ownZone();
const locale = (): string => document.documentElement.lang || "en-GB";

/** "Asia/Ho_Chi_Minh" is spoken of as "Ho Chi Minh"; the host's own name for its place goes before. */
export function placeOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

type Shape = "time" | "day" | "full";

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { day: "numeric", month: "long", year: "numeric" },
  full: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

function written(at: Date, zone: string, shape: Shape): string {
  return new Intl.DateTimeFormat(locale(), { ...SHAPES[shape], timeZone: zone }).format(at);
}

/**
 * An instant for people: once when the reader's clock and the host's show the same, otherwise the reader's with the
 * host's beside it (only its time when the day is the same too).
 */
export function instant(at: Date, shape: Shape, host: { zone: string; place: string }, reader: string = own): string {
  const [here, there] = [written(at, reader, shape), written(at, host.zone, shape)];
  if (here === there) return shape === "time" ? say("clock_in", { time: here, place: host.place }) : here;
  if (shape === "day") return here;
  const sameDay = written(at, reader, "day") === written(at, host.zone, "day");
  const beside = sameDay ? written(at, host.zone, "time") : there;
  return say("clock_here_and_there", { here, there: beside, place: host.place });
}

function hostOf(element: Element): { zone: string; place: string } {
  const said = element.closest<HTMLElement>("[data-host-zone]")?.dataset;
  const zone = said?.hostZone || meta("host-zone") || "UTC";
  return { zone, place: said?.hostPlace || meta("host-place") || placeOf(zone) };
}

export function showInstants(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-instant]")) {
    const at = new Date(element.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const shape = element.dataset.instant as Shape;
    try {
      element.textContent = instant(at, shape in SHAPES ? shape : "full", hostOf(element));
    } catch {
      // A zone that this browser doesn't know: what the server wrote stays.
    }
  }
}

/** "1:05", or "1:02:03" from an hour on. */
export function duration(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds until an instant by the server's clock. */
export function secondsUntil(iso: string): number {
  return (Date.parse(iso) - serverNow()) / 1000;
}

function tick(): void {
  const now = new Date(serverNow());
  for (const element of document.querySelectorAll<HTMLElement>("[data-clock]")) {
    const host = hostOf(element);
    const here = written(now, own, "time");
    const there = say("clock_in", { time: written(now, host.zone, "time"), place: host.place });
    const same = here === written(now, host.zone, "time");
    const words = same ? there : `${say("clock_in", { time: here, place: placeOf(own) })} · ${there}`;
    if (element.textContent !== words) element.textContent = words;
  }
}

export function startClocks(): void {
  showInstants(document);
  tick();
  setInterval(tick, 1000);
}
