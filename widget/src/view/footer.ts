/**
 * The bottom of the panel: how the line stands, the composer or what follows a closed conversation, and the
 * way to a person, which is there until one is or the conversation is over. The button reports what the server confirmed, never a hope.
 */
import type { View } from "../conversation/conversation";
import type { Texts, Wording } from "../texts/texts";
import { button, element, setShown, setText } from "./element";
import type { Composer } from "./composer";
import { PERSON, icon } from "./icons";
import { LanguageMenu } from "./languages";

export interface FooterActions {
  askForPerson(): void;
  startAnew(): void;
  reconnect(): void;
  chooseLanguage(locale: string): void;
}

export class FooterPart {
  readonly root: HTMLElement;
  readonly languages: LanguageMenu;
  readonly #texts: Texts;
  readonly #composer: Composer;
  readonly #notice: HTMLElement;
  readonly #noticeText = element("span");
  readonly #reconnect: HTMLButtonElement;
  readonly #ended: HTMLElement;
  readonly #endedText = element("p");
  readonly #person: HTMLButtonElement;
  readonly #personText = element("span");

  constructor({ texts, language }: Wording, composer: Composer, actions: FooterActions) {
    this.#texts = texts;
    this.#composer = composer;
    this.#reconnect = button({ class: "link", text: texts.reconnect, on: { click: actions.reconnect } });
    this.#notice = element("div", { class: "notice", role: "status" }, this.#noticeText, this.#reconnect);
    const anew = button({ class: "primary", text: texts.start_anew, on: { click: actions.startAnew } });
    this.#ended = element("div", { class: "ended" }, this.#endedText, anew);
    this.#person = button({ class: "quiet", on: { click: () => this.#isFree && actions.askForPerson() } }, icon(PERSON), this.#personText);
    this.languages = new LanguageMenu(texts, language, actions.chooseLanguage);
    const row = element("div", { class: "row" }, this.#person, composer.counter, this.languages.root);
    this.root = element("footer", {}, this.#notice, this.#ended, composer.root, row);
  }

  show(view: View): void {
    const isEnded = view.phase === "closed" || view.phase === "gone";
    this.#showNotice(view);
    setShown(this.#composer.root, !isEnded);
    setShown(this.#ended, isEnded);
    // The state line may already say it; saying it twice helps nobody.
    const isSaid = view.phase === "closed" && view.state?.status === "closed" && view.state.line !== "";
    setText(this.#endedText, view.phase === "gone" ? this.#texts.gone : this.#texts.closed);
    setShown(this.#endedText, !isSaid);
    this.#showPerson(view, isEnded);
  }

  get #isFree(): boolean {
    return this.#person.ariaDisabled !== "true";
  }

  #showNotice({ line }: View): void {
    const isOffline = line === "offline";
    setShown(this.#notice, isOffline || line === "lost");
    setShown(this.#reconnect, line === "lost");
    if (isOffline || line === "lost") setText(this.#noticeText, isOffline ? this.#texts.offline : this.#texts.lost);
  }

  #showPerson(view: View, isEnded: boolean): void {
    // Once a person is there, the header says who; nobody comes to a conversation that is over, but to the next one.
    setShown(this.#person, !isEnded && !(view.phase === "open" && view.state?.owner === "rep"));
    const text = personText(view, this.#texts);
    setText(this.#personText, text ?? this.#texts.person_ask);
    this.#person.ariaDisabled = String(text !== null);
  }
}

/** What stands in place of "Talk to a person", or null while it can be asked for. */
function personText({ phase, outbox, state }: View, texts: Texts): string | null {
  if (outbox.some((item) => item.kind === "person" && item.status !== "refused")) return texts.person_asking;
  if (phase !== "open" || !state) return null;
  // Nobody need have asked: an unsolved problem brings a person too.
  return state.handoff === "waiting" ? texts.person_waiting : null;
}
