/**
 * The scrolling middle of the panel: greeting or messages, typing sign, quick replies. Follows the newest
 * message while the visitor is at the end and never pulls them back from reading further up.
 */
import type { View } from "../conversation/conversation";
import type { Texts } from "../texts/texts";
import { button, element, setShown } from "./element";
import { DOWN, icon } from "./icons";
import { arrange, choicesOnOffer, type LogLine } from "./lines";
import { MessageElement, typingText, type MessageContext } from "./message";
import { Offer } from "./offer";

const NEAR_END_PX = 48;

export class LogPart {
  readonly root: HTMLElement;
  readonly scroller: HTMLElement;
  readonly #context: MessageContext;
  readonly #messages: HTMLElement;
  readonly #loading: HTMLElement;
  readonly #typing = element("div", { class: "typing", role: "img" });
  readonly #choices: Offer;
  readonly #jump: HTMLButtonElement;
  readonly #drawn = new Map<string, MessageElement>();
  #isAtEnd = true;
  #lastTop = 0;

  constructor(context: MessageContext, greeting: HTMLElement, choose: (text: string) => void) {
    const { texts } = context;
    this.#context = context;
    this.#messages = element("div", { class: "messages", role: "log", "aria-label": texts.log_label, "aria-relevant": "additions" });
    this.#loading = skeleton(texts);
    this.#choices = new Offer(texts.choices_label, choose);
    this.#jump = button({ class: "jump", on: { click: () => this.toEnd() } }, icon(DOWN), texts.jump);
    this.#typing.append(element("i"), element("i"), element("i"));
    const content = element("div", { class: "content" }, greeting, this.#loading, this.#messages, this.#typing, this.#choices.root);
    this.scroller = element("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": texts.log_label }, content);
    this.root = element("div", { class: "log" }, this.scroller, this.#jump);
    this.#jump.hidden = true;
    this.#follow(content);
  }

  show(view: View): void {
    const lines = arrange(view.messages, view.outbox);
    const isOwnNews = lines.some((line) => line.fate === "waiting" && !this.#drawn.has(line.key));
    const isNews = lines.some((line) => line.author !== "visitor" && !this.#drawn.has(line.key));
    setShown(this.#loading, view.isLoading);
    this.#showMessages(lines);
    setShown(this.#typing, view.typing !== null);
    if (view.typing) this.#typing.ariaLabel = typingText(this.#context.texts, view.typing, view.state?.rep_name ?? null);
    this.#choices.show(view.phase === "open" ? choicesOnOffer(view.messages, view.outbox) : []);
    if (isOwnNews || this.#isAtEnd) this.toEnd();
    else if (isNews) this.#jump.hidden = false;
  }

  toEnd(): void {
    this.#isAtEnd = true;
    this.#jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#lastTop = this.scroller.scrollTop;
  }

  #showMessages(lines: readonly LogLine[]): void {
    // History that is being restored is not news: only what comes one by one is read out.
    const isRestoring = this.#drawn.size === 0 && lines.length > 1;
    this.#messages.ariaLive = isRestoring ? "off" : "polite";
    const keys = new Set(lines.map((line) => line.key));
    for (const [key, drawn] of this.#drawn) {
      if (keys.has(key)) continue;
      drawn.root.remove();
      this.#drawn.delete(key);
    }
    lines.forEach((line, index) => this.#showLine(line, index));
  }

  #showLine(line: LogLine, index: number): void {
    let drawn = this.#drawn.get(line.key);
    if (drawn) {
      drawn.show(line);
    } else {
      drawn = new MessageElement(line, this.#context);
      this.#drawn.set(line.key, drawn);
    }
    const there = this.#messages.children[index] ?? null;
    if (there !== drawn.root) this.#messages.insertBefore(drawn.root, there);
  }

  #follow(content: HTMLElement): void {
    this.scroller.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.scroller;
      const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      // Only moving up means reading back: the end may also have moved away below while this event was due.
      if (isNearEnd) this.#isAtEnd = true;
      else if (scrollTop < this.#lastTop) this.#isAtEnd = false;
      this.#lastTop = scrollTop;
      if (this.#isAtEnd) this.#jump.hidden = true;
    });
    const observer = new ResizeObserver(() => this.#isAtEnd && this.toEnd());
    observer.observe(content);
    observer.observe(this.scroller);
  }
}

function skeleton(texts: Texts): HTMLElement {
  const bars = ["", "own", ""].map((side) => element("i", { class: side }));
  return element("div", { class: "skeleton", role: "status", "aria-label": texts.loading }, ...bars);
}
