/**
 * The state machine behind the panel: new, open, closed or gone. Joins transcript, outbox, connection and
 * what is kept in the browser into one view, and tells one listener when it changed. Draws nothing and
 * claims nothing: who is in charge and how a handoff stands is only ever what the server said.
 */
import type { Refusal, State, TypingAuthor, Update, Message } from "../contract";
import type { KeptConversation, Shelf } from "../storage";
import type { Cancel, Clock } from "../transport/clock";
import { Connection, type Line, type Ways } from "../transport/connection";
import { Opener, type OpeningPorts } from "./opening";
import type { Outgoing } from "../outgoing";
import { Outbox } from "./outbox";
import { Sender } from "./sender";
import { Transcript } from "./transcript";

export type Phase = "new" | "open" | "closed" | "gone";

export interface View {
  readonly phase: Phase;
  readonly messages: readonly Message[];
  readonly outbox: readonly Outgoing[];
  readonly state: State | null;
  /** When `state` was heard, by our own clock: the waiting time runs on from there. */
  readonly stateAtMs: number;
  readonly line: Line;
  readonly typing: TypingAuthor | null;
  readonly seen: number;
  readonly isLoading: boolean;
  /** The language to show: the one just chosen, or the one that the server holds the conversation in. */
  readonly locale: string | null;
}

export interface Ports extends OpeningPorts, Ways {
  readonly newId: () => string;
  readonly isOnline: () => boolean;
  readonly changed: () => void;
}

const TYPING_SHOWN_MS = 6_000;
const TYPING_TOLD_EVERY_MS = 2_000;
const CATCH_UP_PAUSE_MS = 2_000;

export class Conversation {
  readonly #ports: Ports;
  readonly #clock: Clock;
  readonly #shelf: Shelf;
  readonly #connection: Connection;
  readonly #opener: Opener;
  #transcript = new Transcript();
  #outbox: Outbox;
  #sender: Sender;
  #kept: KeptConversation | null = null;
  #phase: Phase = "new";
  #state: State | null = null;
  #stateAtMs = 0;
  #line: Line = "idle";
  #typing: TypingAuthor | null = null;
  #cancelTyping: Cancel = () => {};
  #typingToldAtMs = 0;
  #isCatchingUp = false;
  #isOpen: boolean;
  /** What the visitor chose and the server has not confirmed yet. */
  #chosen: string | null = null;
  /** The language of the conversation before this one. */
  #former: string | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#clock = ports.clock;
    this.#shelf = ports.shelf;
    const tab = ports.shelf.tab();
    this.#isOpen = tab.open;
    this.#outbox = new Outbox(tab.outbox);
    this.#connection = new Connection(ports, {
      changed: (line) => this.#lineChanged(line),
      gone: () => this.#gone(),
      update: (update) => this.#update(update),
      accepted: (clientId, number) => this.#accepted(clientId, number),
      refused: (clientId, refusal) => this.#refused(clientId, refusal),
      typing: (author) => this.#showTyping(author),
    });
    this.#sender = new Sender(this.#outbox, this.#clock, this.#connection);
    this.#opener = new Opener(ports, {
      opened: (kept) => void (this.#kept ?? this.#adopt(kept)),
      refused: (refusal) => this.#openingRefused(refusal),
      struggling: () => this.#ports.changed(),
      language: () => [this.view.locale, this.#chosen !== null],
    });
  }

  get view(): View {
    return {
      phase: this.#phase,
      messages: this.#transcript.messages,
      outbox: this.#outbox.items,
      state: this.#state,
      stateAtMs: this.#stateAtMs,
      line: this.#kept ? this.#line : this.#openingLine(),
      typing: this.#typing,
      seen: this.#kept?.seen ?? 0,
      isLoading: this.#kept !== null && this.#state === null && this.#transcript.after === 0,
      locale: this.#chosen ?? this.#state?.locale ?? this.#kept?.locale ?? this.#former,
    };
  }

  get wasOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes up the conversation of an earlier page or of another tab, and what was left unsent. */
  resume(): void {
    const kept = this.#shelf.conversation();
    if (!kept) {
      if (this.#outbox.next) this.#wantConversation();
    } else if (!this.#kept) {
      this.#adopt(kept);
    } else if (kept.credentials.id === this.#kept.credentials.id) {
      this.#kept = { ...this.#kept, seen: Math.max(kept.seen, this.#kept.seen) };
      this.#ports.changed();
    } else if (this.#outbox.items.length === 0) {
      this.#reset();
      this.#adopt(kept);
    }
  }

  say(text: string): void {
    this.#post("message", text);
  }

  /** The visitor's own choice: shown at once, told to the server as soon as there is a conversation. */
  chooseLanguage(locale: string): void {
    this.#chosen = locale;
    this.#ports.changed();
    void this.#tellLanguage();
  }

  askForPerson(shownText: string): void {
    this.#post("person", shownText);
  }

  retry(clientId: string): void {
    this.#outbox.retry(clientId);
    this.#wantConversation();
  }

  /** Takes back what was refused, so that the visitor can reword it. */
  takeBack(clientId: string): string {
    const text = this.#outbox.take(clientId)?.text ?? "";
    this.#changed();
    return text;
  }

  /** Leaves a closed conversation behind. Returns what was not sent, for the composer. */
  startAnew(): string {
    const unsent = this.#outbox.items.filter((item) => item.kind === "message" && item.status !== "accepted");
    this.#reset();
    this.#shelf.forget();
    this.#changed();
    return unsent.map((item) => item.text).join("\n");
  }

  typed(): void {
    const now = this.#clock.now();
    if (this.#phase !== "open" || now - this.#typingToldAtMs < TYPING_TOLD_EVERY_MS) return;
    this.#typingToldAtMs = now;
    this.#connection.typing();
  }

  /** The visitor has everything before the eyes now. */
  markSeen(): void {
    const seen = this.#transcript.after;
    if (!this.#kept || this.#kept.seen >= seen) return;
    this.#keep({ ...this.#kept, seen });
    this.#ports.changed();
  }

  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#keepTab();
  }

  wake(): void {
    if (!this.#kept && this.#outbox.next) void this.#opener.open();
    this.#connection.wake();
  }

  sleep(): void {
    this.#connection.sleep();
    this.#ports.changed();
  }

  #post(kind: Outgoing["kind"], text: string): void {
    this.#outbox.add({ clientId: this.#ports.newId(), kind, text, at: this.#clock.now() });
    this.#wantConversation();
  }

  #wantConversation(): void {
    if (this.#kept) this.#sender.push();
    else void this.#opener.open();
    this.#changed();
  }

  #adopt(kept: KeptConversation): void {
    this.#kept = kept;
    this.#phase = kept.closed ? "closed" : "open";
    this.#connection.start({ credentials: kept.credentials, after: () => this.#transcript.after });
    // A machine that is offline would only fail: wait for the browser to say otherwise.
    if (!this.#ports.isOnline()) this.#connection.sleep();
    this.#changed();
  }

  #reset(): void {
    this.#former = this.view.locale;
    this.#connection.stop();
    this.#sender.stop();
    this.#transcript = new Transcript();
    this.#outbox = new Outbox();
    this.#sender = new Sender(this.#outbox, this.#clock, this.#connection);
    this.#kept = null;
    this.#state = null;
    this.#phase = "new";
    this.#typing = null;
  }

  #update({ messages, state }: Update): void {
    this.#transcript.add(messages);
    this.#settle();
    this.#state = state;
    this.#stateAtMs = this.#clock.now();
    if (messages.some((message) => message.author === this.#typing)) this.#hideTyping();
    this.#heardLanguage(state.locale);
    // What silence has closed goes on with the visitor's next message, so nothing is stopped.
    if (state.status === "closed" && state.closed_by !== "silence") this.#close();
    else this.#reopen();
    if (this.#transcript.hasGap) void this.#catchUp();
    this.#changed();
  }

  #accepted(clientId: string, number: number): void {
    this.#sender.accepted(clientId, number);
    this.#settle();
    this.#changed();
  }

  #refused(clientId: string | null, refusal: Refusal): void {
    if (clientId !== null) this.#sender.refused(clientId, refusal);
    if (refusal.code === "closed") {
      this.#phase = "closed";
      this.#outbox.refuseAll(refusal.code);
      void this.#catchUp();
    }
    this.#changed();
  }

  #openingRefused(refusal: Refusal): void {
    this.#outbox.refuseAll(refusal.code);
    this.#changed();
  }

  #close(): void {
    this.#phase = "closed";
    this.#connection.stop();
    this.#sender.stop();
    this.#outbox.refuseAll(null);
    this.#hideTyping();
    if (this.#kept) this.#keep({ ...this.#kept, closed: true });
  }

  #reopen(): void {
    this.#phase = "open";
    if (this.#kept?.closed) this.#keep({ ...this.#kept, closed: false });
  }

  #gone(): void {
    this.#sender.stop();
    this.#outbox.refuseAll(null);
    this.#phase = "gone";
    this.#kept = null;
    this.#shelf.forget();
    this.#changed();
  }

  #lineChanged(line: Line): void {
    this.#line = line;
    if (line === "live") void this.#tellLanguage();
    if (line === "live") this.#sender.push();
    else this.#sender.interrupted();
    this.#changed();
  }

  async #tellLanguage(): Promise<void> {
    const [kept, chosen] = [this.#kept, this.#chosen];
    if (!kept || chosen === null || this.#phase !== "open") return;
    const answer = await this.#ports.api.chooseLanguage(kept.credentials, chosen);
    // Not spoken there after all: what the server holds the conversation in counts. Unreachable: again when it is back.
    if (answer.kind !== "refused" || answer.status === 429 || this.#chosen !== chosen) return;
    this.#chosen = null;
    this.#ports.changed();
  }

  #heardLanguage(locale: string | null): void {
    if (locale === this.#chosen) this.#chosen = null;
    if (this.#kept && locale !== null && this.#kept.locale !== locale) this.#keep({ ...this.#kept, locale });
  }

  /** Reads what a push left out, page by page, without haste. */
  async #catchUp(): Promise<void> {
    const kept = this.#kept;
    if (!kept || this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    const answer = await this.#ports.api.read(kept.credentials, this.#transcript.after, 0);
    this.#clock.after(CATCH_UP_PAUSE_MS, () => {
      this.#isCatchingUp = false;
      if (this.#transcript.hasGap) void this.#catchUp();
    });
    if (answer.kind === "ok" && this.#kept?.credentials.id === kept.credentials.id) this.#update(answer.value);
  }

  #settle(): void {
    this.#outbox.settle(this.#transcript.messages, this.#transcript.after);
  }

  #showTyping(author: TypingAuthor): void {
    this.#cancelTyping();
    this.#typing = author;
    this.#cancelTyping = this.#clock.after(TYPING_SHOWN_MS, () => {
      this.#hideTyping();
      this.#ports.changed();
    });
    this.#ports.changed();
  }

  #hideTyping(): void {
    this.#cancelTyping();
    this.#typing = null;
  }

  #openingLine(): Line {
    if (!this.#outbox.next) return "idle";
    if (!this.#ports.isOnline()) return "offline";
    return this.#opener.isStruggling ? "lost" : "connecting";
  }

  #keep(kept: KeptConversation): void {
    this.#kept = kept;
    this.#shelf.keepConversation(kept);
  }

  #keepTab(): void {
    if (this.#kept || this.#outbox.items.length > 0) this.#shelf.keepTab({ open: this.#isOpen, outbox: this.#outbox.items });
  }

  #changed(): void {
    this.#keepTab();
    this.#ports.changed();
  }
}
