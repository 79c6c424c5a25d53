/**
 * The top of the panel: who is in charge, the server's own sentence about it, and how long someone has been
 * waiting. Says nothing that the server did not say.
 */
import type { View } from "../conversation/conversation";
import type { Options } from "../options";
import { fill, type Texts } from "../texts/texts";
import { button, element, setShown, setText } from "./element";
import { CLOSE, icon } from "./icons";
import { avatar } from "./message";
import { clockTime } from "./times";

export class HeaderPart {
  readonly root: HTMLElement;
  readonly #texts: Texts;
  readonly #usualName: string;
  readonly #face = element("span", { class: "face" });
  readonly #name = element("h1", { dir: "auto" });
  readonly #line = element("p", { class: "state", role: "status", dir: "auto" });
  readonly #clock = element("span", { class: "clock", role: "timer", "aria-live": "off" });
  #facing: string | null | undefined;

  constructor(options: Options, texts: Texts, close: () => void) {
    this.#texts = texts;
    this.#usualName = options.name ?? texts.default_name;
    const leave = button({ class: "round", "aria-label": texts.panel_close, on: { click: close } }, icon(CLOSE));
    this.root = element("header", {}, this.#face, element("div", { class: "standing" }, this.#name, this.#line), this.#clock, leave);
  }

  show(view: View, nowMs: number): void {
    const rep = view.state?.owner === "rep" ? view.state.rep_name || this.#texts.rep : null;
    setText(this.#name, rep ?? this.#usualName);
    setText(this.#line, view.state?.line || this.#ownLine(view));
    if (this.#facing !== rep) this.#face.replaceChildren(avatar(rep));
    this.#facing = rep;
    this.root.classList.toggle("waiting", view.state?.handoff === "waiting");
    this.tick(view, nowMs);
  }

  /** The waiting time runs on between updates. */
  tick({ state, stateAtMs }: View, nowMs: number): void {
    const since = state?.handoff === "waiting" ? state.waiting_seconds : null;
    setShown(this.#clock, since !== null);
    if (since === null) return;
    const time = clockTime(since + (nowMs - stateAtMs) / 1000);
    setText(this.#clock, time);
    this.#clock.title = fill(this.#texts.waiting_time, { time });
  }

  #ownLine(view: View): string {
    return view.state?.owner === "rep" ? "" : this.#texts.before_line;
  }
}
