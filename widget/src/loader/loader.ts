/**
 * The one script a site includes. Draws a button and waits: stores nothing and fetches nothing until the
 * visitor opens the chat (or comes back to a conversation that is still going on). All else is app.js.
 */
import type { Chat, ChatModule } from "../mount";
import { readOptions, type Options } from "../options";
import { hasUnfinished, storageKey } from "../storage";
import { drawLauncher, HOST_TAG, type Launcher } from "./launcher";

/** Changes with every build of app.js, so that both may be cached for long. */
declare const APP_VERSION: string;

const OPEN_HASH = "#foyer";
const OPENERS = "[data-foyer-open], a[href$='#foyer']";

class Door {
  readonly #options: Options;
  readonly #launcher: Launcher;
  #chat: Promise<Chat | null> | null = null;
  #tries = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#launcher = drawLauncher(options);
  }

  watch(): void {
    this.#launcher.mount.launcher.addEventListener("click", () => void this.toggle());
    document.addEventListener("click", (event) => this.#openFromPage(event));
    addEventListener("hashchange", () => this.#openFromHash());
    this.#openFromHash();
    if (hasUnfinished(storageKey(this.#options.base))) void this.#load();
  }

  async toggle(): Promise<void> {
    const { launcher } = this.#launcher.mount;
    if (launcher.ariaBusy === "true") return;
    const chat = await this.#loadVisibly();
    if (chat?.isOpen) chat.close();
    else chat?.open(launcher);
  }

  async open(opener: HTMLElement | null): Promise<void> {
    const chat = await this.#loadVisibly();
    chat?.open(opener);
  }

  #openFromPage(event: Event): void {
    // Links inside the chat lead where they say.
    if (event.target === this.#launcher.mount.root.host) return;
    const target = event.composedPath()[0];
    const opener = target instanceof Element ? target.closest<HTMLElement>(OPENERS) : null;
    if (!opener) return;
    event.preventDefault();
    void this.open(opener);
  }

  #openFromHash(): void {
    if (location.hash === OPEN_HASH) void this.open(null);
  }

  async #loadVisibly(): Promise<Chat | null> {
    this.#launcher.setBusy(true);
    const chat = await this.#load();
    this.#launcher.setBusy(false);
    this.#launcher.setFailed(chat === null);
    return chat;
  }

  #load(): Promise<Chat | null> {
    this.#chat ??= this.#import();
    return this.#chat;
  }

  async #import(): Promise<Chat | null> {
    // A browser may remember a failed module under its address: each try has its own.
    const again = this.#tries++ ? `&try=${this.#tries}` : "";
    try {
      const address = `${this.#options.base}/widget/app.js?v=${APP_VERSION}${again}`;
      const { start } = (await import(/* @vite-ignore */ address)) as ChatModule;
      return start(this.#launcher.mount);
    } catch {
      this.#chat = null;
      return null;
    }
  }
}

function begin(script: HTMLScriptElement | null): void {
  if (!script) return;
  const options = readOptions(script);
  // A second tag may have run in the meantime. The button appears and listens in one go: no press can be missed.
  const draw = (): void => void (document.querySelector(HOST_TAG) ?? new Door(options).watch());
  // Not while the page is still being parsed: the button must never come between its parts.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", draw);
  else draw();
}

begin((document.currentScript as HTMLScriptElement | null) ?? document.querySelector("script[src*='/widget/loader.js']"));
