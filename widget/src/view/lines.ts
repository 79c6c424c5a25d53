/**
 * Arranges messages and unsent ones into the lines of the log: order, grouping, who speaks. Pure, so that
 * the look of a conversation is decided in one testable place and the drawing stays dumb.
 */
import type { Author, Message, Source } from "../contract";
import type { Fate, Outgoing } from "../outgoing";

const GROUP_WITHIN_MS = 5 * 60_000;

export interface LogLine {
  /** Stays the same when an unsent message becomes a stored one, so that its element is kept. */
  readonly key: string;
  readonly author: Author;
  readonly name: string | null;
  readonly text: string;
  readonly sources: readonly Source[];
  readonly atMs: number;
  readonly fate: Fate | "stored";
  readonly reason: string | null;
  readonly clientId: string | null;
  /** Refused words can be reworded; the wish for a person cannot. */
  readonly isEditable: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether the line needs a time of its own, or the next line's will do. */
  readonly isTimed: boolean;
}

export function arrange(messages: readonly Message[], outbox: readonly Outgoing[]): readonly LogLine[] {
  const lines = [...messages.map(fromMessage), ...outbox.map(fromOutgoing)];
  return lines.map((line, index) => {
    const [before, next] = [lines[index - 1], lines[index + 1]];
    const isTimed = next === undefined || next.atMs - line.atMs > GROUP_WITHIN_MS;
    return { ...line, isFirst: !belongs(before, line), isLast: !belongs(line, next), isTimed };
  });
}

/** Quick replies are on offer only while their message has the last word. */
export function choicesOnOffer(messages: readonly Message[], outbox: readonly Outgoing[]): readonly string[] {
  const last = messages[messages.length - 1];
  const isAnswered = outbox.some((item) => item.status !== "refused");
  return last && !isAnswered && last.author !== "visitor" ? last.choices : [];
}

export function unreadCount(messages: readonly Message[], seen: number): number {
  return messages.filter((message) => message.number > seen && message.author !== "visitor").length;
}

/** "Dana Reyes" → "DR"; any script, at most two letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return picked.map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

function fromMessage(message: Message): LogLine {
  const { number, author, name, text, sources, at, client_id } = message;
  const atMs = Date.parse(at) || 0;
  return { key: client_id ?? `#${number}`, author, name, text, sources, atMs, fate: "stored", reason: null, clientId: client_id, isEditable: false, isFirst: true, isLast: true, isTimed: true };
}

function fromOutgoing(item: Outgoing): LogLine {
  const { clientId, kind, text, at, status, reason } = item;
  return { key: clientId, author: "visitor", name: null, text, sources: [], atMs: at, fate: status, reason, clientId, isEditable: kind === "message", isFirst: true, isLast: true, isTimed: true };
}

function belongs(earlier: LogLine | undefined, later: LogLine | undefined): boolean {
  return (
    earlier !== undefined &&
    later !== undefined &&
    earlier.author === later.author &&
    earlier.author !== "system" &&
    earlier.name === later.name &&
    isQuiet(earlier) === isQuiet(later) &&
    Math.abs(later.atMs - earlier.atMs) <= GROUP_WITHIN_MS
  );
}

/** Refused messages carry their own reason and stand alone. */
function isQuiet(line: LogLine): boolean {
  return line.fate !== "refused";
}
