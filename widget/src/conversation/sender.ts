/**
 * Moves the outbox over whatever line there is: one item at a time, again after an interruption, after the
 * asked pause when the server says "too fast" or cannot just now. Decides nothing about the conversation itself.
 */
import type { Refusal } from "../contract";
import type { Cancel, Clock } from "../transport/clock";
import type { Outgoing } from "../outgoing";
import type { Outbox } from "./outbox";

const ANSWER_LIMIT_MS = 12_000;
const PAUSE_MS = 3_000;
/** Says nothing about the message, only about the moment. */
const PASSING = new Set(["too_fast", "unavailable", "internal"]);

export interface SendingLine {
  readonly isLive: boolean;
  send(item: Outgoing): void;
  /** The line swallowed a message: get another. */
  renew(): void;
}

export class Sender {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #line: SendingLine;
  #cancelLimit: Cancel = () => {};
  #cancelPause: Cancel | null = null;

  constructor(outbox: Outbox, clock: Clock, line: SendingLine) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#line = line;
  }

  push(): void {
    const item = this.#outbox.next;
    if (!item || !this.#line.isLive || this.#cancelPause) return;
    this.#outbox.mark(item.clientId, "sending");
    this.#cancelLimit = this.#clock.after(ANSWER_LIMIT_MS, () => this.#line.renew());
    this.#line.send(item);
  }

  accepted(clientId: string, number: number): void {
    this.#cancelLimit();
    this.#outbox.accept(clientId, number);
    this.push();
  }

  refused(clientId: string, refusal: Refusal): void {
    this.#cancelLimit();
    if (PASSING.has(refusal.code)) {
      this.#outbox.mark(clientId, "waiting");
      this.#pause(refusal.retryAfterMs ?? PAUSE_MS);
    } else {
      this.#outbox.mark(clientId, "refused", refusal.code);
    }
    this.push();
  }

  interrupted(): void {
    this.#cancelLimit();
    this.#outbox.interrupt();
  }

  stop(): void {
    this.interrupted();
    this.#cancelPause?.();
    this.#cancelPause = null;
  }

  #pause(delayMs: number): void {
    this.#cancelPause?.();
    this.#cancelPause = this.#clock.after(delayMs, () => {
      this.#cancelPause = null;
      this.push();
    });
  }
}
