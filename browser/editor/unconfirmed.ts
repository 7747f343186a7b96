/**
 * Steps that the authority has not confirmed yet, kept on this computer, so that a reload, a crash or a lost line loses
 * nothing; and how they are made again on a text that moved on meanwhile.
 */
import type { Schema } from "prosemirror-model";
import { Mapping, Step, type Transform } from "prosemirror-transform";
import { keep, keysOf, recallJson } from "../memory";
import { LineLost } from "../wire";
import type { Authority, Batch, StoredStep } from "./authority";
import { claim } from "./tabs";

const PREFIX = "communique:unconfirmed:";

export interface Unconfirmed {
  /** The confirmed version on which `steps` stand. */
  readonly version: number;
  readonly client: string;
  readonly steps: readonly unknown[];
  /** The batch on its way when this was kept: the first steps of `steps`, unless it was made on an older version. */
  readonly batch: Batch | null;
}

export interface Orphan {
  readonly value: Unconfirmed;
  /** Called once it is safe elsewhere. */
  forget(): void;
  /** Called when this tab has done with it, whether it was forgotten or not. */
  release(): void;
}

/** Steps never change: a long row of them is written once, not at each letter that is added to it. */
const written = new WeakMap<object, string>();

function jsonOf(value: object): string {
  const known = written.get(value);
  if (known !== undefined) return known;
  const json = JSON.stringify(value);
  written.set(value, json);
  return json;
}

/** Where one tab keeps its steps. Others' are found when their tab is gone. */
export class UnconfirmedStore {
  constructor(
    private readonly owner: string,
    private readonly client: string,
  ) {}

  /** Returns false when the browser refuses to keep them. */
  keep(version: number, steps: readonly Step[], batch: Batch | null): boolean {
    if (steps.length === 0 && batch === null) return keep("computer", this.key(this.client), null);
    const parts = steps.map(jsonOf).join(",");
    const head = `{"version":${version},"client":${JSON.stringify(this.client)}`;
    return keep("computer", this.key(this.client), `${head},"steps":[${parts}],"batch":${batch ? jsonOf(batch) : "null"}}`);
  }

  /** What tabs that are gone have left; from here on this tab answers for it until `release`. */
  async orphans(): Promise<Orphan[]> {
    const prefix = this.key("");
    const found: Orphan[] = [];
    for (const key of keysOf("computer", prefix)) {
      const client = key.slice(prefix.length);
      const release = client === this.client ? null : await claim(client);
      if (release === null) continue;
      // Read only now: the one who had it before may have settled it meanwhile.
      const value = recallJson<Unconfirmed>("computer", key);
      const forget = (): void => void keep("computer", key, null);
      if (value !== null && Array.isArray(value.steps)) {
        found.push({ value, forget, release });
        continue;
      }
      forget();
      release();
    }
    return found;
  }

  private key(client: string): string {
    return `${PREFIX}${this.owner}:${client}`;
  }
}

/**
 * Which of the kept steps still have to be made, and over what. The batch that was on its way is first sent again as it
 * was: acting once, it ends the doubt whether it had arrived.
 */
export async function settle(kept: Unconfirmed, authority: Authority): Promise<Remaining> {
  if (kept.batch !== null) {
    try {
      await authority.send(kept.batch);
    } catch (error) {
      // Refused or stale: then it didn't act, and its steps are among those to be made again.
      if (error instanceof LineLost) throw error;
    }
  }
  return remaining(kept, authority);
}

export interface Remaining {
  readonly steps: readonly unknown[];
  readonly over: readonly StoredStep[];
  /** The text's version after `over`. */
  readonly version: number;
}

/** What is left of the kept steps when those that the authority took are taken off. */
export async function remaining(kept: Unconfirmed, authority: Authority): Promise<Remaining> {
  const { version, steps } = await authority.since(kept.version);
  let own = 0;
  while (own < steps.length && steps[own]?.client === kept.client) own += 1;
  return { steps: kept.steps.slice(own), over: steps.slice(own), version };
}

/**
 * Makes `steps`, which stood before `over`, again at the end of `tr`, whose document stands after `over`. This is how
 * collaborating editors rebase: each step is mapped back over those of its own that came before it, forward over the
 * others', and forward over its own again. Returns those that no longer fit.
 */
export function remake(tr: Transform, schema: Schema, steps: readonly unknown[], over: readonly unknown[]): Step[] {
  const own = steps.map((json) => Step.fromJSON(schema, json));
  const mapping = new Mapping([
    ...own.map((step) => step.getMap().invert()).reverse(),
    ...over.map((json) => Step.fromJSON(schema, json).getMap()),
  ]);
  const lost: Step[] = [];
  own.forEach((step, at) => {
    const mirror = own.length - 1 - at;
    const mapped = step.map(mapping.slice(mirror + 1));
    if (mapped === null || tr.maybeStep(mapped).failed) {
      lost.push(step);
      return;
    }
    mapping.appendMap(mapped.getMap(), mirror);
  });
  return lost;
}
