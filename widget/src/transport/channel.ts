/**
 * The one shape of a line to the server, whether a socket or a long poll. A channel reports what it hears
 * and that it ended; it never reconnects by itself (`connection.ts` does) and keeps no messages.
 */
import type { Credentials, Refusal, TypingAuthor, Update } from "../contract";
import type { Outgoing } from "../outgoing";

/** `gone`: the server does not know this conversation or token. `too_fast`: it asked for a pause. */
export type Ending = "lost" | "gone" | "too_fast";

export interface ChannelEvents {
  /** Something was heard: the line works. */
  live(): void;
  update(update: Update): void;
  accepted(clientId: string, number: number): void;
  refused(clientId: string | null, refusal: Refusal): void;
  typing(author: TypingAuthor): void;
  ended(ending: Ending): void;
}

export interface Channel {
  send(item: Outgoing): void;
  typing(): void;
  /** Find out now whether the line still works, for instance after the machine slept. */
  probe(): void;
  close(): void;
}

export interface Session {
  readonly credentials: Credentials;
  /** The last number received without a gap, asked for at the moment of connecting. */
  after(): number;
}

export type OpenChannel = (session: Session, events: ChannelEvents) => Channel;
