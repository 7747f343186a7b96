/**
 * The reading of a text: who follows the chair comes to the paragraph where the chair is, and the chair's own way
 * through the text leads the others. Both are switched by buttons in the strip of the reading, and remembered in the tab.
 *
 * Nothing moves under somebody who types: who follows and writes comes after when the writing is done.
 */
import { hear, tell } from "../bus";
import { afterFragments, applyFragments, beforeFragments } from "../live/fragments";
import type { MovedMessage } from "../live/messages";
import { sentenceIn } from "../live/requests";
import { announce, toast } from "../live/toast";
import { keep, recall } from "../memory";
import { actingHeaders, requestId } from "../page";
import { say } from "../words";
import { takesTyping } from "./keys";

/** Who runs through the text with the keys leads to where they stop. */
const SETTLES = 200;
/** Who has not typed in the text for so long only rests the cursor there. */
const RESTS = 5_000;
const LOOKS_AGAIN = 500;

class Following {
  private readonly text: string;
  /** Where the reader is, and where the chair is. */
  private here = "";
  private at: string;
  private follows: boolean;
  private leads: boolean;
  private typedAt = -Infinity;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private settling: ReturnType<typeof setTimeout> | null = null;
  private sending = false;

  constructor(strip: HTMLElement) {
    this.text = strip.dataset.text ?? "";
    this.at = strip.dataset.at ?? "";
    this.follows = recall("tab", this.key("follow")) === "on";
    this.leads = recall("tab", this.key("lead")) !== "off";
    this.mark(strip);
    hear("paragraph", ({ id }) => this.isAt(id));
    beforeFragments((incoming) => {
      if (incoming.getAttribute("data-live") === this.target) this.mark(incoming);
    });
    afterFragments((place) => {
      if (place === this.strip) this.chairIsAt((place as HTMLElement).dataset.at ?? "");
    });
    document.addEventListener("keydown", () => (this.typedAt = performance.now()), true);
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("submit", (event) => this.submitted(event), true);
    // The editor begins after this, and has to hear it.
    const begin = (): void => this.begin();
    if (document.readyState === "complete") setTimeout(begin);
    else document.addEventListener("DOMContentLoaded", () => setTimeout(begin), { once: true });
  }

  moved(message: MovedMessage): void {
    if (String(message.text) !== this.text) return;
    if (this.follows && this.mayFollow && message.paragraph !== this.here)
      announce(say("reading_at", { label: message.label }));
    this.chairIsAt(message.paragraph);
  }

  private key(what: string): string {
    return `communique:${what}:${this.text}`;
  }

  private get target(): string {
    return `reading:${this.text}`;
  }

  private get strip(): HTMLElement | null {
    return document.querySelector<HTMLElement>(`[data-live="${CSS.escape(this.target)}"]`);
  }

  private get isOpen(): boolean {
    return this.strip?.dataset.is === "open";
  }

  /** Whoever may lead doesn't follow: two of the chair's screens would chase each other. */
  private get mayFollow(): boolean {
    return this.isOpen && !this.strip?.hasAttribute("data-leads");
  }

  private begin(): void {
    if (location.hash.startsWith("#p-")) return;
    if (this.mayFollow) this.come();
    else if (this.isOpen && this.leads && this.at) tell("come", { id: this.at });
  }

  /** What only this page knows of the strip: the buttons that are pressed, and the date that was given last. */
  private mark(root: Element): void {
    for (const [act, on] of [["follow", this.follows], ["lead", this.leads]] as const)
      root.querySelector(`[data-act="${act}"]`)?.setAttribute("aria-pressed", String(on));
    const day = recall("tab", this.key("confirm-by"));
    if (day === null) return;
    for (const field of root.querySelectorAll<HTMLInputElement>('input[name="confirm_by"]'))
      if (day >= field.min) field.setAttribute("value", day);
  }

  private clicked(event: MouseEvent): void {
    const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
    if (act !== "follow" && act !== "lead") return;
    if (act === "follow") keep("tab", this.key("follow"), (this.follows = !this.follows) ? "on" : null);
    else keep("tab", this.key("lead"), (this.leads = !this.leads) ? null : "off");
    if (this.strip) this.mark(this.strip);
    if (act === "follow") this.come();
    else this.isAt(this.here);
  }

  private submitted(event: Event): void {
    const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('input[name="confirm_by"]');
    if (field) keep("tab", this.key("confirm-by"), field.value || null);
  }

  // Following.

  private chairIsAt(paragraph: string): void {
    if (paragraph === this.at) return;
    this.at = paragraph;
    this.come();
  }

  private come(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
    if (!this.follows || !this.mayFollow || this.at === "" || this.at === this.here) return;
    if (this.isBusy()) this.waiting = setTimeout(() => this.come(), LOOKS_AGAIN);
    else tell("come", { id: this.at });
  }

  private isBusy(): boolean {
    if (document.querySelector("#suggestion:not([hidden]), #commenting:not([hidden])") !== null) return true;
    const active = document.activeElement;
    // A choice that was made, as in the filter, keeps the focus: nothing is being written there.
    if (!takesTyping(active) || active instanceof HTMLSelectElement) return false;
    return !(active as HTMLElement).isContentEditable || performance.now() - this.typedAt < RESTS;
  }

  // Leading.

  private isAt(id: string): void {
    this.here = id;
    if (this.settling !== null) clearTimeout(this.settling);
    this.settling = null;
    const strip = this.strip;
    if (id === "" || id === this.at || !this.leads || !this.isOpen || !strip?.hasAttribute("data-leads")) return;
    this.settling = setTimeout(() => void this.lead(), SETTLES);
  }

  /** Tells the meeting where the chair is: one after another, so that the last one told is where the chair came last. */
  private async lead(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    const paragraph = this.here;
    try {
      const answer = await fetch(`/texts/${encodeURIComponent(this.text)}/reading/place`, {
        method: "POST",
        credentials: "same-origin",
        headers: { ...actingHeaders(), "HX-Request": "true" },
        body: new URLSearchParams({ paragraph, request_id: requestId() }),
      });
      const text = await answer.text();
      if (answer.ok) {
        this.at = paragraph;
        applyFragments(text);
      } else toast(sentenceIn(text, answer.status), "bad");
    } catch {
      toast(say("unreachable"), "bad");
    } finally {
      this.sending = false;
    }
    if (this.here !== paragraph) this.isAt(this.here);
  }
}

let following: Following | null = null;

export function startReading(): void {
  const strip = document.querySelector<HTMLElement>("[data-live^='reading:']");
  if (strip !== null) following = new Following(strip);
}

/** The chair has gone on to another paragraph. */
export function chairMoved(message: MovedMessage): void {
  following?.moved(message);
}
