/**
 * A conversation over a WebSocket: hello, frames both ways, and a ping that notices a dead line. Ends once
 * and says why; reconnecting and resending are decided elsewhere.
 */
import { asRecord, asText, readUpdate } from "../contract";
import type { Channel, ChannelEvents, Ending, OpenChannel } from "./channel";
import type { Cancel, Clock } from "./clock";
import { readRefusal, wireBody } from "./http";

const FIRST_WORD_LIMIT_MS = 6_000;
const PING_EVERY_MS = 25_000;
const PONG_LIMIT_MS = 10_000;
const ENDINGS: Readonly<Record<number, Ending>> = { 4401: "gone", 4404: "gone", 4429: "too_fast" };

/** The part of WebSocket that is used, so that tests can stand in for the browser. */
export interface SocketLike {
  addEventListener(type: "open", run: () => void): void;
  addEventListener(type: "message", run: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", run: (event: { code: number }) => void): void;
  send(data: string): void;
  close(): void;
}

export function socketOpener(base: string, clock: Clock, connect: (url: string) => SocketLike): OpenChannel {
  return (session, events) => {
    const { id, token } = session.credentials;
    const url = `${base.replace(/^http/, "ws")}/api/v1/conversations/${id}/socket`;
    return new SocketChannel(connect(url), clock, events, () => ({ type: "hello", token, after: session.after() }));
  };
}

class SocketChannel implements Channel {
  readonly #socket: SocketLike;
  readonly #clock: Clock;
  readonly #events: ChannelEvents;
  #opened = false;
  #ended = false;
  #cancelPing: Cancel = () => {};
  #cancelLimit: Cancel;

  constructor(socket: SocketLike, clock: Clock, events: ChannelEvents, hello: () => object) {
    this.#socket = socket;
    this.#clock = clock;
    this.#events = events;
    this.#cancelLimit = clock.after(FIRST_WORD_LIMIT_MS, () => this.#end("lost"));
    socket.addEventListener("open", () => {
      this.#opened = true;
      this.#frame(hello());
      // Asks for a first word even where the conversation has nothing new to say.
      this.#frame({ type: "ping" });
    });
    socket.addEventListener("message", (event) => this.#hear(event.data));
    socket.addEventListener("close", (event) => this.#end(ENDINGS[event.code] ?? "lost"));
  }

  send(item: Parameters<Channel["send"]>[0]): void {
    this.#frame({ type: item.kind, ...wireBody(item) });
  }

  typing(): void {
    this.#frame({ type: "typing" });
  }

  probe(): void {
    if (!this.#opened) return;
    this.#cancelPing();
    this.#cancelLimit();
    this.#frame({ type: "ping" });
    this.#cancelLimit = this.#clock.after(PONG_LIMIT_MS, () => this.#end("lost"));
  }

  close(): void {
    this.#release();
    this.#socket.close();
  }

  #hear(data: unknown): void {
    if (this.#ended) return;
    this.#cancelLimit();
    this.#cancelPing();
    this.#cancelPing = this.#clock.after(PING_EVERY_MS, () => this.probe());
    this.#dispatch(parse(data));
    // After the frame itself: an update may show that a message waiting to be sent again has arrived.
    this.#events.live();
  }

  #dispatch(frame: Record<string, unknown>): void {
    const clientId = asText(frame["client_id"]);
    switch (frame["type"]) {
      case "update": {
        const update = readUpdate(frame);
        if (update) this.#events.update(update);
        return;
      }
      case "accepted":
        if (clientId !== null) this.#events.accepted(clientId, Number(frame["number"]));
        return;
      case "refused":
        this.#events.refused(clientId, readRefusal(frame, null));
        return;
      case "typing":
        this.#events.typing(frame["author"] === "rep" ? "rep" : "assistant");
        return;
    }
  }

  #frame(frame: object): void {
    try {
      this.#socket.send(JSON.stringify(frame));
    } catch {
      this.#end("lost");
    }
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#release();
    this.#socket.close();
    this.#events.ended(ending);
  }

  #release(): void {
    this.#ended = true;
    this.#cancelLimit();
    this.#cancelPing();
  }
}

function parse(data: unknown): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(String(data)));
  } catch {
    return {};
  }
}
