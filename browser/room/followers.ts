/**
 * Places that are put together from many others, on the few screens that show them: the chair's desk and the screen on
 * the wall. They are sent to nobody. Their page asks for them when one of those that they follow has moved, so that the
 * two thousand others in the room aren't told what they don't show.
 */
import { applyFragment } from "../live/fragments";
import type { Message } from "../live/messages";

/** Milliseconds between two questions at least: a pen types faster than anybody reads. */
const REST = 250;

/** What a message is about: `floor` for `floor:12`, otherwise its own kind. */
export function subjectOf(message: Message): string {
  return message.kind === "fragment" ? (message.data.target.split(":")[0] ?? "") : message.kind;
}

export function follows(place: Element, subject: string): boolean {
  return (place.getAttribute("data-follows") ?? "").split(/\s+/).includes(subject);
}

export class Followers {
  private asking = false;
  private wanted = false;

  /** `ask` fetches the page anew as text, or fails. */
  constructor(
    private readonly ask: () => Promise<string>,
    private readonly rest: number = REST,
  ) {}

  /** Something moved: its followers are asked for, now or as soon as the last answer is in. */
  heard(subject: string): void {
    const places = [...document.querySelectorAll("[data-follows]")];
    if (places.some((place) => follows(place, subject))) void this.pull();
  }

  async pull(): Promise<void> {
    if (document.querySelector("[data-follows]") === null) return;
    this.wanted = true;
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        this.put(await this.ask());
        await new Promise((resolve) => setTimeout(resolve, this.rest));
      }
    } catch {
      // The line is lost as well, and when it is back all of it is asked for.
    } finally {
      this.asking = false;
    }
  }

  private put(text: string): void {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const fresh of page.querySelectorAll("[data-follows]"))
      applyFragment(fresh.getAttribute("data-live") ?? "", fresh.outerHTML);
  }
}

async function thisPage(): Promise<string> {
  const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

export const followers = new Followers(thisPage);
