/** What the script tag, the browser and the page say, and which of them is heard. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { readOptions, type Options } from "../src/options";

function begun(tag: DOMStringMap, browser: readonly string[], page: string): Options {
  vi.stubGlobal("document", { documentElement: { lang: page } });
  vi.stubGlobal("navigator", { languages: browser });
  return readOptions({ src: "https://foyer.test/widget/loader.js", dataset: tag } as HTMLScriptElement);
}

afterEach(() => void vi.unstubAllGlobals());

describe("the language to begin in", () => {
  test.each([
    ["es", ["de-AT"], "en", "es"],
    [undefined, ["de-AT", "en"], "en", "de-AT"],
    [undefined, ["sw", "ar-EG", "de"], "en", "ar-EG"],
    [undefined, ["fr", "sw"], "es", "es"],
    [undefined, [], "fr", "en"],
    ["fr", ["de"], "es", "de"],
  ])("D14: with %s on the tag, %j in the browser and the page in %s, it is %s", (locale, browser, page, expected) => {
    expect(begun(locale === undefined ? {} : { locale }, browser, page).locale).toBe(expected);
  });

  test.each([
    [undefined, "en", "en"],
    ["es", "en", "es"],
    // Nothing tells: the site's questions are shown rather than never.
    [undefined, "it", "de"],
  ])("is not the one of the site's own questions: with %s on the tag and the page in %s, these are in %s", (locale, page, expected) => {
    const tag = locale === undefined ? {} : { locale };
    expect(begun({ ...tag, suggestions: "a|b" }, ["de-AT"], page).suggestionsLanguage).toBe(expected);
  });
});
