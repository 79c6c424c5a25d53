/**
 * Turns message text into nodes: web addresses become links, everything else stays text, whatever it looks
 * like. Only http and https are ever linked, and a link tells the other side nothing about this page.
 */
import { element } from "./element";

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
/** Punctuation that ends the sentence rather than the address. */
const TAIL = /[.,;:!?…)\]}]+$/;

export interface Piece {
  readonly text: string;
  readonly href: string | null;
}

export function splitAddresses(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimTail(match[0]);
    const href = safeAddress(address, null);
    if (href === null) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}

/** The full http(s) address, or null for everything else (`javascript:`, `data:`, nonsense). */
export function safeAddress(address: string, base: string | null): string | null {
  try {
    const url = base === null ? new URL(address) : new URL(address, base);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

export function prose(text: string): readonly (HTMLAnchorElement | string)[] {
  return splitAddresses(text).map(({ text: shown, href }) => (href === null ? shown : link(href, shown)));
}

export function link(href: string, text: string): HTMLAnchorElement {
  return element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", text });
}

/** A closing bracket belongs to the address if it was opened inside it: Wikipedia does that. */
function trimTail(address: string): string {
  const trimmed = address.replace(TAIL, "");
  const isOpen = trimmed.split("(").length > trimmed.split(")").length;
  return isOpen && address[trimmed.length] === ")" ? trimmed + ")" : trimmed;
}
