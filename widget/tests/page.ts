/** One open page of a site with the chat on it, wired to the fakes. */
import { Conversation } from "../src/conversation/conversation";
import { Shelf } from "../src/storage";
import { Api } from "../src/transport/http";
import { pollOpener } from "../src/transport/poll";
import { socketOpener } from "../src/transport/socket";
import { FakeClock } from "./fake_clock";
import type { FakeServer } from "./fake_server";

const BASE = "http://foyer.test";

export class Page {
  isOnline = true;
  readonly conversation: Conversation;
  static #ids = 0;

  constructor(server: FakeServer, readonly clock = new FakeClock()) {
    const api = new Api(BASE, clock, server.fetch);
    this.conversation = new Conversation({
      api,
      clock,
      random: () => 1,
      shelf: new Shelf("foyer test"),
      exclusively: (run) => run(),
      describe: (shown, isChosen) => ({ channel: "website", locale: shown ?? "en", locale_chosen: isChosen, page_url: null }),
      socket: socketOpener(BASE, clock, server.connect),
      poll: pollOpener(api, clock),
      newId: () => `m${++Page.#ids}`,
      isOnline: () => this.isOnline,
      changed: () => {},
    });
  }

  get texts(): readonly string[] {
    return this.conversation.view.messages.map((message) => message.text);
  }

  get fates(): readonly string[] {
    return this.conversation.view.outbox.map((item) => `${item.text}: ${item.status}`);
  }

  async wait(ms = 0): Promise<void> {
    await this.clock.advance(ms);
  }
}
