/**
 * Which languages the widget speaks, each by its own name, and how they are written. Small enough for the loader;
 * a language here has a JSON file of the same name beside it.
 */
export const LANGUAGES: Readonly<Record<string, string>> = { en: "English", de: "Deutsch", es: "Español", ar: "العربية" };

const RIGHT_TO_LEFT = ["ar"];
const FIRST = "en";

/** The first of the wished-for languages that is spoken; ours when none of them is. */
export function spokenIn(wishes: readonly string[]): string {
  return wishes.map(languageOf).find((language) => language in LANGUAGES) ?? FIRST;
}

/** The first wish that can be fulfilled, with its country: dates are written as they are there. */
export function localeAmong(wishes: readonly string[]): string {
  return wishes.find((wish) => languageOf(wish) in LANGUAGES) ?? FIRST;
}

export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(languageOf(locale)) ? "rtl" : "ltr";
}

export function languageOf(locale: string): string {
  return (locale.toLowerCase().split(/[-_]/)[0] ?? "").trim();
}
