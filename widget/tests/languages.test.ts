/** The widget in several languages: complete texts, the page's wish, the visitor's choice, and what the server says. */
import { beforeEach, describe, expect, test } from "vitest";
import { Shelf } from "../src/storage";
import { LANGUAGES, localeAmong, spokenIn } from "../src/texts/languages";
import { reasonFor, wordingFor } from "../src/texts/texts";
import { FakeServer } from "./fake_server";
import { installStorage, type Areas } from "./fake_storage";
import { Page } from "./page";

const FILES = import.meta.glob<Record<string, string>>("../src/texts/*.json", { eager: true, import: "default" });
const read = (code: string): Record<string, string> => FILES[`../src/texts/${code}.json`] ?? {};
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

async function talking(server: FakeServer): Promise<Page> {
  const page = new Page(server);
  page.conversation.say("hello");
  await page.wait();
  return page;
}

let areas: Areas;
beforeEach(() => void (areas = installStorage()));

describe("the texts", () => {
  test("exist for every language in the menu, and for no other", () => {
    const codes = Object.keys(FILES).map((path) => path.replace(/.*\/(\w+)\.json$/, "$1"));
    expect(codes.sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  test.each(Object.keys(LANGUAGES))("have the same keys and placeholders in %s as in English, and none is empty", (code) => {
    const [english, texts] = [read("en"), read(code)];
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), key).not.toBe("");
      expect(placeholders(text), key).toEqual(placeholders(english[key] ?? ""));
      expect(text.split("|").length, key).toBe((english[key] ?? "").split("|").length);
    }
  });

  test("say why something was refused by the server's code", () => {
    const { texts } = wordingFor("de");
    expect(reasonFor(texts, "too_large")).toBe(texts.reason_too_large);
    expect(reasonFor(texts, "closed")).toBe(texts.closed);
    expect([reasonFor(texts, "whatever"), reasonFor(texts, null)]).toEqual([texts.refused, texts.refused]);
  });
});

describe("the language that is spoken", () => {
  test("is the first wish that can be fulfilled", () => {
    expect(localeAmong(["", "fr", "de-AT", "es"])).toBe("de-AT");
    expect([spokenIn(["sw", "ES_mx"]), spokenIn([]), localeAmong(["sw"])]).toEqual(["es", "en", "en"]);
  });

  test("keeps the country for dates where the texts have that language", () => {
    expect([wordingFor("de-AT").locale, wordingFor("sw-KE").locale]).toEqual(["de-AT", "en"]);
  });
});

describe("a conversation", () => {
  test("shows the language that the server holds it in, and keeps it for the next page", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.state = { ...server.state, locale: "de" };
    server.push([]);
    await page.wait();
    expect(page.conversation.view.locale).toBe("de");
    expect(new Shelf("foyer test").conversation()?.locale).toBe("de");
  });

  test("is changed by the visitor at once and tells the server", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    page.conversation.chooseLanguage("ar");
    expect(page.conversation.view.locale).toBe("ar");
    server.push([]);
    await page.wait();
    expect([page.conversation.view.locale, server.chosen]).toEqual(["ar", ["ar"]]);
    server.state = { ...server.state, locale: "ar" };
    server.push([]);
    await page.wait();
    // Confirmed: from here on the server's word counts again.
    server.state = { ...server.state, locale: "es" };
    server.push([]);
    await page.wait();
    expect(page.conversation.view.locale).toBe("es");
  });

  test("that is chosen offline is told as soon as the line is back", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.isUp = false;
    server.drop();
    page.conversation.chooseLanguage("de");
    await page.wait();
    expect([page.conversation.view.locale, server.chosen]).toEqual(["de", []]);
    server.isUp = true;
    await page.wait(60_000);
    expect(server.chosen).toEqual(["de"]);
  });

  test("goes back to the server's language when the chosen one is refused", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.refusing = { status: 422, code: "invalid", reason: "Not spoken." };
    page.conversation.chooseLanguage("de");
    await page.wait();
    expect(page.conversation.view.locale).toBe("en");
  });

  test("is opened in what was chosen before, and nothing is kept until then", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.chooseLanguage("es");
    await page.wait();
    expect([areas.local.items.size, areas.session.items.size, server.calls.length]).toEqual([0, 0, 0]);
    page.conversation.say("hola");
    await page.wait();
    expect([server.opening["locale"], server.opening["locale_chosen"]]).toEqual(["es", true]);
  });
});
