/** How the editor speaks with the authority, which takes steps in order or says why not. */
import { getJson, postJson } from "../wire";

/** Inline JSON of ProseMirror. */
export type Inline = Readonly<Record<string, unknown>>;

export interface Hunk {
  /** Positions at the version given beside. */
  readonly from: number;
  readonly to: number;
  readonly deleted: string;
  readonly insert: readonly Inline[];
}

export interface Overlay {
  readonly id: number;
  readonly number: number;
  readonly by: { readonly code: string; readonly iso: string; readonly name: string };
  readonly paragraph: string;
  readonly state: string;
  readonly reason: string;
  readonly hunks: readonly Hunk[];
  readonly lost: boolean;
  readonly mine: boolean;
}

export interface TextState {
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly doc: Inline;
  readonly language: string;
  readonly may: Readonly<Record<string, boolean>>;
  readonly amendments: readonly Overlay[];
  /** The version at which the amendments' positions hold, where that isn't the document's. */
  readonly amendments_version?: number;
}

export interface StoredStep {
  readonly version: number;
  readonly step: unknown;
  readonly client: string;
}

/** Steps on their way, with the id that makes them act once however often they are sent. */
export interface Batch {
  readonly version: number;
  readonly steps: readonly unknown[];
  readonly client: string;
  readonly request_id: string;
}

export interface Authority {
  state(): Promise<TextState>;
  since(version: number): Promise<{ version: number; steps: readonly StoredStep[] }>;
  send(batch: Batch): Promise<{ version: number }>;
}

export interface Tabling {
  readonly version: number;
  readonly paragraph: string;
  readonly content: readonly Inline[];
  readonly reason: string;
  readonly request_id: string;
}

/** The authority of one text over HTTP. Every call throws Refusal or LineLost. */
export class HttpAuthority implements Authority {
  private readonly base: string;

  constructor(text: number | string) {
    this.base = `/api/texts/${encodeURIComponent(String(text))}`;
  }

  state(): Promise<TextState> {
    return getJson<TextState>(this.base);
  }

  since(version: number): Promise<{ version: number; steps: readonly StoredStep[] }> {
    return getJson(`${this.base}/steps?since=${version}`);
  }

  send(batch: Batch): Promise<{ version: number }> {
    return postJson(`${this.base}/steps`, batch);
  }

  table(tabling: Tabling): Promise<{ amendment: number; number?: number }> {
    return postJson(`${this.base}/amendments`, tabling);
  }
}
