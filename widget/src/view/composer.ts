/**
 * Where the visitor writes: grows with the text, sends on Enter, lets input methods finish a word first, and
 * never cuts a text off; one that is too long stays and says by how much.
 */
import { TEXT_LIMIT } from "../contract";
import { fill, type Texts } from "../texts/texts";
import { button, element, setShown, setText } from "./element";
import { SEND, icon } from "./icons";

const COUNTER_FROM = TEXT_LIMIT - 200;
/** What older engines report for keys that an input method swallows. */
const KEY_OF_INPUT_METHOD = 229;

export interface ComposerActions {
  send(text: string): void;
  typed(): void;
}

export class Composer {
  readonly root: HTMLFormElement;
  readonly counter = element("span", { class: "counter", role: "status" });
  readonly input: HTMLTextAreaElement;
  readonly #texts: Texts;
  readonly #actions: ComposerActions;
  readonly #send: HTMLButtonElement;

  constructor(texts: Texts, actions: ComposerActions) {
    this.#texts = texts;
    this.#actions = actions;
    this.input = element("textarea", { "aria-label": texts.composer_label, dir: "auto" });
    this.input.rows = 1;
    this.input.placeholder = texts.composer_placeholder;
    this.#send = button({ class: "send", type: "submit", "aria-label": texts.send }, icon(SEND));
    this.root = element("form", { class: "composer" }, this.input, this.#send);
    this.root.addEventListener("submit", (event) => this.#submit(event));
    this.input.addEventListener("input", () => this.#changed());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#refresh();
  }

  /** Puts text back that was not sent, after anything already written. */
  restore(text: string): void {
    this.input.value = [this.input.value, text].filter((part) => part !== "").join("\n");
    this.#refresh();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD) return;
    this.#submit(event);
  }

  #submit(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "" || lengthOf(text) > TEXT_LIMIT) return;
    this.input.value = "";
    this.#refresh();
    this.#actions.send(text);
  }

  #changed(): void {
    this.#refresh();
    if (this.input.value !== "") this.#actions.typed();
  }

  #refresh(): void {
    const length = lengthOf(this.input.value.trim());
    const over = length - TEXT_LIMIT;
    const values = { count: over > 0 ? over : length, limit: TEXT_LIMIT };
    setText(this.counter, length < COUNTER_FROM ? "" : fill(over > 0 ? this.#texts.too_long : this.#texts.counter, values));
    setShown(this.counter, length >= COUNTER_FROM);
    this.counter.classList.toggle("over", over > 0);
    this.input.ariaInvalid = String(over > 0);
    this.#send.ariaDisabled = String(length === 0 || over > 0);
    this.#grow();
  }

  #grow(): void {
    // Through the style object, which a content security policy allows; the sheet caps the height.
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight}px`;
  }
}

/** Characters as the server counts them, not UTF-16 halves. */
function lengthOf(text: string): number {
  return [...text].length;
}
