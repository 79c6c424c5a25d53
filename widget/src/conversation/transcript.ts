/**
 * The messages of one conversation in the server's order. Numbers are gapless, so a message is shown only
 * when all before it are there, and one that comes twice is the same message. Pure: no I/O, no clock.
 */
import type { Message } from "../contract";

export class Transcript {
  readonly #known = new Map<number, Message>();
  #ordered: Message[] = [];

  add(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.number > this.after) this.#known.set(message.number, message);
    }
    const ordered = [...this.#ordered];
    for (let next = this.#known.get(ordered.length + 1); next; next = this.#known.get(ordered.length + 1)) {
      this.#known.delete(next.number);
      ordered.push(next);
    }
    this.#ordered = ordered;
  }

  /** The last number up to which nothing is missing: what a resume asks after. */
  get after(): number {
    return this.#ordered.length;
  }

  /** Something later has arrived and something before it has not. */
  get hasGap(): boolean {
    return this.#known.size > 0;
  }

  get messages(): readonly Message[] {
    return this.#ordered;
  }
}
