import { describe, expect, test } from "vitest";
import type { Message } from "../src/contract";
import { Outbox } from "../src/conversation/outbox";
import { Transcript } from "../src/conversation/transcript";

function message(number: number, text = `text ${number}`, client_id: string | null = null): Message {
  return { number, author: "visitor", name: null, text, choices: [], sources: [], at: "2026-01-01T10:00:00Z", client_id };
}

describe("D11: the transcript", () => {
  test("shows messages in the order of their numbers, however they arrive", () => {
    const transcript = new Transcript();
    transcript.add([message(3), message(1)]);
    transcript.add([message(2)]);
    expect(transcript.messages.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test("shows a message that comes twice once", () => {
    const transcript = new Transcript();
    transcript.add([message(1), message(1), message(2)]);
    transcript.add([message(1), message(2)]);
    expect([transcript.messages.length, transcript.hasGap]).toEqual([2, false]);
  });

  test("holds back what comes after a gap and asks after the last gapless number", () => {
    const transcript = new Transcript();
    transcript.add([message(1), message(4)]);
    expect([transcript.after, transcript.hasGap]).toEqual([1, true]);
    transcript.add([message(2), message(3)]);
    expect([transcript.after, transcript.hasGap]).toEqual([4, false]);
  });
});

describe("D11: the outbox", () => {
  function outboxWith(...ids: string[]): Outbox {
    const outbox = new Outbox();
    for (const clientId of ids) outbox.add({ clientId, kind: "message", text: clientId, at: 0 });
    return outbox;
  }

  test("has one message on its way at a time", () => {
    const outbox = outboxWith("a", "b");
    expect(outbox.next?.clientId).toBe("a");
    outbox.mark("a", "sending");
    expect(outbox.next).toBeNull();
  });

  test("sends again under the same client id what was on its way when the line broke", () => {
    const outbox = outboxWith("a");
    outbox.mark("a", "sending");
    outbox.interrupt();
    expect(outbox.next?.clientId).toBe("a");
  });

  test("lets go of a message once the transcript shows it", () => {
    const outbox = outboxWith("a", "b");
    outbox.settle([message(1, "a", "a")], 1);
    expect(outbox.items.map(({ clientId }) => clientId)).toEqual(["b"]);
  });

  test("lets go of an accepted message whose number the transcript has reached", () => {
    const outbox = outboxWith("a");
    outbox.accept("a", 7);
    outbox.settle([], 6);
    expect(outbox.items.length).toBe(1);
    outbox.settle([], 7);
    expect(outbox.items.length).toBe(0);
  });

  test("does not hold up later messages behind a refused one", () => {
    const outbox = outboxWith("a", "b");
    outbox.mark("a", "refused", "Shorten it.");
    expect(outbox.next?.clientId).toBe("b");
  });
});
