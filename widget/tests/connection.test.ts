import { beforeEach, describe, expect, test } from "vitest";
import { backoffMs } from "../src/transport/backoff";
import { FakeServer } from "./fake_server";
import { installStorage } from "./fake_storage";
import { Page } from "./page";

beforeEach(() => void installStorage());

function socketsTried(server: FakeServer): number {
  return server.calls.filter((call) => call.startsWith("SOCKET")).length;
}

describe("back-off", () => {
  test("doubles from half a second up to half a minute", () => {
    expect([1, 2, 3, 7, 20].map((failures) => backoffMs(failures, 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
  });

  test("spreads visitors over half of the waiting time", () => {
    expect([0, 0.5, 1].map((random) => backoffMs(3, random))).toEqual([1000, 1500, 2000]);
  });
});

describe("the connection", () => {
  test("takes a socket where one is to be had and polls nothing", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait();
    expect(page.conversation.view.line).toBe("live");
    expect(server.calls.filter((call) => call.startsWith("GET"))).toEqual([]);
  });

  test("polls where sockets are blocked, both ways", async () => {
    const server = new FakeServer();
    server.socketsBlocked = true;
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(10);
    server.say("assistant", "good day");
    await page.wait(2_000);
    expect(page.texts).toEqual(["hello", "good day"]);
    expect(page.fates).toEqual([]);
    expect(server.calls).toContain("POST /c1/messages");
  });

  test("tries a socket again after ten minutes of polling", async () => {
    const server = new FakeServer();
    server.socketsBlocked = true;
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(10);
    const before = socketsTried(server);
    server.socketsBlocked = false;
    await page.wait(10 * 60_000 + 10);
    expect(socketsTried(server)).toBe(before + 1);
    expect(server.sockets.size).toBe(1);
  });

  test("says nothing of a short interruption and asks only for what is missing", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(6_000);
    server.drop();
    server.say("assistant", "said meanwhile");
    expect(page.conversation.view.line).toBe("connecting");
    await page.wait(600);
    expect(page.texts).toEqual(["hello", "said meanwhile"]);
    expect(server.frames.findLast((frame) => frame["type"] === "hello")?.["after"]).toBe(1);
  });

  test("shows a long interruption, tries ever more rarely, and recovers", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(6_000);
    server.isUp = false;
    server.drop();
    await page.wait(60_000);
    expect(page.conversation.view.line).toBe("lost");
    expect(socketsTried(server)).toBeLessThan(12);
    server.isUp = true;
    await page.wait(31_000);
    expect(page.conversation.view.line).toBe("live");
  });

  test("tries at once when told that the network is back", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait(6_000);
    page.conversation.sleep();
    expect(page.conversation.view.line).toBe("offline");
    await page.wait(60_000);
    expect(socketsTried(server)).toBe(1);
    page.conversation.wake();
    await page.wait();
    expect(page.conversation.view.line).toBe("live");
  });

  test("notices a line that went dead without a word", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait();
    for (const socket of server.sockets) socket.tell = () => {};
    await page.wait(25_000 + 10_000 + 600);
    expect(socketsTried(server)).toBe(2);
    expect(page.conversation.view.line).toBe("live");
  });

  test("stays away for a while when the server says it was too fast", async () => {
    const server = new FakeServer();
    const page = new Page(server);
    page.conversation.say("hello");
    await page.wait();
    server.drop(4429);
    await page.wait(9_000);
    expect(socketsTried(server)).toBe(1);
    await page.wait(2_000);
    expect(socketsTried(server)).toBe(2);
  });
});
