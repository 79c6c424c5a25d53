/**
 * What the site's owner wrote on the script tag, read once into one typed object. Only reads attributes;
 * an attribute that makes no sense falls back to its default, so that a typo never hides the chat.
 */
import { languageOf, localeAmong } from "./texts/languages";

export interface Options {
  /** Where loader.js came from without `/widget/loader.js`: the API and app.js live there too. */
  readonly base: string;
  readonly channel: "website" | "support";
  /** What the site wishes; else what the visitor's browser does; else what the page is written in. */
  readonly locale: string;
  readonly accent: string | null;
  readonly name: string | null;
  readonly suggestions: readonly string[] | null;
  /** Whose language the site's own suggestions are in: the page's, whatever the visitor's is. */
  readonly suggestionsLanguage: string;
}

const MOST_SUGGESTIONS = 4;

export function readOptions(script: HTMLScriptElement): Options {
  const { channel, locale, accent, name, suggestions } = script.dataset;
  const page = document.documentElement.lang;
  const begun = localeAmong([locale ?? "", ...navigator.languages, page]);
  return {
    base: script.src.replace(/\/widget\/[^/]*$/, ""),
    channel: channel === "support" ? "support" : "website",
    locale: begun,
    accent: accent || null,
    name: name?.trim() || null,
    suggestions: suggestions === undefined ? null : splitSuggestions(suggestions),
    suggestionsLanguage: languageOf(localeAmong([locale ?? "", page, begun])),
  };
}

export function splitSuggestions(line: string): readonly string[] {
  const parts = line.split("|").map((part) => part.trim());
  return parts.filter((part) => part !== "").slice(0, MOST_SUGGESTIONS);
}
