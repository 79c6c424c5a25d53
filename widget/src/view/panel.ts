/**
 * Puts the parts of the panel together and hands each the view. Holds no state of the conversation; opening
 * and closing, focus and the keys of the panel are its own business.
 */
import type { Conversation, View } from "../conversation/conversation";
import type { Options } from "../options";
import { fill, type Wording } from "../texts/texts";
import { Composer } from "./composer";
import { element, setShown } from "./element";
import { FooterPart } from "./footer";
import { greeting } from "./greeting";
import { HeaderPart } from "./header";
import { LogPart } from "./log";
import { Times } from "./times";

export interface PanelPorts {
  readonly conversation: Conversation;
  readonly options: Options;
  readonly wording: Wording;
  readonly now: () => number;
  readonly close: () => void;
}

export class Panel {
  readonly root: HTMLElement;
  readonly #ports: PanelPorts;
  readonly #times: Times;
  readonly #greeting: HTMLElement;
  readonly #header: HeaderPart;
  readonly #log: LogPart;
  readonly #composer: Composer;
  readonly #footer: FooterPart;

  constructor(ports: PanelPorts) {
    const { conversation, options, wording } = ports;
    const { texts } = wording;
    this.#ports = ports;
    this.#times = new Times(wording.locale);
    this.#greeting = greeting(options, wording, (text) => this.#say(text));
    this.#header = new HeaderPart(options, texts, ports.close);
    this.#composer = new Composer(texts, { send: (text) => conversation.say(text), typed: () => conversation.typed() });
    const actions = { retry: (clientId: string) => this.#retry(clientId), edit: (clientId: string) => this.#edit(clientId) };
    const context = { texts, times: this.#times, now: ports.now, base: options.base + "/", actions };
    this.#log = new LogPart(context, this.#greeting, (text) => this.#say(text));
    this.#footer = new FooterPart(wording, this.#composer, {
      askForPerson: () => this.#askForPerson(),
      startAnew: () => this.#startAnew(),
      reconnect: () => conversation.wake(),
      chooseLanguage: (locale) => conversation.chooseLanguage(locale),
    });
    const label = fill(texts.panel_label, { name: options.name ?? "Foyer" });
    this.root = element("section", { class: "panel", role: "dialog", "aria-label": label, tabindex: "-1" });
    this.root.lang = wording.language;
    this.root.append(this.#header.root, this.#log.root, this.#footer.root);
    this.root.addEventListener("keydown", (event) => this.#pressed(event));
    this.root.hidden = true;
  }

  show(view: View): void {
    setShown(this.#greeting, view.phase === "new" && view.outbox.length === 0);
    this.#header.show(view, this.#ports.now());
    this.#log.show(view);
    this.#footer.show(view);
  }

  /** Takes the place of the same panel in another language, with what was being written and where the focus was. */
  takeOver(former: Panel): void {
    const focused = (former.root.getRootNode() as Document | ShadowRoot).activeElement;
    const wasInside = focused !== null && former.root.contains(focused);
    this.#composer.restore(former.#composer.input.value);
    this.root.hidden = former.root.hidden;
    former.root.replaceWith(this.root);
    this.#log.toEnd();
    if (wasInside) focused instanceof HTMLSelectElement ? this.#footer.languages.focus() : this.#focus();
  }

  tick(view: View, isMinute: boolean): void {
    this.#header.tick(view, this.#ports.now());
    if (isMinute) this.#times.refresh(this.root, this.#ports.now());
  }

  /** Takes the focus only when the visitor asked: a reopened page keeps its own. */
  open(isWanted: boolean): void {
    this.root.hidden = false;
    this.#times.refresh(this.root, this.#ports.now());
    this.#log.toEnd();
    if (isWanted) this.#focus();
  }

  #say(text: string): void {
    this.#ports.conversation.say(text);
    this.#focus();
  }

  #retry(clientId: string): void {
    if (this.#isEnded) return this.#startAnew();
    this.#ports.conversation.retry(clientId);
    this.#focus();
  }

  #edit(clientId: string): void {
    if (this.#isEnded) return this.#startAnew();
    this.#composer.restore(this.#ports.conversation.takeBack(clientId));
    this.#composer.input.focus();
  }

  #askForPerson(): void {
    this.#ports.conversation.askForPerson(this.#ports.wording.texts.person_ask);
  }

  /** Nothing can be added to this conversation any more; a new one can be begun. */
  get #isEnded(): boolean {
    const { phase } = this.#ports.conversation.view;
    return phase === "closed" || phase === "gone";
  }

  #startAnew(): void {
    this.#composer.restore(this.#ports.conversation.startAnew());
    this.#focus();
  }

  /** The pressed control may be gone. On touch screens the keyboard must not spring up over the text. */
  #focus(): void {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    const target = isTouch || this.#composer.root.hidden ? this.root : this.#composer.input;
    target.focus({ preventScroll: true });
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.isComposing) this.#ports.close();
  }
}
