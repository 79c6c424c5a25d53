/**
 * The first panel, before anything was said: that an assistant speaks, not a person, and three questions to
 * start with. Nothing here has been sent or stored.
 */
import type { Options } from "../options";
import { splitSuggestions } from "../options";
import type { Wording } from "../texts/texts";
import { element } from "./element";
import { Offer } from "./offer";

export function greeting(options: Options, { texts, language }: Wording, choose: (text: string) => void): HTMLElement {
  const offer = new Offer(texts.suggestions_label, choose);
  const usual = options.channel === "support" ? texts.suggestions_support : texts.suggestions_website;
  // The site wrote its questions in the page's language; none at all is meant for every language.
  const isTheirs = options.suggestions?.length === 0 || language === options.suggestionsLanguage;
  offer.show((isTheirs ? options.suggestions : null) ?? splitSuggestions(usual));
  return element(
    "div",
    { class: "greeting" },
    element("h2", { text: texts.greeting_title }),
    element("p", { text: texts.greeting }),
    offer.root,
  );
}
