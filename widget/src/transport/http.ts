/**
 * The HTTP half of the chat API: one method per call, a time limit on each, and every outcome as a value
 * (accepted, refused with the server's reason, unreachable). Retries are not its business.
 */
import { asRecord, asText, readCredentials, readUpdate, type Credentials, type Refusal, type Update } from "../contract";
import type { Outgoing } from "../outgoing";
import type { Clock } from "./clock";

const CALL_LIMIT_MS = 10_000;
const NO_CONTENT = 204;

export type Answer<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "refused"; readonly status: number; readonly refusal: Refusal }
  | { readonly kind: "unreachable" };

export interface Opening {
  readonly channel: string;
  readonly page_url: string | null;
  readonly locale: string;
  /** The visitor named it in the menu; the page and the browser only suggest one. */
  readonly locale_chosen: boolean;
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

export class Api {
  readonly #base: string;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;

  constructor(base: string, clock: Clock, fetcher: typeof fetch) {
    this.#base = base + "/api/v1/conversations";
    this.#clock = clock;
    this.#fetch = fetcher;
  }

  create(opening: Opening): Promise<Answer<Credentials>> {
    return this.#call({ method: "POST", path: "", body: opening }, readCredentials);
  }

  chooseLanguage({ id, token }: Credentials, locale: string): Promise<Answer<true>> {
    return this.#call({ method: "POST", path: `/${id}/locale`, token, body: { locale } }, () => true);
  }

  send({ id, token }: Credentials, item: Outgoing): Promise<Answer<number>> {
    const path = `/${id}/${item.kind === "person" ? "person" : "messages"}`;
    return this.#call({ method: "POST", path, token, body: wireBody(item) }, readNumber);
  }

  read({ id, token }: Credentials, after: number, waitSeconds: number, signal?: AbortSignal): Promise<Answer<Update>> {
    const path = `/${id}/messages?after=${after}&wait=${waitSeconds}`;
    const limitMs = CALL_LIMIT_MS + waitSeconds * 1000;
    return this.#call({ method: "GET", path, token, limitMs, ...(signal && { signal }) }, readUpdate);
  }

  async #call<T>(call: Call, read: (body: unknown) => T | null): Promise<Answer<T>> {
    const limit = new AbortController();
    const cancel = this.#clock.after(call.limitMs ?? CALL_LIMIT_MS, () => limit.abort());
    call.signal?.addEventListener("abort", () => limit.abort());
    try {
      const fetcher = this.#fetch;
      const response = await fetcher(this.#base + call.path, request(call, limit.signal));
      if (!response.ok) return await readFailure(response);
      const value = read(response.status === NO_CONTENT ? null : await response.json());
      return value === null ? { kind: "unreachable" } : { kind: "ok", value };
    } catch {
      // Network, time limit or a body that is not JSON (a proxy's page): all mean "try again".
      return { kind: "unreachable" };
    } finally {
      cancel();
    }
  }
}

export function wireBody(item: Outgoing): Record<string, string> {
  return item.kind === "person" ? { client_id: item.clientId } : { client_id: item.clientId, text: item.text };
}

/** A refusal as it stands in an HTTP error body and in a socket's `refused` frame. */
export function readRefusal(value: unknown, retryAfterMs: number | null): Refusal {
  const { code, reason } = asRecord(value);
  return { code: asText(code) ?? "invalid", reason: asText(reason) ?? "", retryAfterMs };
}

function request(call: Call, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = {};
  if (call.token !== undefined) headers["Authorization"] = `Bearer ${call.token}`;
  if (call.body !== undefined) headers["Content-Type"] = "application/json";
  return {
    method: call.method,
    headers,
    signal,
    cache: "no-store",
    credentials: "omit",
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
  };
}

async function readFailure(response: Response): Promise<Answer<never>> {
  if (response.status >= 500) return { kind: "unreachable" };
  const seconds = Number(response.headers.get("Retry-After"));
  const body = asRecord(await response.json().catch(() => null));
  const refusal = readRefusal(body["error"], seconds > 0 ? seconds * 1000 : null);
  return { kind: "refused", status: response.status, refusal };
}

function readNumber(body: unknown): number | null {
  const { number } = asRecord(body);
  return typeof number === "number" ? number : null;
}
