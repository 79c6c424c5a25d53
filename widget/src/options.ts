/**
 * What the site's owner wrote on the script tag, read once into one typed object. Only reads attributes;
 * an attribute that makes no sense falls back to its default, so that a typo never hides the chat.
 */
import { localeAmong } from "./texts/languages";

export interface Options {
  /** Where loader.js came from without `/widget/loader.js`: the API and app.js live there too. */
  readonly base: string;
  readonly channel: "website" | "support";
  readonly locale: string;
  readonly accent: string | null;
  readonly name: string | null;
  readonly suggestions: readonly string[] | null;
}

const MOST_SUGGESTIONS = 4;

export function readOptions(script: HTMLScriptElement): Options {
  const { channel, locale, accent, name, suggestions } = script.dataset;
  return {
    base: script.src.replace(/\/widget\/[^/]*$/, ""),
    channel: channel === "support" ? "support" : "website",
    locale: localeAmong([locale ?? "", document.documentElement.lang, ...navigator.languages]),
    accent: accent || null,
    name: name?.trim() || null,
    suggestions: suggestions === undefined ? null : splitSuggestions(suggestions),
  };
}

export function splitSuggestions(line: string): readonly string[] {
  const parts = line.split("|").map((part) => part.trim());
  return parts.filter((part) => part !== "").slice(0, MOST_SUGGESTIONS);
}
