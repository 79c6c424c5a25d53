/**
 * The widget's own words, one JSON file per language. Picks the language and fills placeholders;
 * what the assistant and the reps say comes from the server and is never worded here.
 */
import { languageOf, spokenIn } from "./languages";
import type en from "./en.json";

export type Texts = typeof en;

const FILES = import.meta.glob<Texts>("./*.json", { eager: true, import: "default" });

export interface Wording {
  readonly texts: Texts;
  readonly language: string;
  /** The locale that dates are written in: the visitor's if the texts exist in that language. */
  readonly locale: string;
}

export function wordingFor(locale: string): Wording {
  const language = spokenIn([locale]);
  const texts = FILES[`./${language}.json`] as Texts;
  return { texts, language, locale: language === languageOf(locale) ? locale : language };
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** Why something was refused, by the server's code: its own sentence is for programmers, and in English. */
export function reasonFor(texts: Texts, code: string | null): string {
  const reasons: Readonly<Record<string, string>> = {
    invalid: texts.reason_invalid,
    too_large: texts.reason_too_large,
    closed: texts.closed,
  };
  return reasons[code ?? ""] ?? texts.refused;
}
