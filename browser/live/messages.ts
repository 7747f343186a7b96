/** What the live channel says, and how its bytes become messages (WHATWG HTML, 9.2: server-sent events). */

export interface StepsMessage {
  readonly text: number;
  /** The text's version after these steps. */
  readonly version: number;
  readonly steps: readonly unknown[];
  /** For each step, the client that made it. */
  readonly clients: readonly string[];
  readonly by: string;
}
export interface OverlayMessage {
  readonly text: number;
  readonly version: number;
  readonly amendments: readonly unknown[];
}
export interface FragmentMessage {
  readonly target: string;
  readonly html: string;
}
export interface StatusMessage {
  readonly text: number;
  readonly status: string;
}
/** Where a paragraph stands, and since when; `status` is one of agreed, held, huddle, reopened and lapsed. */
export interface Standing {
  readonly status: string;
  readonly label: string;
  readonly confirm_by: string | null;
  readonly confirmed: number;
  readonly of: number;
  readonly note: string;
  readonly at: string;
}
export interface ReadingMessage {
  readonly text: number;
  /** The number of the last reading; 0 before the first. */
  readonly reading: number;
  readonly open: boolean;
  /** Where the chair is, or "". */
  readonly paragraph: string;
  /** By a paragraph's id; the others are open. */
  readonly statuses: Readonly<Record<string, Standing>>;
  readonly figures: Readonly<Record<string, unknown>>;
}
export interface MovedMessage {
  readonly text: number;
  readonly reading: number;
  readonly paragraph: string;
  readonly label: string;
}
export interface ResyncMessage {
  readonly version: number;
}
export interface ClosedMessage {
  readonly why: string;
}

export type Message =
  | { readonly kind: "steps"; readonly data: StepsMessage }
  | { readonly kind: "overlay"; readonly data: OverlayMessage }
  | { readonly kind: "fragment"; readonly data: FragmentMessage }
  | { readonly kind: "status"; readonly data: StatusMessage }
  | { readonly kind: "reading"; readonly data: ReadingMessage }
  | { readonly kind: "moved"; readonly data: MovedMessage }
  | { readonly kind: "resync"; readonly data: ResyncMessage }
  | { readonly kind: "closed"; readonly data: ClosedMessage };

/**
 * One event as it came: its name, its data ("" for one that only says that the room moved on), and the room's version
 * that it brings (null when it gives none).
 */
export interface RawEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

/** Cuts a stream of text into events. Chunks may end anywhere, also between the two characters of a line's end. */
export class EventReader {
  private rest = "";
  private event = "";
  private data: string[] = [];
  private id: string | null = null;
  /** Milliseconds after which the server wants to see this page again when the line ends; null when it hasn't said. */
  retry: number | null = null;

  /** Events completed by `chunk`, in order. Comments (the heart-beat) are passed over. */
  read(chunk: string): RawEvent[] {
    const events: RawEvent[] = [];
    this.rest += chunk;
    const held = this.rest.endsWith("\r") ? 1 : 0;
    const lines = this.rest.slice(0, this.rest.length - held).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? "") + (held ? "\r" : "");
    for (const line of lines) {
      const done = this.take(line);
      if (done !== null) events.push(done);
    }
    return events;
  }

  private take(line: string): RawEvent | null {
    if (line === "") return this.finish();
    if (line.startsWith(":")) return null;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.event = value;
    else if (name === "data") this.data.push(value);
    else if (name === "id" && !value.includes("\0")) this.id = value;
    else if (name === "retry" && /^\d{1,6}$/.test(value)) this.retry = Number(value);
    return null;
  }

  private finish(): RawEvent | null {
    const { event, data, id } = this;
    this.event = "";
    this.data = [];
    this.id = null;
    if (data.length === 0 && id === null) return null;
    return { event: event || "message", data: data.join("\n"), id };
  }
}

const isText = (value: unknown): value is string => typeof value === "string";
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** The message of an event; null for one that this page doesn't know or that doesn't hold together. */
export function messageFrom(event: RawEvent): Message | null {
  let said: Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(event.data);
    if (typeof value !== "object" || value === null) return null;
    said = value as Record<string, unknown>;
  } catch {
    return null;
  }
  const { text, version, steps, clients, by, amendments, target, html, status, why } = said;
  switch (event.event) {
    case "steps":
      if (!isCount(text) || !isCount(version) || !isList(steps) || !isList(clients)) return null;
      if (steps.length !== clients.length || !clients.every(isText)) return null;
      return { kind: "steps", data: { text, version, steps, clients, by: isText(by) ? by : "" } };
    case "overlay":
      if (!isCount(text) || !isCount(version) || !isList(amendments)) return null;
      return { kind: "overlay", data: { text, version, amendments } };
    case "fragment":
      return isText(target) && isText(html) ? { kind: "fragment", data: { target, html } } : null;
    case "status":
      return isCount(text) && isText(status) ? { kind: "status", data: { text, status } } : null;
    case "reading":
      return readingFrom(said);
    case "moved": {
      const { reading, paragraph, label } = said;
      if (!isCount(text) || !isCount(reading) || !isText(paragraph) || !isText(label)) return null;
      return { kind: "moved", data: { text, reading, paragraph, label } };
    }
    case "resync":
      return { kind: "resync", data: { version: isCount(version) ? version : 0 } };
    case "closed":
      return { kind: "closed", data: { why: isText(why) ? why : "" } };
    default:
      return null;
  }
}

function readingFrom(said: Record<string, unknown>): Message | null {
  const { text, reading, open, paragraph, statuses, figures } = said;
  if (!isCount(text) || !isCount(reading) || typeof open !== "boolean" || !isText(paragraph)) return null;
  if (!isRecord(statuses) || !isRecord(figures)) return null;
  const whole = Object.values(statuses).every((one) => isRecord(one) && isText(one.status) && isText(one.label));
  if (!whole) return null;
  const standing = statuses as Readonly<Record<string, Standing>>;
  return { kind: "reading", data: { text, reading, open, paragraph, statuses: standing, figures } };
}
