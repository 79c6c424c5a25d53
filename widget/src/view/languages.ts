/**
 * The small menu of languages, each by its own name. The browser's own control, so that keys, screen readers and
 * phones know it; what a choice leads to is decided elsewhere.
 */
import { directionOf, LANGUAGES } from "../texts/languages";
import type { Texts } from "../texts/texts";
import { element } from "./element";
import { GLOBE, icon } from "./icons";

export class LanguageMenu {
  readonly root: HTMLElement;
  readonly #select: HTMLSelectElement;

  constructor(texts: Texts, language: string, choose: (locale: string) => void) {
    this.#select = element("select", { "aria-label": texts.language_label });
    for (const [code, name] of Object.entries(LANGUAGES)) {
      const option = element("option", { text: name, dir: directionOf(code) });
      [option.value, option.lang, option.selected] = [code, code, code === language];
      this.#select.append(option);
    }
    this.#select.addEventListener("change", () => choose(this.#select.value));
    this.root = element("div", { class: "languages" }, icon(GLOBE), this.#select);
  }

  focus(): void {
    this.#select.focus({ preventScroll: true });
  }
}
