import { beforeEach, describe, expect, test } from "vitest";
import { FakeServer } from "./fake_server";
import { FakeStorage, installStorage, installThrowingStorage, type Areas } from "./fake_storage";
import { Page } from "./page";

let areas: Areas;
beforeEach(() => {
  areas = installStorage();
});

function kept(): number {
  return areas.local.items.size + areas.session.items.size;
}

async function talking(server: FakeServer): Promise<Page> {
  const page = new Page(server);
  page.conversation.say("hello");
  await page.wait();
  return page;
}

describe("before the first message", () => {
  test("nothing is asked of the server and nothing kept in the browser", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.resume();
    page.conversation.setOpen(true);
    page.conversation.typed();
    page.conversation.markSeen();
    await page.wait(60_000);
    expect([server.calls, kept()]).toEqual([[], 0]);
  });

  test("D4: asking for a person opens a conversation too", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.askForPerson("Talk to a person");
    await page.wait();
    expect(server.created).toBe(1);
    expect(server.frames.map((frame) => frame["type"])).toContain("person");
    expect(page.fates).toEqual([]);
  });
});

describe("D11: nothing is lost and nothing doubled", () => {
  test("a burst of messages opens one conversation and keeps its order", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    for (const text of ["one", "two", "three"]) page.conversation.say(text);
    await page.wait();
    expect(server.created).toBe(1);
    expect(server.texts("visitor")).toEqual(["one", "two", "three"]);
    expect(page.fates).toEqual([]);
  });

  test("a message whose answer got lost is not doubled", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.losesAnswers = true;
    server.push = () => {};
    page.conversation.say("are you there");
    await page.wait();
    expect(page.fates).toEqual(["are you there: sending"]);
    await page.wait(13_000);
    expect(server.texts("visitor")).toEqual(["hello", "are you there"]);
    expect([page.texts, page.fates]).toEqual([["hello", "are you there"], []]);
  });

  test("a message that never arrived is sent again under the same client id", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.losesMessages = true;
    page.conversation.say("are you there");
    await page.wait();
    server.losesMessages = false;
    await page.wait(13_000);
    const sent = server.frames.filter((frame) => frame["text"] === "are you there");
    expect(sent.map((frame) => frame["client_id"])).toEqual([sent[0]?.["client_id"], sent[0]?.["client_id"]]);
    expect([server.texts("visitor"), page.fates]).toEqual([["hello", "are you there"], []]);
  });

  test("what is written while offline is sent in order afterwards", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    page.conversation.sleep();
    page.conversation.say("first");
    page.conversation.say("second");
    await page.wait(5_000);
    expect(page.fates).toEqual(["first: waiting", "second: waiting"]);
    page.conversation.wake();
    await page.wait();
    expect(server.texts("visitor")).toEqual(["hello", "first", "second"]);
  });

  test("the very first message waits for a server that is down", async () => {
    const server = new FakeServer();
    server.isUp = false;
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(20_000);
    expect(page.conversation.view.line).toBe("lost");
    server.isUp = true;
    await page.wait(31_000);
    expect(server.texts("visitor")).toEqual(["hello"]);
  });

  test("a reload resumes where it was and sends what was left unsent", async () => {
    const server = new FakeServer();
    const before = await talking(server);
    server.say("assistant", "good day");
    before.conversation.sleep();
    before.conversation.say("written in a tunnel");
    const after = new Page(server);
    after.conversation.resume();
    await after.wait();
    expect(server.created).toBe(1);
    expect(after.texts).toEqual(["hello", "good day", "written in a tunnel"]);
    expect(server.texts("visitor")).toEqual(["hello", "written in a tunnel"]);
  });

  test("a gap in what was pushed is read from the server", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    const push = server.push;
    server.push = () => {};
    server.say("assistant", "missed");
    server.push = push;
    server.say("assistant", "heard");
    await page.wait();
    expect(page.texts).toEqual(["hello", "missed", "heard"]);
  });

  test("a second tab shows the same conversation and does not open another", async () => {
    const server = new FakeServer();
    const first = await talking(server);
    installStorage({ local: areas.local, session: new FakeStorage() });
    const second = new Page(server);
    second.conversation.resume();
    await second.wait();
    second.conversation.say("from the second tab");
    await second.wait();
    await first.wait();
    expect(server.created).toBe(1);
    expect(first.texts).toEqual(second.texts);
  });

  test("a tab that has not heard of it joins the conversation that another tab has just begun", async () => {
    const server = new FakeServer();
    const [first, second] = [new Page(server), new Page(server)];
    first.conversation.say("one");
    await first.wait();
    second.conversation.say("two");
    await second.wait();
    expect(server.created).toBe(1);
    expect(second.texts).toEqual(["one", "two"]);
  });

  test("a tab that was open before follows the conversation that another tab began", async () => {
    const server = new FakeServer();
    const first = new Page(server);
    const second = new Page(server);
    first.conversation.resume();
    second.conversation.say("hello");
    await second.wait();
    first.conversation.resume();
    await first.wait();
    expect(first.texts).toEqual(["hello"]);
  });

  test("bursts, drops, doubled and late pushes leave visitor and server with the same transcript", async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const server = new FakeServer();
      areas = installStorage();
      const page = new Page(server);
      const random = randomFrom(seed);
      const push = server.push.bind(server);
      server.push = (messages) => {
        if (random() < 0.7) push(messages);
        if (random() < 0.3) push(messages);
        if (random() < 0.3) server.drop();
      };
      for (let turn = 0; turn < 20; turn += 1) {
        page.conversation.say(`visitor ${turn}`);
        if (random() < 0.5) server.say("assistant", `assistant ${turn}`);
        await page.wait(random() * 3_000);
      }
      server.push = push;
      await page.wait(120_000);
      server.say("assistant", "end");
      await page.wait(5_000);
      expect(page.texts).toEqual(server.messages.map((message) => message.text));
      expect(server.texts("visitor")).toEqual(Array.from({ length: 20 }, (_, turn) => `visitor ${turn}`));
      expect(page.fates).toEqual([]);
    }
  });
});

describe("what the server refuses", () => {
  test("stands at the message with the server's code, and can be tried again", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.refusing = { status: 422, code: "invalid", reason: "Write it without control characters." };
    page.conversation.say("strange");
    await page.wait();
    const [refused] = page.conversation.view.outbox;
    expect([refused?.status, refused?.reason]).toEqual(["refused", "invalid"]);
    server.refusing = null;
    page.conversation.retry(refused?.clientId ?? "");
    await page.wait();
    expect(server.texts("visitor")).toEqual(["hello", "strange"]);
  });

  test("can be taken back for rewording", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.refusing = { status: 422, code: "invalid", reason: "No." };
    page.conversation.say("strange");
    await page.wait();
    expect(page.conversation.takeBack(page.conversation.view.outbox[0]?.clientId ?? "")).toBe("strange");
    expect(page.fates).toEqual([]);
  });

  test.each(["too_fast", "unavailable"])("only for now (%s) is sent again by itself", async (code) => {
    const server = new FakeServer();
    const page = await talking(server);
    server.refusing = { status: 429, code, reason: "Wait a moment." };
    page.conversation.say("again");
    await page.wait();
    expect(page.fates).toEqual(["again: waiting"]);
    server.refusing = null;
    await page.wait(3_000);
    expect(server.texts("visitor")).toEqual(["hello", "again"]);
  });

  test("at opening is told at the message; a pause that was asked for is kept", async () => {
    const server = new FakeServer();
    server.refusing = { status: 429, code: "too_fast", reason: "Wait.", retryAfter: "7" };
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(6_500);
    expect(server.calls.length).toBe(1);
    server.refusing = { status: 422, code: "invalid", reason: "Unknown channel." };
    await page.wait(1_000);
    expect(page.conversation.view.outbox[0]?.reason).toBe("invalid");
  });
});

describe("a conversation that ends", () => {
  test("is left by starting anew, with what was not sent given back", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.refusing = { status: 409, code: "closed", reason: "This conversation is closed." };
    server.state = { ...server.state, status: "closed" };
    page.conversation.say("one more thing");
    await page.wait();
    expect(page.conversation.view.phase).toBe("closed");
    expect(page.conversation.startAnew()).toBe("one more thing");
    expect([page.conversation.view.phase, kept()]).toEqual(["new", 0]);
    server.refusing = null;
    server.state = { ...server.state, status: "open" };
    page.conversation.say("one more thing");
    await page.wait();
    expect(server.created).toBe(2);
  });

  test("needs no line any more and says so to the next page", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.change({ status: "closed" });
    await page.wait();
    expect([page.conversation.view.phase, server.sockets.size]).toEqual(["closed", 0]);
    expect(JSON.parse([...areas.local.items.values()][0] ?? "{}")).toMatchObject({ closed: true });
  });

  test("goes on in the same conversation when only silence has closed it", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.change({ status: "closed", closed_by: "silence" });
    await page.wait();
    expect([page.conversation.view.phase, server.sockets.size]).toEqual(["open", 1]);
    expect(JSON.parse([...areas.local.items.values()][0] ?? "{}")).toMatchObject({ closed: false });
    page.conversation.say("sorry, back now");
    await page.wait();
    expect([server.texts("visitor").at(-1), server.created]).toEqual(["sorry, back now", 1]);
  });

  test("is forgotten when the server no longer knows it, with the unsent text kept", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    page.conversation.sleep();
    page.conversation.say("still here");
    page.conversation.wake();
    server.drop(4404);
    await page.wait();
    expect(page.conversation.view.phase).toBe("gone");
    expect(areas.local.items.size).toBe(0);
    expect(page.conversation.startAnew()).toBe("still here");
  });
});

describe("the rest of the page", () => {
  test("a browser that blocks storage can still talk", async () => {
    installThrowingStorage();
    const server = new FakeServer();
    const page = await talking(server);
    page.conversation.setOpen(true);
    page.conversation.markSeen();
    expect(page.texts).toEqual(["hello"]);
  });

  test("typing is told at most every two seconds", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    for (let press = 0; press < 50; press += 1) {
      page.conversation.typed();
      await page.wait(100);
    }
    expect(server.frames.filter((frame) => frame["type"] === "typing").length).toBe(3);
  });

  test("a typing sign goes with the message or after six seconds", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    const sign = (): void => server.sockets.forEach((socket) => socket.tell({ type: "typing", author: "rep" }));
    sign();
    expect(page.conversation.view.typing).toBe("rep");
    server.say("rep", "hello");
    expect(page.conversation.view.typing).toBeNull();
    sign();
    await page.wait(6_000);
    expect(page.conversation.view.typing).toBeNull();
  });

  test("what was seen is kept across pages", async () => {
    const server = new FakeServer();
    const page = await talking(server);
    server.say("assistant", "good day");
    page.conversation.markSeen();
    const next = new Page(server);
    next.conversation.resume();
    await next.wait();
    expect(next.conversation.view.seen).toBe(2);
  });
});

/** The same "random" run every time. */
function randomFrom(seed: number): () => number {
  let value = seed;
  return () => {
    value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
    return value / 2_147_483_648;
  };
}
