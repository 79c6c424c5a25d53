/**
 * What stays in the browser, and since when: nothing until the visitor sends the first message or asks
 * for a person. Every access may throw (private mode, blocked cookies); then nothing is kept and the chat
 * works without resuming. Must not be written to before a conversation is wanted.
 */
import { asRecord, asText, readCredentials, type Credentials } from "./contract";
import type { Outgoing } from "./outgoing";

/** Shared by all tabs of the site. */
export interface KeptConversation {
  readonly credentials: Credentials;
  readonly seen: number;
  readonly closed: boolean;
  /** The language it was last held in, so that the next page begins with it. */
  readonly locale: string | null;
}

/** Of one tab: unsent messages must survive its reload, but must not be sent by another tab too. */
export interface KeptTab {
  readonly open: boolean;
  readonly outbox: readonly Outgoing[];
}

type Area = "localStorage" | "sessionStorage";

/** One conversation for the whole site: following a source into the help centre must not lose the rep. */
export function storageKey(base: string): string {
  return `foyer ${base}`;
}

/** Is there something that the visitor began and that may still bring news? Reads only. */
export function hasUnfinished(key: string): boolean {
  const { open, outbox } = parse("sessionStorage", key);
  return parse("localStorage", key)["closed"] === false || open === true || (Array.isArray(outbox) && outbox.length > 0);
}

export class Shelf {
  constructor(readonly key: string) {}

  conversation(): KeptConversation | null {
    const record = parse("localStorage", this.key);
    const credentials = readCredentials(record);
    if (!credentials) return null;
    return { credentials, seen: Number(record["seen"]) || 0, closed: record["closed"] === true, locale: asText(record["locale"]) };
  }

  keepConversation({ credentials, ...rest }: KeptConversation): void {
    write("localStorage", this.key, JSON.stringify({ ...credentials, ...rest }));
  }

  tab(): KeptTab {
    const { open, outbox } = parse("sessionStorage", this.key);
    return { open: open === true, outbox: Array.isArray(outbox) ? outbox.map(readOutgoing).filter((item) => item !== null) : [] };
  }

  keepTab(tab: KeptTab): void {
    write("sessionStorage", this.key, JSON.stringify(tab));
  }

  forget(): void {
    write("localStorage", this.key, null);
    write("sessionStorage", this.key, null);
  }
}

function readOutgoing(value: unknown): Outgoing | null {
  const { clientId, kind, text, at } = asRecord(value);
  if (typeof clientId !== "string" || typeof at !== "number") return null;
  return {
    clientId,
    kind: kind === "person" ? "person" : "message",
    text: asText(text) ?? "",
    at,
    // Whether it arrived before the reload is unknown; sending again under the same id is harmless.
    status: "waiting",
    reason: null,
  };
}

function parse(area: Area, key: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(globalThis[area].getItem(key) ?? "null"));
  } catch {
    return {};
  }
}

function write(area: Area, key: string, value: string | null): void {
  try {
    if (value === null) globalThis[area].removeItem(key);
    else globalThis[area].setItem(key, value);
  } catch {
    // Blocked or full: the open page goes on from memory, a reload starts afresh.
  }
}
