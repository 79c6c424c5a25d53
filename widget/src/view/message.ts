/**
 * Draws one line of the log and keeps it up to date in place: a stored message takes over the element of
 * the unsent one, so that nothing jumps and a screen reader does not read it twice.
 */
import { fill, reasonFor, type Texts } from "../texts/texts";
import { button, element, setShown } from "./element";
import { PAGE, SPARK, icon } from "./icons";
import { initialsOf, type LogLine } from "./lines";
import { link, prose, safeAddress } from "./prose";
import type { Times } from "./times";

export interface MessageActions {
  retry(clientId: string): void;
  edit(clientId: string): void;
}

export interface MessageContext {
  readonly texts: Texts;
  readonly times: Times;
  readonly now: () => number;
  /** Sources may be written relative to Foyer's own pages. */
  readonly base: string;
  readonly actions: MessageActions;
}

export class MessageElement {
  readonly root = element("div");
  readonly #context: MessageContext;
  readonly #who: HTMLElement;
  readonly #words = element("div", { class: "words", dir: "auto" });
  readonly #foot = element("div", { class: "foot", "aria-live": "off" });
  #drawn: LogLine | null = null;

  constructor(line: LogLine, context: MessageContext) {
    this.#context = context;
    this.#who = who(line, context);
    const spoken = line.author === "visitor" ? element("span", { class: "unseen", text: context.texts.said_by_you + " " }) : null;
    const bubble = element("div", { class: "bubble" }, spoken, this.#words);
    this.root.append(this.#who, bubble, ...sources(line, context), this.#foot);
    this.show(line);
  }

  show(line: LogLine): void {
    const before = this.#drawn;
    this.#drawn = line;
    this.root.className = ["line", line.author, line.fate, line.isFirst ? "first" : "", line.isLast ? "last" : ""].join(" ").trim();
    setShown(this.#who, line.isFirst && (line.author === "assistant" || line.author === "rep"));
    if (before?.text !== line.text) this.#words.replaceChildren(...prose(line.text));
    if (before?.fate !== line.fate || before.reason !== line.reason || before.isLast !== line.isLast || before.isTimed !== line.isTimed) this.#showFoot(line);
  }

  #showFoot(line: LogLine): void {
    const { texts } = this.#context;
    this.#foot.setAttribute("aria-live", line.fate === "refused" ? "polite" : "off");
    const isSettled = line.fate === "stored" || line.fate === "accepted";
    const isNeeded = line.author === "visitor" && (isSettled ? line.isTimed : line.isLast);
    setShown(this.#foot, isNeeded);
    if (!isNeeded) this.#foot.replaceChildren();
    else if (line.fate === "refused") this.#foot.replaceChildren(...this.#refusal(line));
    else if (line.fate === "waiting") this.#foot.replaceChildren(texts.not_sent_yet);
    else if (line.fate === "sending") this.#foot.replaceChildren(texts.sending);
    else this.#foot.replaceChildren(this.#context.times.element(line.atMs, this.#context.now()));
  }

  #refusal(line: LogLine): readonly Node[] {
    const { texts, actions } = this.#context;
    const clientId = line.clientId ?? "";
    const again = [button({ class: "link", text: texts.retry, on: { click: () => actions.retry(clientId) } })];
    if (line.isEditable) again.push(button({ class: "link", text: texts.edit, on: { click: () => actions.edit(clientId) } }));
    return [element("span", { class: "reason", text: reasonFor(texts, line.reason) }), ...again];
  }
}

function who(line: LogLine, { texts, times, now }: MessageContext): HTMLElement {
  const isRep = line.author === "rep";
  const name = line.name || (isRep ? texts.rep : texts.assistant);
  const tag = isRep ? texts.rep_tag : texts.assistant_tag;
  return element(
    "div",
    { class: "who" },
    avatar(isRep ? name : null),
    element("span", { class: "name", dir: "auto", text: name }),
    // A name alone does not tell a person from an assistant; both say what they are.
    name.toLowerCase().includes(tag.toLowerCase()) ? null : element("span", { class: "tag", text: tag }),
    times.element(line.atMs, now()),
  );
}

/** Initials for a person, a sign for the assistant. */
export function avatar(repName: string | null): HTMLElement {
  if (repName === null) return element("span", { class: "avatar", "aria-hidden": "true" }, icon(SPARK));
  return element("span", { class: "avatar person", "aria-hidden": "true", text: initialsOf(repName) });
}

function sources(line: LogLine, { texts, base }: MessageContext): readonly HTMLElement[] {
  const links = line.sources.flatMap(({ title, url }) => {
    const href = safeAddress(url, base);
    if (href === null) return [];
    const node = link(href, "");
    node.append(icon(PAGE), element("span", { dir: "auto", text: title }), element("span", { class: "unseen", text: ` (${texts.new_tab})` }));
    return [element("li", {}, node)];
  });
  return links.length > 0 ? [element("ul", { class: "sources", "aria-label": texts.sources_label }, ...links)] : [];
}

export function typingText(texts: Texts, author: "assistant" | "rep", repName: string | null): string {
  return author === "rep" ? fill(texts.typing_rep, { name: repName || texts.rep }) : texts.typing_assistant;
}
