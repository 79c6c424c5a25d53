/**
 * Keeps one line to the server for as long as it is wanted: socket first, long poll where sockets are
 * blocked, back-off with jitter where neither works. Knows nothing of messages beyond handing them on.
 */
import { backoffMs } from "./backoff";
import type { Channel, ChannelEvents, Ending, OpenChannel, Session } from "./channel";
import type { Cancel, Clock } from "./clock";
import type { Outgoing } from "../outgoing";

/** `lost` is shown to the visitor; a first quick reconnect stays `connecting` and unseen. */
export type Line = "idle" | "connecting" | "live" | "lost" | "offline";

export interface ConnectionEvents extends Omit<ChannelEvents, "ended" | "live"> {
  changed(line: Line): void;
  gone(): void;
}

export interface Ways {
  readonly socket: OpenChannel;
  readonly poll: OpenChannel;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A line that held this long has earned a quick reconnect; shorter ones count as failures. */
const STEADY_MS = 5_000;
const PAUSE_AFTER_FLOOD_MS = 10_000;
const SOCKET_AGAIN_MS = 10 * 60_000;

export class Connection {
  readonly #ways: Ways;
  readonly #events: ConnectionEvents;
  #session: Session | null = null;
  #channel: Channel | null = null;
  #line: Line = "idle";
  #failures = 0;
  #cancelTimers: Cancel[] = [];

  constructor(ways: Ways, events: ConnectionEvents) {
    this.#ways = ways;
    this.#events = events;
  }

  get isLive(): boolean {
    return this.#line === "live";
  }

  start(session: Session): void {
    this.stop();
    this.#session = session;
    this.#open("socket");
  }

  stop(): void {
    this.#drop();
    this.#session = null;
    this.#failures = 0;
    this.#become("idle");
  }

  /** The network went away: nothing is tried until `wake`. */
  sleep(): void {
    if (!this.#session) return;
    this.#drop();
    this.#become("offline");
  }

  /** Something suggests that now is a good moment: back online, tab in front again, a press on "connect". */
  wake(): void {
    if (!this.#session) return;
    if (this.#line === "live") this.#channel?.probe();
    else if (this.#line !== "connecting") this.#open("socket");
  }

  /** The line is there but does not answer: take another one. */
  renew(): void {
    if (!this.#session) return;
    this.#drop();
    this.#retry("lost");
  }

  send(item: Outgoing): void {
    this.#channel?.send(item);
  }

  typing(): void {
    if (this.isLive) this.#channel?.typing();
  }

  #open(way: "socket" | "poll"): void {
    if (!this.#session) return;
    this.#drop();
    if (this.#line !== "lost") this.#become("connecting");
    let current = true;
    this.#cancelTimers.push(() => (current = false));
    const { update, accepted, refused, typing } = this.#events;
    const when = <A extends unknown[]>(run: (...args: A) => void) => (...args: A) => void (current && run(...args));
    try {
      this.#channel = this.#ways[way](this.#session, {
        live: when(() => this.#lives(way)),
        update: when(update),
        accepted: when(accepted),
        refused: when(refused),
        typing: when(typing),
        ended: when((ending) => this.#ended(way, ending)),
      });
    } catch {
      // `new WebSocket` throws where the page's policy forbids it: the poll may still be allowed.
      this.#ended(way, "lost");
    }
  }

  #lives(way: "socket" | "poll"): void {
    if (this.#line === "live") return;
    const { clock } = this.#ways;
    this.#cancelTimers.push(clock.after(STEADY_MS, () => (this.#failures = 0)));
    if (way === "poll") this.#cancelTimers.push(clock.after(SOCKET_AGAIN_MS, () => this.#open("socket")));
    this.#become("live");
  }

  #ended(way: "socket" | "poll", ending: Ending): void {
    const wasLive = this.isLive;
    this.#drop();
    if (ending === "gone") {
      this.stop();
      this.#events.gone();
    } else if (way === "socket" && !wasLive && ending === "lost") {
      this.#open("poll");
    } else {
      this.#retry(ending);
    }
  }

  #retry(ending: Ending): void {
    this.#failures += 1;
    const wait = backoffMs(this.#failures, this.#ways.random());
    const delay = ending === "too_fast" ? Math.max(wait, PAUSE_AFTER_FLOOD_MS) : wait;
    this.#become(this.#failures > 1 ? "lost" : "connecting");
    this.#cancelTimers.push(this.#ways.clock.after(delay, () => this.#open("socket")));
  }

  #drop(): void {
    for (const cancel of this.#cancelTimers.splice(0)) cancel();
    this.#channel?.close();
    this.#channel = null;
  }

  #become(line: Line): void {
    if (this.#line === line) return;
    this.#line = line;
    this.#events.changed(line);
  }
}
