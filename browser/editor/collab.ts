/**
 * Writing together: local steps go to the authority one batch at a time, remote ones come in by the live line, and what
 * is typed meanwhile is rebased. Nothing typed is lost: not by a stale version, a lost line, a reload or a refusal.
 */
import { getVersion, receiveTransaction, sendableSteps } from "prosemirror-collab";
import { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { ReplaceStep, Step, Transform, type StepMap } from "prosemirror-transform";
import type { StepsMessage } from "../live/messages";
import { requestId } from "../page";
import { Refusal } from "../wire";
import { say } from "../words";
import type { Authority, Batch, TextState } from "./authority";
import { changedBlocks } from "./blocks";
import { remaining, remake, settle, type Unconfirmed, type UnconfirmedStore } from "./unconfirmed";

const MANY_STEPS = 200;
const MOST_STEPS = 400;
const MAPS_KEPT = 4000;
/** Refusals after which the words may yet be taken: somebody signs in again, or goes back to the right seat. */
const WAITS_FOR_PERSON = new Set(["signed_out", "other_seat"]);

/** "held": not sent, and the browser refuses to keep it, so that it lives as long as this page. */
export type Saving = "saved" | "sending" | "kept" | "held";

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
  /** Others took out the place where these words were being put. */
  dropped(words: readonly string[]): void;
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
  private givingUp = false;
  private safe = true;
  /** The newest version that was heard of. */
  private heard = 0;
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

  /** Is something on its way that was written here? */
  get waits(): boolean {
    return this.own().length > 0 || this.batch !== null;
  }

  /** The maps that lead from `version` to the present document, unconfirmed steps included; null when too old. */
  mapsSince(version: number): StepMap[] | null {
    const found: StepMap[] = [];
    for (let at = version + 1; at <= this.version; at += 1) {
      const map = this.maps.get(at);
      if (map === undefined) return null;
      found.push(map);
    }
    return [...found, ...this.own().map((step) => step.getMap())];
  }

  /** Tells this module that the document was changed here. */
  changed(): void {
    this.keep();
    void this.send();
  }

  /** Steps from the live line. Known ones are passed over, a gap is filled first. */
  receive(message: StepsMessage): void {
    const start = message.version - message.steps.length;
    this.heard = Math.max(this.heard, message.version);
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
    this.fetching ??= this.fetchAll().finally(() => (this.fetching = null));
    return this.fetching;
  }

  /** Also what was said by the live line, and passed over as too early, while the answer was on its way. */
  private async fetchAll(): Promise<void> {
    let before: number;
    do {
      before = this.version;
      await this.fetchMissing();
    } while (this.version > before && this.version < this.heard);
  }

  /** Brings in what tabs that are gone left behind. Throws when the authority can't be asked; then it stays where it is. */
  async restore(): Promise<void> {
    const orphans = (await this.store?.orphans()) ?? [];
    try {
      for (const { value, forget } of orphans) {
        await this.adopt(value);
        forget();
      }
    } finally {
      for (const { release } of orphans) release();
    }
  }

  private async adopt(orphan: Unconfirmed): Promise<void> {
    let left = await settle(orphan, this.authority);
    for (;;) {
      await this.catchUp();
      if (this.version === left.version) break;
      left = await remaining(orphan, this.authority);
    }
    const { tr, schema } = this.host.state;
    const over = [...left.over.map((one) => one.step), ...this.own().map((step) => step.toJSON() as unknown)];
    const lost = remake(tr, schema, left.steps, over);
    if (tr.docChanged) this.host.dispatch(tr.setMeta("addToHistory", false));
    this.keep();
    if (left.steps.length) this.notices.restored(left.steps.length - lost.length, joined(lost));
    void this.send();
  }

  /** Goes on after a halt, as when the line is back or somebody signed in again. */
  resume(): void {
    this.halted = false;
    this.attempt = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    void this.catchUp().then(() => this.send());
  }

  /** Begins again with what the authority holds. */
  private begin(state: TextState): void {
    this.maps.clear();
    this.host.replace(Node.fromJSON(this.host.state.schema, state.doc), state.version);
    this.notices.loaded(state);
    this.notices.advanced(state.version);
  }

  private own(): readonly Step[] {
    return sendableSteps(this.host.state)?.steps ?? [];
  }

  private apply(steps: readonly unknown[], clients: readonly string[]): void {
    if (steps.length === 0) return;
    const { state } = this.host;
    const before = this.version;
    const unconfirmed = this.own();
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
    const mine = clients.findIndex((one) => one !== this.client);
    if (mine >= 0) this.missDropped(tr, unconfirmed.slice(mine), steps.slice(mine));
    this.notices.advanced(this.version);
    void this.send();
  }

  /** Rebasing passes over steps whose place others took out. Their words are given back to the writer. */
  private missDropped(tr: Transaction, own: readonly Step[], over: readonly unknown[]): void {
    const made = tr.steps.length - own.length - over.length;
    if (own.length === 0 || made === own.length) return;
    const rebased = new Transform(tr.docs[own.length + over.length] ?? tr.doc);
    const lost = remake(rebased, this.host.state.schema, own.map((step) => step.toJSON() as unknown), over);
    const words = joined(lost);
    if (words.length) this.notices.dropped(words);
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
      const steps = sendable.steps.slice(0, batchSize(sendable.origins)).map((step) => step.toJSON() as unknown);
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
      await this.failed(error, sent);
    } finally {
      this.busy = false;
    }
    this.keep();
    if (this.timer === null && !this.halted) {
      if (this.own().length > 0) void this.send();
      else this.tellSaving();
    }
  }

  private async failed(error: unknown, sent: Batch): Promise<void> {
    if (!(error instanceof Refusal)) {
      // Whether it acted is unknown: the same batch goes again under the same id.
      this.later();
      return;
    }
    this.batch = null;
    if (error.code === "stale") {
      // The live line may have been faster than this answer.
      if (this.version === sent.version) await this.catchUp();
      if (this.version === sent.version) this.later();
    } else if (waitsForPerson(error)) {
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
    if (this.givingUp) return;
    this.givingUp = true;
    this.batch = null;
    try {
      const state = await this.authority.state();
      // Only now: what was typed while the answer was on its way belongs to it.
      const words = changedBlocks(this.host.state.doc, this.own()).map((one) => one.node.textContent);
      this.begin(state);
      this.notices.refused(refusal, words.filter((one) => one.trim()));
    } catch {
      this.halted = true;
      this.notices.halted(refusal);
    } finally {
      this.givingUp = false;
    }
    this.keep();
    this.tellSaving();
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
    if (this.store !== null) this.safe = this.store.keep(this.version, this.own(), this.batch);
  }

  private tellSaving(): void {
    const count = this.own().length;
    const waits = this.attempt > 0 || this.halted;
    this.notices.saving(count === 0 ? "saved" : !waits ? "sending" : this.safe ? "kept" : "held", count);
  }
}

function waitsForPerson(refusal: Refusal): boolean {
  // Django's own answer to a form of an older sign-in is a 403 without a code.
  return refusal.status === 401 || (refusal.status === 403 && refusal.code === "") || WAITS_FOR_PERSON.has(refusal.code);
}

/**
 * How many steps go at once. What was appended to a change, such as new ids for pasted paragraphs, goes with it: in
 * between, the text would not hold.
 */
function batchSize(origins: readonly Transaction[]): number {
  const most = Math.min(MOST_STEPS, origins.length);
  let size = Math.min(MANY_STEPS, origins.length);
  while (size < most && belongsTo(origins[size], origins[size - 1])) size += 1;
  return size;
}

function belongsTo(next: Transaction | undefined, last: Transaction | undefined): boolean {
  return next !== undefined && (next === last || next.getMeta("appendedTransaction") !== undefined);
}

/** The words that steps put in. Letters typed one by one are one passage for their writer. */
function joined(steps: readonly Step[]): string[] {
  const whole = steps.map((step) => (step instanceof ReplaceStep ? wordsOf(step) : "")).join("");
  return whole.trim() ? [whole] : [];
}

function wordsOf({ slice }: ReplaceStep): string {
  return slice.content.textBetween(0, slice.content.size, "\n");
}
