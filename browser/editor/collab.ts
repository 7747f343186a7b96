/**
 * Writing together: local steps go to the authority one batch at a time, remote ones come in by the live line, and what
 * is typed meanwhile is rebased. Nothing typed is lost: not by a stale version, a lost line, a reload or a refusal.
 */
import { getVersion, receiveTransaction, sendableSteps } from "prosemirror-collab";
import { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { Step, type StepMap } from "prosemirror-transform";
import type { StepsMessage } from "../live/messages";
import { requestId } from "../page";
import { Refusal } from "../wire";
import { say } from "../words";
import type { Authority, Batch, TextState } from "./authority";
import { changedBlocks } from "./blocks";
import { remaining, remake, settle, type UnconfirmedStore } from "./unconfirmed";

const MOST_STEPS = 200;
const MAPS_KEPT = 4000;
/** Refusals after which the words may yet be taken: somebody signs in again, or goes back to the right seat. */
const WAITS_FOR_PERSON = new Set(["signed_out", "other_seat", "csrf"]);

export type Saving = "saved" | "sending" | "kept";

/** The editor as this module sees it: a state, and a way to change it. */
export interface Host {
  readonly state: EditorState;
  dispatch(tr: Transaction): void;
  /** Puts a whole new document in place of the present one, at a version. */
  replace(doc: Node, version: number): void;
}

export interface Notices {
  saving(saving: Saving, count: number): void;
  /** The authority said no; `words` is what could not be taken. */
  refused(refusal: Refusal, words: readonly string[]): void;
  /** Writing has to stop until somebody acts; what was typed stays here. */
  halted(refusal: Refusal): void;
  restored(count: number, lost: readonly string[]): void;
  /** The state was fetched whole. */
  loaded(state: TextState): void;
  /** The confirmed version moved on. */
  advanced(version: number): void;
}

export class Collab {
  private batch: Batch | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private halted = false;
  private busy = false;
  private behind = false;
  private fetching: Promise<void> | null = null;
  private readonly maps = new Map<number, StepMap>();

  constructor(
    private readonly host: Host,
    private readonly authority: Authority,
    private readonly client: string,
    private readonly store: UnconfirmedStore | null,
    private readonly notices: Notices,
  ) {}

  get version(): number {
    return getVersion(this.host.state);
  }

  /** The maps that lead from `version` to the present document, unconfirmed steps included; null when too old. */
  mapsSince(version: number): StepMap[] | null {
    const found: StepMap[] = [];
    for (let at = version + 1; at <= this.version; at += 1) {
      const map = this.maps.get(at);
      if (map === undefined) return null;
      found.push(map);
    }
    const own = sendableSteps(this.host.state)?.steps ?? [];
    return [...found, ...own.map((step) => step.getMap())];
  }

  /** Tells this module that the document was changed here. */
  changed(): void {
    this.keep();
    void this.send();
  }

  /** Steps from the live line. Known ones are passed over, a gap is filled first. */
  receive(message: StepsMessage): void {
    const start = message.version - message.steps.length;
    if (message.version <= this.version) return;
    if (start > this.version) {
      void this.catchUp();
      return;
    }
    const skip = this.version - start;
    this.apply(message.steps.slice(skip), message.clients.slice(skip));
  }

  /** Fetches what was missed. Calls made meanwhile share one request. */
  catchUp(): Promise<void> {
    this.fetching ??= this.fetchMissing().finally(() => (this.fetching = null));
    return this.fetching;
  }

  /** Brings in what tabs that are gone left behind. */
  async restore(): Promise<void> {
    for (const { value, forget } of (await this.store?.orphans()) ?? []) {
      let left = await settle(value, this.authority);
      for (;;) {
        await this.catchUp();
        if (this.version === left.version) break;
        left = await remaining(value, this.authority);
      }
      const { tr, schema } = this.host.state;
      const own = sendableSteps(this.host.state)?.steps ?? [];
      const over = [...left.over.map((one) => one.step), ...own.map((step) => step.toJSON() as unknown)];
      const lost = remake(tr, schema, left.steps, over);
      if (tr.docChanged) this.host.dispatch(tr.setMeta("addToHistory", false));
      this.changed();
      forget();
      if (left.steps.length) this.notices.restored(left.steps.length - lost.length, joined(lost.flatMap(wordsOfStep)));
    }
  }

  /** Goes on after a halt, as when the line is back or somebody signed in again. */
  resume(): void {
    this.halted = false;
    this.attempt = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    void this.catchUp().then(() => this.send());
  }

  /** Fetches the state whole. Unconfirmed steps are made again on it where that can be done. */
  async reload(): Promise<void> {
    const state = await this.authority.state();
    this.maps.clear();
    this.host.replace(Node.fromJSON(this.host.state.schema, state.doc), state.version);
    this.notices.loaded(state);
    this.notices.advanced(state.version);
  }

  private apply(steps: readonly unknown[], clients: readonly string[]): void {
    if (steps.length === 0) return;
    const { state } = this.host;
    const before = this.version;
    let parsed: Step[];
    let tr: Transaction;
    try {
      parsed = steps.map((json) => Step.fromJSON(state.schema, json));
      tr = receiveTransaction(state, parsed, [...clients], { mapSelectionBackward: true });
    } catch (error) {
      // Our copy doesn't fit what the authority holds: the authority is right.
      reportError(error);
      void this.giveUp(new Refusal(409, "step_failed", say("out_of_step")));
      return;
    }
    parsed.forEach((step, at) => this.remember(before + at + 1, step.getMap()));
    this.host.dispatch(tr);
    this.keep();
    this.notices.advanced(this.version);
    void this.send();
  }

  private remember(version: number, map: StepMap): void {
    this.maps.set(version, map);
    if (this.maps.size > MAPS_KEPT) this.maps.delete(this.maps.keys().next().value as number);
  }

  private async fetchMissing(): Promise<void> {
    try {
      const { steps } = await this.authority.since(this.version);
      this.behind = false;
      const fresh = steps.filter((one) => one.version > this.version);
      if (fresh.length && fresh[0]?.version !== this.version + 1) return;
      this.apply(fresh.map((one) => one.step), fresh.map((one) => one.client));
    } catch (error) {
      if (error instanceof Refusal) return this.notices.halted(error);
      this.behind = true;
      this.later();
    }
  }

  private async send(): Promise<void> {
    if (this.busy || this.halted || this.timer !== null) return;
    const sendable = sendableSteps(this.host.state);
    if (this.batch === null) {
      if (sendable === null) return this.tellSaving();
      const steps = sendable.steps.slice(0, MOST_STEPS).map((step) => step.toJSON() as unknown);
      this.batch = { version: sendable.version, steps, client: this.client, request_id: requestId() };
    }
    this.busy = true;
    this.keep();
    this.tellSaving();
    const sent = this.batch;
    try {
      const { version } = await this.authority.send(sent);
      this.attempt = 0;
      this.batch = null;
      // The live line may have brought our own steps back already.
      if (this.version === sent.version && version === sent.version + sent.steps.length)
        this.apply(sent.steps, sent.steps.map(() => this.client));
      else if (version > this.version) await this.catchUp();
    } catch (error) {
      await this.failed(error);
    } finally {
      this.busy = false;
    }
    this.keep();
    if (this.timer === null && !this.halted) {
      if (sendableSteps(this.host.state) !== null) void this.send();
      else this.tellSaving();
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) {
      // Whether it acted is unknown: the same batch goes again under the same id.
      this.later();
      return;
    }
    this.batch = null;
    if (error.code === "stale") {
      const before = this.version;
      await this.catchUp();
      if (this.version === before) this.later();
    } else if (error.status === 401 || WAITS_FOR_PERSON.has(error.code)) {
      this.halted = true;
      this.keep();
      this.tellSaving();
      this.notices.halted(error);
    } else {
      await this.giveUp(error);
    }
  }

  /** What can't be taken leaves the text, and is handed to the writer as words. */
  private async giveUp(refusal: Refusal): Promise<void> {
    this.batch = null;
    const { doc } = this.host.state;
    const words = changedBlocks(doc, sendableSteps(this.host.state)?.steps ?? []).map((one) => one.node.textContent);
    this.notices.refused(refusal, words.filter((one) => one.trim()));
    try {
      await this.reload();
    } catch {
      this.halted = true;
      this.notices.halted(refusal);
    }
    this.keep();
  }

  private later(): void {
    if (this.timer !== null) return;
    this.attempt += 1;
    this.tellSaving();
    const wait = Math.min(10_000, 400 * 2 ** (this.attempt - 1)) * (0.5 + Math.random() / 2);
    this.timer = setTimeout(() => {
      this.timer = null;
      void (this.behind ? this.catchUp() : Promise.resolve()).then(() => this.send());
    }, wait);
  }

  private keep(): void {
    if (this.store === null) return;
    const steps = sendableSteps(this.host.state)?.steps ?? [];
    this.store.keep({
      version: this.version,
      client: this.client,
      steps: steps.map((step) => step.toJSON() as unknown),
      batch: this.batch,
    });
  }

  private tellSaving(): void {
    const count = sendableSteps(this.host.state)?.steps.length ?? 0;
    const saving = count === 0 ? "saved" : this.attempt > 0 || this.halted ? "kept" : "sending";
    this.notices.saving(saving, count);
  }
}

/** The words that a step puts in. */
export function wordsOfStep(step: Step): string[] {
  const slice = (step as unknown as { slice?: { content: { textBetween(a: number, b: number, s: string): string; size: number } } }).slice;
  const words = slice ? slice.content.textBetween(0, slice.content.size, "\n") : "";
  return words ? [words] : [];
}

/** Letters typed one by one are one passage for their writer. */
function joined(words: readonly string[]): string[] {
  const whole = words.join("");
  return whole.trim() ? [whole] : [];
}
