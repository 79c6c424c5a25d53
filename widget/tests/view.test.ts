import { describe, expect, test } from "vitest";
import { accentAsText, accentPair, contrastOf } from "../src/colour";
import { readUpdate, type Message } from "../src/contract";
import { splitSuggestions } from "../src/options";
import { directionOf } from "../src/texts/languages";
import { fill, wordingFor } from "../src/texts/texts";
import { arrange, choicesOnOffer, initialsOf, unreadCount } from "../src/view/lines";
import { safeAddress, splitAddresses } from "../src/view/prose";
import { clockTime, Times } from "../src/view/times";

function message(number: number, more: Partial<Message> = {}): Message {
  return { number, author: "assistant", name: "Foyer", text: "text", choices: [], sources: [], at: "2026-01-01T10:00:00Z", client_id: null, ...more };
}

const waiting = { clientId: "m1", kind: "message", text: "hello", at: 0, status: "waiting", reason: null } as const;

describe("the lines of the log", () => {
  test("group what one speaker says in a row", () => {
    const lines = arrange([message(1), message(2), message(3, { author: "rep", name: "Dana" })], []);
    expect(lines.map(({ isFirst, isLast }) => [isFirst, isLast])).toEqual([[true, false], [false, true], [true, true]]);
  });

  test("keep the key of an unsent message when it is stored", () => {
    const unsent = arrange([], [waiting])[0];
    const stored = arrange([message(1, { author: "visitor", client_id: "m1" })], [])[0];
    expect(stored?.key).toBe(unsent?.key);
  });

  test("offer the choices of the last message only, until it is answered", () => {
    const asked = message(2, { choices: ["Yes", "No"] });
    expect(choicesOnOffer([message(1, { choices: ["Old"] }), asked], [])).toEqual(["Yes", "No"]);
    expect(choicesOnOffer([asked], [waiting])).toEqual([]);
    expect(choicesOnOffer([asked, message(3, { author: "visitor" })], [])).toEqual([]);
  });

  test("count as unread what others said after the last seen number", () => {
    expect(unreadCount([message(1), message(2), message(3, { author: "visitor" })], 1)).toBe(1);
  });

  test("make initials in any script", () => {
    expect(["Dana Reyes", "dana", "Иван Петров", "Ana de la Cruz", ""].map(initialsOf)).toEqual(["DR", "D", "ИП", "AC", ""]);
  });
});

describe("links in a message", () => {
  test("lead to http and https only", () => {
    const addresses = ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://a.b"];
    expect(addresses.map((address) => safeAddress(address, null))).toEqual([null, null, null, null]);
    expect(splitAddresses("see javascript:alert(1)").every(({ href }) => href === null)).toBe(true);
  });

  test("end before the punctuation of the sentence", () => {
    const pieces = splitAddresses("Look (https://a.test/x_(y)), or http://b.test.");
    expect(pieces.filter(({ href }) => href).map(({ text }) => text)).toEqual(["https://a.test/x_(y)", "http://b.test"]);
    expect(pieces.map(({ text }) => text).join("")).toBe("Look (https://a.test/x_(y)), or http://b.test.");
  });

  test("of sources may be relative to the server", () => {
    expect(safeAddress("/help/pricing#plans", "https://foyer.test/")).toBe("https://foyer.test/help/pricing#plans");
  });
});

describe("the accent", () => {
  const accents = ["#2b5bd0", "#ffdd00", "#777777", "#fff", "#000", "#00c2a8", "#e4572e"];

  test("is readable under its text for every colour", () => {
    for (const value of accents) {
      const { accent, on } = accentPair(value);
      expect(contrastOf(accent, on), value).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("is readable as text on light and dark surfaces", () => {
    for (const value of accents) {
      for (const ground of ["#eef0f3", "#2a2e36"]) {
        expect(contrastOf(accentAsText(value, ground), ground), value).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test("falls back to ours when it makes no sense", () => {
    expect(accentPair("url(javascript:1)")).toEqual(accentPair(null));
  });
});

describe("times and words", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  const times = new Times("en");

  test("are relative, and never in the future when clocks differ", () => {
    const ages = [-90_000, 5_000, 120_000, 2 * 3_600_000, 3 * 86_400_000].map((age) => times.relative(now - age, now));
    expect(ages).toEqual(["now", "now", "2 min. ago", "2 hr. ago", "3 days ago"]);
  });

  test("count the waiting in minutes and hours", () => {
    expect([5, 75, 3675].map(clockTime)).toEqual(["0:05", "1:15", "1:01:15"]);
  });

  test("D14: are English where there is no other language, and run right to left by locale", () => {
    expect(wordingFor("xx").locale).toBe("en");
    expect(["ar-EG", "ar", "en-GB", "de_AT"].map(directionOf)).toEqual(["rtl", "rtl", "ltr", "ltr"]);
    expect(fill("{count} of {limit}{else}", { count: 1, limit: 2 })).toBe("1 of 2{else}");
    expect(splitSuggestions(" a | b ||c|d|e")).toEqual(["a", "b", "c", "d"]);
  });
});

describe("frames from the server", () => {
  test("that do not fit are dropped, not shown", () => {
    const state = { status: "open" };
    expect(readUpdate({ messages: "no", state })).toBeNull();
    expect(readUpdate({ messages: [], state: null })).toBeNull();
    const update = readUpdate({ messages: [{ number: "1", text: "x" }, { number: 2, author: "robot", text: "x" }, message(3)], state });
    expect(update?.messages.map(({ number }) => number)).toEqual([3]);
  });
});
