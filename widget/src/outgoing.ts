/**
 * Something the visitor wants the server to have: a message or the wish for a person. Only the shape; who
 * keeps it, sends it and shows it are three different modules.
 */
export type Fate = "waiting" | "sending" | "accepted" | "refused";

export interface Outgoing {
  readonly clientId: string;
  readonly kind: "message" | "person";
  readonly text: string;
  readonly at: number;
  readonly status: Fate;
  /** The server's code for why it was refused; worded where it is shown. */
  readonly reason: string | null;
  /** The number the server gave it, once accepted. */
  readonly number?: number;
}
