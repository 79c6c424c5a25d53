/**
 * Tells the visitor of unread messages while the panel is closed or the tab is behind: a badge on the
 * launcher and a number before the page's title, which is the site's and is given back.
 */
import { fill, type Texts } from "../texts/texts";
import { element, setShown, setText } from "./element";

const MOST_SHOWN = 9;

export class Attention {
  readonly #launcher: HTMLButtonElement;
  texts: Texts;
  readonly #badge = element("span", { class: "badge", "aria-hidden": "true" });
  #ownTitle: string | null = null;
  #siteTitle = "";

  constructor(launcher: HTMLButtonElement, texts: Texts) {
    this.#launcher = launcher;
    this.texts = texts;
    this.#badge.hidden = true;
    launcher.append(this.#badge);
  }

  show(unread: number, isOpen: boolean): void {
    const count = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    setText(this.#badge, count);
    setShown(this.#badge, unread > 0 && !isOpen);
    this.#launcher.ariaExpanded = String(isOpen);
    this.#launcher.ariaLabel = this.#label(unread, isOpen, count);
    this.#showTitle(unread > 0 ? `(${count}) ` : null);
  }

  #label(unread: number, isOpen: boolean, count: string): string {
    if (isOpen) return this.texts.launcher_close;
    return unread > 0 ? fill(this.texts.launcher_unread, { count }) : this.texts.launcher_open;
  }

  #showTitle(mark: string | null): void {
    // The site may have changed its title since: only what we wrote ourselves is taken back.
    if (document.title !== this.#ownTitle) this.#siteTitle = document.title;
    const wanted = mark === null ? this.#siteTitle : mark + this.#siteTitle;
    this.#ownTitle = mark === null ? null : wanted;
    if (document.title !== wanted) document.title = wanted;
  }
}
