/**
 * The public chat API as this widget sees it: the wire types, and readers that turn unknown JSON into
 * them. Does no I/O and knows no views; a frame that does not fit is dropped here and reaches nobody.
 */
export const TEXT_LIMIT = 2000;

export type Author = "visitor" | "assistant" | "rep" | "system";
export type TypingAuthor = "assistant" | "rep";
export type Handoff = "none" | "waiting" | "accepted" | "unanswered" | "returned" | "closed";

export type ClosedBy = "visitor" | "rep" | "silence";

export interface Source {
  readonly title: string;
  readonly url: string;
}

export interface Message {
  readonly number: number;
  readonly author: Author;
  readonly name: string | null;
  readonly text: string;
  readonly choices: readonly string[];
  readonly sources: readonly Source[];
  readonly at: string;
  readonly client_id: string | null;
}

export interface State {
  readonly status: "open" | "closed";
  readonly owner: "assistant" | "rep";
  readonly rep_name: string | null;
  readonly handoff: Handoff;
  readonly waiting_seconds: number | null;
  readonly line: string;
  /** The language that the conversation is held in; null from an older server. */
  readonly locale: string | null;
  /** What closed it; null while it is open, and from an older server. */
  readonly closed_by: ClosedBy | null;
}

export interface Update {
  readonly messages: readonly Message[];
  readonly state: State;
}

export interface Credentials {
  readonly id: string;
  readonly token: string;
}

/** The server's no, in its own words. `retryAfterMs` is set when it said when to come back. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

const AUTHORS: readonly string[] = ["visitor", "assistant", "rep", "system"];
const HANDOFFS: readonly string[] = ["none", "waiting", "accepted", "unanswered", "returned", "closed"];
const CLOSED_BY: readonly string[] = ["visitor", "rep", "silence"];

export function readUpdate(value: unknown): Update | null {
  const body = asRecord(value);
  const state = readState(body["state"]);
  if (!state || !Array.isArray(body["messages"])) return null;
  return { messages: body["messages"].map(readMessage).filter((message) => message !== null), state };
}

export function readCredentials(value: unknown): Credentials | null {
  const { id, token } = asRecord(value);
  return typeof id === "string" && typeof token === "string" ? { id, token } : null;
}

export function readMessage(value: unknown): Message | null {
  const { number, author, name, text, choices, sources, at, client_id } = asRecord(value);
  if (!Number.isSafeInteger(number) || typeof text !== "string" || !AUTHORS.includes(String(author))) return null;
  return {
    number: number as number,
    author: author as Author,
    name: asText(name),
    text,
    choices: asArray(choices).filter((choice) => typeof choice === "string"),
    sources: asArray(sources).map(readSource).filter((source) => source !== null),
    at: asText(at) ?? "",
    client_id: asText(client_id),
  };
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function readState(value: unknown): State | null {
  const { status, owner, rep_name, handoff, waiting_seconds, line, locale, closed_by } = asRecord(value);
  if (status !== "open" && status !== "closed") return null;
  return {
    status,
    owner: owner === "rep" ? "rep" : "assistant",
    rep_name: asText(rep_name),
    handoff: HANDOFFS.includes(String(handoff)) ? (handoff as Handoff) : "none",
    waiting_seconds: typeof waiting_seconds === "number" ? waiting_seconds : null,
    line: asText(line) ?? "",
    locale: asText(locale),
    closed_by: CLOSED_BY.includes(String(closed_by)) ? (closed_by as ClosedBy) : null,
  };
}

function readSource(value: unknown): Source | null {
  const { title, url } = asRecord(value);
  return typeof title === "string" && typeof url === "string" ? { title, url } : null;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
