/**
 * What the visitor has written and the server has not yet shown back, in the order of writing. An item
 * keeps its client id for life, so that sending it again can never double it. Pure: sends nothing itself.
 */
import type { Message } from "../contract";
import type { Fate, Outgoing } from "../outgoing";

export class Outbox {
  #items: readonly Outgoing[];

  constructor(items: readonly Outgoing[] = []) {
    this.#items = items;
  }

  get items(): readonly Outgoing[] {
    return this.#items;
  }

  /** What to send now: the first waiting item, but only one is on its way at a time, which keeps the order. */
  get next(): Outgoing | null {
    if (this.#items.some((item) => item.status === "sending")) return null;
    return this.#items.find((item) => item.status === "waiting") ?? null;
  }

  add(item: Pick<Outgoing, "clientId" | "kind" | "text" | "at">): void {
    this.#items = [...this.#items, { ...item, status: "waiting", reason: null }];
  }

  mark(clientId: string, status: Fate, reason: string | null = null): void {
    this.#change((item) => (item.clientId === clientId ? { ...item, status, reason } : item));
  }

  accept(clientId: string, number: number): void {
    this.#change((item) => (item.clientId === clientId ? { ...item, status: "accepted", reason: null, number } : item));
  }

  /** The line broke: whatever was on its way may or may not have arrived and is sent again. */
  interrupt(): void {
    this.#change((item) => (item.status === "sending" ? { ...item, status: "waiting" } : item));
  }

  refuseAll(reason: string | null): void {
    this.#change((item) => (item.status === "accepted" || item.status === "refused" ? item : { ...item, status: "refused", reason }));
  }

  /** Again, at the end: what was written after it has overtaken it. */
  retry(clientId: string): void {
    const item = this.take(clientId);
    if (item) this.add(item);
  }

  take(clientId: string): Outgoing | null {
    const item = this.#items.find((candidate) => candidate.clientId === clientId) ?? null;
    this.#items = this.#items.filter((candidate) => candidate !== item);
    return item;
  }

  /** Lets go of everything that the transcript now shows. */
  settle(messages: readonly Message[], after: number): void {
    const shown = new Set(messages.map((message) => message.client_id));
    this.#items = this.#items.filter((item) => !shown.has(item.clientId) && !(item.number !== undefined && item.number <= after));
  }

  #change(change: (item: Outgoing) => Outgoing): void {
    this.#items = this.#items.map(change);
  }
}
