/**
 * A short list of things to say with one press: the starter questions and the quick replies. Redrawn only
 * when the list changes, so that a focused button stays.
 */
import { button, element, setShown } from "./element";

export class Offer {
  readonly root: HTMLElement;
  readonly #choose: (text: string) => void;
  #shown = "";

  constructor(label: string, choose: (text: string) => void) {
    this.#choose = choose;
    this.root = element("div", { class: "offer", role: "group", "aria-label": label });
    this.root.hidden = true;
  }

  show(choices: readonly string[]): void {
    const wanted = JSON.stringify(choices);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.root.replaceChildren(...choices.map((text) => this.#button(text)));
    setShown(this.root, choices.length > 0);
  }

  #button(text: string): HTMLButtonElement {
    return button({ class: "choice", dir: "auto", text, on: { click: () => this.#choose(text) } });
  }
}
