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

export interface Plate {
  readonly code: string;
  readonly iso: string;
  readonly name: string;
}

/** A change of the row of paragraphs, which are named by their ids; only a split has a position of its own. */
export interface Operation {
  readonly kind: "new" | "alternative" | "delete" | "move" | "merge" | "split";
  readonly paragraph?: string;
  readonly after?: string;
  readonly other?: string;
  readonly number?: string;
  readonly at?: number;
  /** The block that comes in. */
  readonly block?: Inline;
}

export interface Overlay {
  readonly id: number;
  readonly number: number;
  readonly by: Plate;
  /** In whose names it stands too. */
  readonly with?: readonly Plate[];
  readonly paragraph: string;
  readonly state: string;
  readonly reason: string;
  readonly hunks: readonly Hunk[];
  readonly operations?: readonly Operation[];
  readonly lost: boolean;
  readonly mine: boolean;
  /** The id of the amendment that it would amend. */
  readonly amends?: number | null;
  /** What the reader's own delegation says of it. */
  readonly stance?: string;
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

/** One change of a proposal, as a delegation asks for it. */
export type Change =
  | { readonly kind: "words"; readonly paragraph: string; readonly content: readonly Inline[] }
  | {
      readonly kind: "new";
      readonly after: string;
      readonly content: readonly Inline[];
      readonly role?: string;
      readonly number?: string;
    }
  | { readonly kind: "alternative"; readonly paragraph: string; readonly content: readonly Inline[]; readonly number?: string }
  | { readonly kind: "delete" | "merge"; readonly paragraph: string }
  | { readonly kind: "move"; readonly paragraph: string; readonly after: string }
  | { readonly kind: "split"; readonly paragraph: string; readonly at: number; readonly number?: string };

export interface Tabling {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly reason: string;
  readonly request_id: string;
  /** The amendment that this one would amend. */
  readonly amends?: number;
}

/** A draft of one's own delegation: what its paragraph shall say. */
export interface Drafted {
  readonly id: number;
  readonly paragraph: string;
  readonly content: readonly Inline[];
  readonly reason: string;
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

  /** Keeps the same as a draft inside the delegation, or writes draft number `draft` anew. */
  keepDraft(tabling: Tabling, draft: number | null): Promise<{ draft: number }> {
    return postJson(draft === null ? `${this.base}/drafts` : `/api/drafts/${draft}`, tabling);
  }

  draft(id: number): Promise<Drafted> {
    return getJson(`/api/drafts/${id}`);
  }

  table(tabling: Tabling): Promise<{ amendment: number; number?: number }> {
    return postJson(`${this.base}/amendments`, tabling);
  }

  /** The number that a paragraph would get, as its neighbours are numbered. */
  number(kind: string, paragraph: string): Promise<{ number: string }> {
    return getJson(`${this.base}/number?kind=${kind}&paragraph=${encodeURIComponent(paragraph)}`);
  }
}
