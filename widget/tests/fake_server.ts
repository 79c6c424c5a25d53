/**
 * The public chat API in memory, as the contract has it: gapless numbers, one message per client id, sockets
 * and HTTP. Tests may take it down, block sockets, lose answers and refuse.
 */
import type { Message, State } from "../src/contract";
import type { SocketLike } from "../src/transport/socket";

type Frame = Record<string, unknown>;

export interface Refusing {
  readonly status: number;
  readonly code: string;
  readonly reason: string;
  readonly retryAfter?: string;
}

export const OPEN: State = { status: "open", owner: "assistant", rep_name: null, handoff: "none", waiting_seconds: null, line: "", locale: "en", closed_by: null };

export class FakeServer {
  /** Languages that visitors chose in an open conversation. */
  readonly chosen: string[] = [];
  /** What the newest conversation was opened with. */
  opening: Frame = {};
  messages: Message[] = [];
  state: State = OPEN;
  isUp = true;
  socketsBlocked = false;
  /** Stores what comes and then says nothing: the answer is lost on the way. */
  losesAnswers = false;
  /** Does not even hear what comes over a socket. */
  losesMessages = false;
  refusing: Refusing | null = null;
  created = 0;
  readonly calls: string[] = [];
  readonly frames: Frame[] = [];
  readonly sockets = new Set<FakeSocket>();
  readonly #waiting = new Set<() => void>();
  #ids = 0;

  readonly connect = (url: string): SocketLike => new FakeSocket(this, url);

  readonly fetch = async (address: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = String(address).replace("http://foyer.test/api/v1/conversations", "");
    this.calls.push(`${init?.method} ${path}`);
    if (!this.isUp) throw new TypeError("network");
    const body = JSON.parse(String(init?.body ?? "{}")) as Frame;
    if (init?.method === "POST") return this.#post(path, body);
    return this.#read(path, init?.signal ?? null);
  };

  say(author: Message["author"], text: string, more: Partial<Message> = {}): Message {
    const message = this.#store({ author, text, ...more });
    this.push([message]);
    return message;
  }

  change(state: Partial<State>): void {
    this.state = { ...this.state, ...state };
    this.push([]);
  }

  push(messages: readonly Message[]): void {
    for (const socket of this.sockets) if (socket.isGreeted) socket.tell({ type: "update", messages, state: this.state });
    for (const wake of this.#waiting) wake();
  }

  drop(code = 1006): void {
    for (const socket of [...this.sockets]) socket.end(code);
  }

  /** The server's side of a visitor's message: stored once per client id. */
  take(clientId: string, text: string): number {
    const known = this.messages.find((message) => message.client_id === clientId);
    if (known) return known.number;
    const stored = this.#store({ author: "visitor", text, client_id: clientId });
    this.push([stored]);
    return stored.number;
  }

  texts(author: Message["author"]): string[] {
    return this.messages.filter((message) => message.author === author).map((message) => message.text);
  }

  #store(message: Partial<Message> & Pick<Message, "author" | "text">): Message {
    const number = this.messages.length + 1;
    const stored = { name: null, choices: [], sources: [], at: "2026-01-01T10:00:00Z", client_id: null, ...message, number };
    this.messages.push(stored);
    return stored;
  }

  #post(path: string, body: Frame): Response {
    if (this.refusing) return refusal(this.refusing);
    if (path.endsWith("/locale")) {
      this.chosen.push(String(body["locale"]));
      return new Response(null, { status: 204 });
    }
    if (path === "") {
      this.created += 1;
      this.opening = body;
      return Response.json({ id: `c${++this.#ids}`, token: "t" }, { status: 201 });
    }
    const number = this.take(String(body["client_id"]), String(body["text"] ?? "Talk to a person"));
    if (this.losesAnswers) throw new TypeError("network");
    return Response.json({ number }, { status: 202 });
  }

  async #read(path: string, signal: AbortSignal | null): Promise<Response> {
    const query = new URLSearchParams(path.split("?")[1]);
    const after = Number(query.get("after"));
    const hasNews = (): boolean => this.messages.length > after;
    if (Number(query.get("wait")) > 0 && !hasNews()) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.add(resolve);
        signal?.addEventListener("abort", () => reject(new TypeError("aborted")));
      });
    }
    return Response.json({ messages: this.messages.slice(after), state: this.state });
  }
}

export class FakeSocket implements SocketLike {
  isGreeted = false;
  readonly #server: FakeServer;
  readonly #listeners: { type: string; run: (event: never) => void }[] = [];

  constructor(server: FakeServer, url: string) {
    this.#server = server;
    server.calls.push(`SOCKET ${url}`);
    server.sockets.add(this);
    queueMicrotask(() => (server.isUp && !server.socketsBlocked ? this.#fire("open", {}) : this.end(1006)));
  }

  addEventListener(type: string, run: (event: never) => void): void {
    this.#listeners.push({ type, run });
  }

  send(data: string): void {
    const frame = JSON.parse(data) as Frame;
    this.#server.frames.push(frame);
    queueMicrotask(() => this.#answer(frame));
  }

  close(): void {
    this.#server.sockets.delete(this);
  }

  tell(frame: Frame): void {
    this.#fire("message", { data: JSON.stringify(frame) });
  }

  end(code: number): void {
    if (this.#server.sockets.delete(this)) this.#fire("close", { code });
  }

  #answer(frame: Frame): void {
    const server = this.#server;
    if (!server.sockets.has(this)) return;
    if (frame["type"] === "hello") {
      this.isGreeted = true;
      this.tell({ type: "update", messages: server.messages.slice(Number(frame["after"])), state: server.state });
    } else if (frame["type"] === "ping") {
      this.tell({ type: "pong" });
    } else if (frame["type"] === "message" || frame["type"] === "person") {
      this.#take(frame);
    }
  }

  #take(frame: Frame): void {
    const server = this.#server;
    if (server.losesMessages) return;
    const clientId = String(frame["client_id"]);
    if (server.refusing) {
      const { code, reason } = server.refusing;
      return this.tell({ type: "refused", client_id: clientId, code, reason });
    }
    const number = server.take(clientId, String(frame["text"] ?? "Talk to a person"));
    if (!server.losesAnswers) this.tell({ type: "accepted", client_id: clientId, number });
  }

  #fire(type: string, event: unknown): void {
    for (const listener of this.#listeners) if (listener.type === type) listener.run(event as never);
  }
}

function refusal({ status, code, reason, retryAfter }: Refusing): Response {
  return Response.json({ error: { code, reason } }, { status, ...(retryAfter && { headers: { "Retry-After": retryAfter } }) });
}
