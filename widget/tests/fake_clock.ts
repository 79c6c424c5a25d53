/** Time under the test's control. */
import type { Cancel, Clock } from "../src/transport/clock";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, with everything that falls due in it and what follows from that. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let timer = this.#dueBy(end); timer; timer = this.#dueBy(end)) {
      this.#now = Math.max(this.#now, timer.at);
      this.#timers = this.#timers.filter((other) => other !== timer);
      timer.run();
      await settle();
    }
    this.#now = end;
  }

  #dueBy(end: number): Timer | undefined {
    return [...this.#timers].sort((one, other) => one.at - other.at).find((timer) => timer.at <= end);
  }
}

/** Lets everything run that waits for no clock. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 40; round += 1) await Promise.resolve();
}
