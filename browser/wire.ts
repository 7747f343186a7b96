/** JSON over HTTP, with the three ways in which it can go wrong kept apart: refused, unreachable, unreadable. */
import { actingHeaders } from "./page";
import { say } from "./words";

/** The server understood and said no. `status` is HTTP's, `code` is stable, `sentence` is for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly sentence: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(sentence);
  }
}

/** The server could not be reached, or is not itself. Whether the request acted is unknown: send the same again. */
export class LineLost extends Error {}

const PATIENCE = 20_000;

export async function getJson<T>(url: string): Promise<T> {
  return ask<T>(url, { headers: { Accept: "application/json" } });
}

export async function postJson<T>(url: string, body: unknown): Promise<T> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", ...actingHeaders() };
  const json = JSON.stringify(body);
  // Small requests finish even when the page is left meanwhile.
  return ask<T>(url, { method: "POST", headers, body: json, keepalive: json.length < 30_000 });
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...init });
    text = await answer.text();
  } catch (error) {
    throw new LineLost(String(error));
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new LineLost(String(answer.status));
  const body = parse(text);
  if (answer.ok && body !== undefined) return body as T;
  throw refusalFrom(answer.status, body);
}

/** A refusal out of an answer's body, whatever that is. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const said = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const sentence = typeof said.sentence === "string" && said.sentence ? said.sentence : say("unreadable");
  const facts = typeof said.facts === "object" && said.facts !== null ? (said.facts as Record<string, unknown>) : {};
  return new Refusal(status, typeof said.code === "string" ? said.code : "", sentence, facts);
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
