/**
 * How long to wait before trying again: doubling, capped, with jitter so that the visitors of a site do
 * not all come back in the same instant after a restart. Pure: the random share is handed in.
 */
const FIRST_MS = 500;
const LONGEST_MS = 30_000;

export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
