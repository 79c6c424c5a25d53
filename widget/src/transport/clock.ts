/**
 * Time as something handed over, so that back-off and time limits are tested without waiting.
 */
export type Cancel = () => void;

export interface Clock {
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
