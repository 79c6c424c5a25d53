/**
 * Times as people say them ("2 min. ago"), with the full date in the title, and the waiting clock. Knows no
 * message; the current time is handed in.
 */
import { element } from "./element";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export class Times {
  readonly #relative: Intl.RelativeTimeFormat;
  readonly #absolute: Intl.DateTimeFormat;

  constructor(locale: string) {
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
    this.#absolute = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });
  }

  relative(atMs: number, nowMs: number): string {
    // A visitor's clock may be behind the server's; nothing was ever said in the future.
    const age = Math.max(0, nowMs - atMs);
    if (age < MINUTE_MS) return this.#relative.format(0, "second");
    if (age < HOUR_MS) return this.#relative.format(-Math.floor(age / MINUTE_MS), "minute");
    if (age < DAY_MS) return this.#relative.format(-Math.floor(age / HOUR_MS), "hour");
    return this.#relative.format(-Math.floor(age / DAY_MS), "day");
  }

  element(atMs: number, nowMs: number): HTMLTimeElement {
    const node = element("time", { title: this.#absolute.format(atMs), text: this.relative(atMs, nowMs) });
    node.dateTime = new Date(atMs).toISOString();
    return node;
  }

  /** Brings all times under `root` up to date. */
  refresh(root: ParentNode, nowMs: number): void {
    for (const node of root.querySelectorAll("time")) {
      const text = this.relative(Date.parse(node.dateTime), nowMs);
      if (node.textContent !== text) node.textContent = text;
    }
  }
}

/** 75 → "1:15", 3675 → "1:01:15". */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
