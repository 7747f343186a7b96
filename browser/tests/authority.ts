/**
 * An authority in memory that answers as the server does (domain/texts/authority.py, actions/frame.py): steps in order or
 * "stale", all of a batch or none, ids unique, the same request once. A line to it may lose questions and answers.
 */
import type { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import type { Authority, Batch, StoredStep, TextState } from "../editor/authority";
import { schema } from "../editor/schema";
import type { StepsMessage } from "../live/messages";
import { LineLost, Refusal } from "../wire";
import { idsOf } from "./texts";

const LIMIT = 500;

export class Shelf {
  readonly steps: StoredStep[] = [];
  status = "draft";
  private readonly answers = new Map<string, { version: number }>();
  private readonly readers = new Set<(message: StepsMessage) => void>();

  constructor(public doc: Node) {}

  get version(): number {
    return this.steps.length;
  }

  hear(reader: (message: StepsMessage) => void): void {
    this.readers.add(reader);
  }

  state(): TextState {
    const doc = this.doc.toJSON() as TextState["doc"];
    return { id: 7, title: "", status: this.status, version: this.version, doc, language: "en", may: {}, amendments: [] };
  }

  since(version: number): { version: number; steps: readonly StoredStep[] } {
    return { version: this.version, steps: this.steps.slice(version) };
  }

  take(batch: Batch): { version: number } {
    const known = this.answers.get(batch.request_id);
    if (known) return known;
    if (this.status !== "draft") throw new Refusal(409, `text_is_${this.status}`, "It is before the meeting.");
    if (batch.version < this.version) throw new Refusal(409, "stale", "The text has moved on.", { version: this.version });
    if (batch.version > this.version) throw new Refusal(422, "malformed_version", "No such version.");
    if (batch.steps.length === 0 || batch.steps.length > LIMIT) throw new Refusal(422, "too_many_steps", "Too many.");
    let doc = this.doc;
    const steps = batch.steps.map((json) => Step.fromJSON(schema, json));
    for (const step of steps) {
      const result = step.apply(doc);
      if (!result.doc) throw new Refusal(422, "step_failed", "It doesn't fit.");
      doc = result.doc;
    }
    doc.check();
    const ids = idsOf(doc);
    if (ids.includes("") || new Set(ids).size < ids.length) throw new Refusal(422, "duplicate_paragraph", "Twice the same.");
    this.doc = doc;
    const taken = steps.map((step) => step.toJSON() as unknown);
    for (const step of taken) this.steps.push({ version: this.version + 1, step, client: batch.client });
    const answer = { version: this.version };
    this.answers.set(batch.request_id, answer);
    const clients = taken.map(() => batch.client);
    for (const reader of this.readers) reader({ text: 7, version: this.version, steps: taken, clients, by: "" });
    return answer;
  }
}

/** One client's way to the shelf. Each question and each answer may be delayed or lost. */
export class ShelfLine implements Authority {
  /** Called for each write: whether the question arrives, and whether its answer does. */
  fate: () => { arrives: boolean; answered: boolean } = () => ({ arrives: true, answered: true });
  wait: () => Promise<void> = () => Promise.resolve();
  down = false;
  sent: Batch[] = [];

  constructor(private readonly shelf: Shelf) {}

  async state(): Promise<TextState> {
    await this.reach();
    return this.shelf.state();
  }

  async since(version: number): Promise<{ version: number; steps: readonly StoredStep[] }> {
    await this.reach();
    return this.shelf.since(version);
  }

  async send(batch: Batch): Promise<{ version: number }> {
    this.sent.push(batch);
    await this.reach();
    const { arrives, answered } = this.fate();
    if (!arrives) throw new LineLost("lost on the way");
    // What is sent is what JSON makes of it.
    const answer = this.shelf.take(JSON.parse(JSON.stringify(batch)) as Batch);
    await this.wait();
    if (!answered) throw new LineLost("the answer is lost");
    return answer;
  }

  private async reach(): Promise<void> {
    await this.wait();
    if (this.down) throw new LineLost("down");
  }
}
