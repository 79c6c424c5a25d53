/**
 * Opens a conversation at the server when the visitor first wants one, and not before. Tries until it
 * works or is refused; two tabs that start at the same moment end up in the same conversation.
 */
import type { Refusal } from "../contract";
import type { KeptConversation, Shelf } from "../storage";
import { backoffMs } from "../transport/backoff";
import type { Cancel, Clock } from "../transport/clock";
import type { Api, Opening } from "../transport/http";

const PAUSE_MS = 3_000;

export interface OpeningPorts {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: () => number;
  readonly shelf: Shelf;
  /** Runs alone among all tabs of the site, where the browser can. */
  readonly exclusively: (run: () => Promise<void>) => Promise<void>;
  /** What a new conversation begins with; `shown` is the language that the panel is in, if it is not the page's. */
  readonly describe: (shown: string | null, isChosen: boolean) => Opening;
}

export interface OpeningEvents {
  opened(kept: KeptConversation): void;
  refused(refusal: Refusal): void;
  struggling(): void;
  language(): readonly [shown: string | null, isChosen: boolean];
}

export class Opener {
  readonly #ports: OpeningPorts;
  readonly #events: OpeningEvents;
  #isBusy = false;
  #failures = 0;
  #cancelRetry: Cancel = () => {};

  constructor(ports: OpeningPorts, events: OpeningEvents) {
    this.#ports = ports;
    this.#events = events;
  }

  get isStruggling(): boolean {
    return this.#failures > 1;
  }

  async open(): Promise<void> {
    if (this.#isBusy) return;
    this.#cancelRetry();
    this.#isBusy = true;
    await this.#ports.exclusively(() => this.#attempt());
    this.#isBusy = false;
  }

  async #attempt(): Promise<void> {
    const kept = this.#ports.shelf.conversation();
    if (kept && !kept.closed) return this.#opened(kept);
    const answer = await this.#ports.api.create(this.#ports.describe(...this.#events.language()));
    switch (answer.kind) {
      case "ok":
        return this.#opened({ credentials: answer.value, seen: 0, closed: false, locale: null });
      case "refused":
        if (answer.status !== 429) return this.#events.refused(answer.refusal);
        return this.#again(answer.refusal.retryAfterMs ?? PAUSE_MS);
      case "unreachable":
        this.#failures += 1;
        this.#again(backoffMs(this.#failures, this.#ports.random()));
        return this.#events.struggling();
    }
  }

  #opened(kept: KeptConversation): void {
    this.#failures = 0;
    this.#ports.shelf.keepConversation(kept);
    this.#events.opened(kept);
  }

  #again(delayMs: number): void {
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => void this.open());
  }
}
