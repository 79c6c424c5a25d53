/**
 * The widget's own words, one JSON file per language. Picks the language and fills placeholders;
 * what the assistant and the reps say comes from the server and is never worded here.
 */
import en from "./en.json";

export type Texts = typeof en;

const LANGUAGES: Readonly<Record<string, Texts>> = { en };
const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export interface Wording {
  readonly texts: Texts;
  /** The locale that dates are written in: the visitor's if the texts exist in that language. */
  readonly locale: string;
}

export function wordingFor(locale: string): Wording {
  const texts = LANGUAGES[languageOf(locale)];
  return texts ? { texts, locale } : { texts: en, locale: "en" };
}

export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(languageOf(locale)) ? "rtl" : "ltr";
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

function languageOf(locale: string): string {
  return (locale.toLowerCase().split(/[-_]/)[0] ?? "").trim();
}
