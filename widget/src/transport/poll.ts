/**
 * A conversation over plain HTTP, for networks that block sockets: a long poll for what comes, a POST for
 * what goes. Reports the same events as a socket; typing signs do not exist here.
 */
import type { Channel, ChannelEvents, Ending, OpenChannel, Session } from "./channel";
import type { Cancel, Clock } from "./clock";
import type { Answer, Api } from "./http";

const WAIT_SECONDS = 25;
/** A server (or proxy) that answers at once instead of waiting must not be asked in a busy loop. */
const SHORTEST_ROUND_MS = 1_000;

export function pollOpener(api: Api, clock: Clock): OpenChannel {
  return (session, events) => {
    const channel = new PollChannel(api, clock, session, events);
    channel.listen(0);
    return channel;
  };
}

class PollChannel implements Channel {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #session: Session;
  readonly #events: ChannelEvents;
  readonly #abort = new AbortController();
  #cancelNext: Cancel = () => {};

  constructor(api: Api, clock: Clock, session: Session, events: ChannelEvents) {
    this.#api = api;
    this.#clock = clock;
    this.#session = session;
    this.#events = events;
  }

  async listen(waitSeconds: number): Promise<void> {
    const started = this.#clock.now();
    const { credentials, after } = this.#session;
    const answer = await this.#api.read(credentials, after(), waitSeconds, this.#abort.signal);
    if (this.#abort.signal.aborted || !this.#isUsable(answer)) return;
    if (answer.kind === "refused" && answer.status !== 429) return this.#end("lost");
    if (answer.kind === "ok") {
      this.#events.live();
      this.#events.update(answer.value);
    }
    // The first, unwaiting round only proves that the way is open; the next follows at once.
    const pause = waitSeconds === 0 ? 0 : Math.max(0, started + SHORTEST_ROUND_MS - this.#clock.now());
    const asked = answer.kind === "refused" ? answer.refusal.retryAfterMs ?? SHORTEST_ROUND_MS : 0;
    this.#cancelNext = this.#clock.after(Math.max(pause, asked), () => void this.listen(WAIT_SECONDS));
  }

  send(item: Parameters<Channel["send"]>[0]): void {
    void this.#api.send(this.#session.credentials, item).then((answer) => {
      if (this.#abort.signal.aborted || !this.#isUsable(answer)) return;
      if (answer.kind === "ok") this.#events.accepted(item.clientId, answer.value);
      if (answer.kind === "refused") this.#events.refused(item.clientId, answer.refusal);
    });
  }

  typing(): void {
    // The API has no typing call outside the socket.
  }

  probe(): void {
    // A round ends by itself within its time limit.
  }

  close(): void {
    this.#cancelNext();
    this.#abort.abort();
  }

  #isUsable(answer: Answer<unknown>): boolean {
    const isGone = answer.kind === "refused" && (answer.status === 401 || answer.status === 404);
    if (!isGone && answer.kind !== "unreachable") return true;
    this.#end(isGone ? "gone" : "lost");
    return false;
  }

  #end(ending: Ending): void {
    this.close();
    this.#events.ended(ending);
  }
}
