/**
 * The first panel, before anything was said: that an assistant speaks, not a person, and three questions to
 * start with. Nothing here has been sent or stored.
 */
import type { Options } from "../options";
import { splitSuggestions } from "../options";
import type { Texts } from "../texts/texts";
import { element } from "./element";
import { Offer } from "./offer";

export function greeting(options: Options, texts: Texts, choose: (text: string) => void): HTMLElement {
  const offer = new Offer(texts.suggestions_label, choose);
  const usual = options.channel === "support" ? texts.suggestions_support : texts.suggestions_website;
  offer.show(options.suggestions ?? splitSuggestions(usual));
  return element(
    "div",
    { class: "greeting" },
    element("h2", { text: texts.greeting_title }),
    element("p", { text: texts.greeting }),
    offer.root,
  );
}
