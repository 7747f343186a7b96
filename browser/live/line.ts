/**
 * The one line of a page to its room.
 *
 * Server-sent events are read with `fetch` rather than `EventSource`, for three things that the latter can't do: say
 * already at the first connection which version the page was made at, so that nothing falls between the page and the
 * line; hear the heart-beat, so that a dead line behind a ministry's firewall is noticed; and read the sentence with
 * which the server turns somebody away.
 */
import { meta } from "../page";
import { EventReader, messageFrom, type Message } from "./messages";

export type LineState =
  | { readonly is: "connecting" }
  | { readonly is: "live" }
  | { readonly is: "lost"; readonly attempt: number }
  | { readonly is: "closed"; readonly why: string };

export interface LineOptions {
  readonly url: string;
  /** The room's version at which the page was made. */
  readonly version: string;
  onMessage(message: Message): void;
  onState(state: LineState): void;
}

const SILENCE = 40_000;
/** The server beats every 15 seconds: after two missed beats and some patience the line is taken for dead. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const HOPEFUL = 3;
/** Attempts before the waits grow: a server that is started anew answers in a few seconds. */
const FINAL = new Set([401, 403, 404]);

export class Line {
  private version: string;
  /** Counts the calls of `run`: one that was stopped and begun again must not leave two lines open. */
  private turn = 0;
  private stopped = false;
  private attempt = 0;
  private firstWait = FIRST_WAIT;
  private abort: AbortController | null = null;
  private wake: (() => void) | null = null;

  constructor(private readonly options: LineOptions) {
    this.version = options.version;
  }

  /** Keeps the line open until it is closed by either side. */
  async run(): Promise<void> {
    const turn = (this.turn += 1);
    this.stopped = false;
    this.options.onState({ is: "connecting" });
    for (;;) {
      const why = await this.hold();
      if (this.stopped || turn !== this.turn) return;
      if (why !== null) return this.close(why);
      this.attempt += 1;
      this.options.onState({ is: "lost", attempt: this.attempt });
      await this.pause(backOff(this.attempt, this.firstWait));
      if (this.stopped || turn !== this.turn) return;
    }
  }

  /** Leaves without a word, as when the page is put away; `run` comes back to where it was. */
  stop(): void {
    this.stopped = true;
    this.abort?.abort();
    this.wake?.();
  }

  /** The computer says that it is offline: what the line still seems to be is not waited for. */
  cut(): void {
    this.abort?.abort();
  }

  /** Tries at once, as when the computer says that it is online again. */
  retry(): void {
    this.wake?.();
  }

  private close(why: string): void {
    this.stopped = true;
    this.abort?.abort();
    this.options.onState({ is: "closed", why });
  }

  /** One connection until it ends: null when it should be tried again, otherwise why it is over. */
  private async hold(): Promise<string | null> {
    const abort = (this.abort = new AbortController());
    let silence = setTimeout(() => abort.abort(), SILENCE);
    try {
      // A page that was made for one seat must not be told what another may read.
      const headers: Record<string, string> = { Accept: "text/event-stream", "X-Seat": meta("seat") };
      if (this.version) headers["Last-Event-ID"] = this.version;
      const answer = await fetch(this.options.url, {
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: abort.signal,
      });
      if (FINAL.has(answer.status)) return await reasonOf(answer);
      if (!answer.ok || answer.body === null) return null;
      const bytes = answer.body.getReader();
      const decoder = new TextDecoder();
      const events = new EventReader();
      this.attempt = 0;
      this.options.onState({ is: "live" });
      for (;;) {
        const { done, value } = await bytes.read();
        if (done) return null;
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE);
        const heard = events.read(decoder.decode(value, { stream: true }));
        this.firstWait = events.retry ?? this.firstWait;
        for (const event of heard) {
          if (event.id) this.version = event.id;
          const message = messageFrom(event);
          if (message?.kind === "closed") return message.data.why;
          if (message !== null) this.tell(message);
        }
      }
    } catch {
      return null;
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }

  /** A message that the page chokes on must not cut the line. */
  private tell(message: Message): void {
    try {
      this.options.onMessage(message);
    } catch (error) {
      reportError(error);
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * Milliseconds before the next attempt: what the server asked for, as long as it may be starting anew; then doubling up
 * to fifteen seconds. Spread, so that a hall of laptops doesn't knock in one instant.
 */
export function backOff(attempt: number, first: number = FIRST_WAIT, chance: number = Math.random()): number {
  return Math.min(LONGEST_WAIT, first * 2 ** Math.max(0, attempt - HOPEFUL)) * (0.5 + chance / 2);
}

async function reasonOf(answer: Response): Promise<string> {
  try {
    const said = (await answer.json()) as { sentence?: unknown };
    return typeof said.sentence === "string" ? said.sentence : "";
  } catch {
    return "";
  }
}
