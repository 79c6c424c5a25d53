/**
 * The chat itself, imported when the visitor opens it: builds every part by hand, listens to the page
 * (network, visibility, other tabs) and shows each new view. The only place that knows all parts.
 */
import { accentAsText, accentPair } from "./colour";
import { Conversation, type Ports } from "./conversation/conversation";
import type { Chat, Mount } from "./mount";
import type { Options } from "./options";
import { Shelf, storageKey } from "./storage";
import { styles } from "./styles/styles";
import { directionOf } from "./texts/languages";
import { wordingFor, type Wording } from "./texts/texts";
import { browserClock } from "./transport/clock";
import { Api } from "./transport/http";
import { pollOpener } from "./transport/poll";
import { socketOpener } from "./transport/socket";
import { Attention } from "./view/attention";
import { unreadCount } from "./view/lines";
import { Panel } from "./view/panel";
import { followViewport } from "./view/viewport";

const LIGHT_GROUND = "#eef0f3";
const DARK_GROUND = "#2a2e36";
const TICK_MS = 1_000;
const TICKS_PER_REFRESH = 30;

export function start(mount: Mount): Chat {
  return new MountedChat(mount);
}

class MountedChat implements Chat {
  readonly #mount: Mount;
  readonly #conversation: Conversation;
  #panel: Panel;
  #language: string;
  readonly #attention: Attention;
  #opener: HTMLElement | null = null;
  #isShowPending = false;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #ticks = 0;

  constructor(mount: Mount) {
    const { options, root, frame, launcher } = mount;
    const shelf = new Shelf(storageKey(options.base));
    const wording = wordingFor(shelf.conversation()?.locale ?? options.locale);
    this.#mount = mount;
    this.#conversation = new Conversation(ports(options, shelf, () => this.#showSoon()));
    this.#attention = new Attention(launcher, wording.texts);
    this.#language = wording.language;
    this.#panel = this.#draw(wording);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...styles(accentRules(options))];
    frame.prepend(this.#panel.root);
    this.#writeIn(wording);
    // On what holds the panel: the panel itself is drawn anew in another language.
    followViewport(frame);
    this.#listen(shelf.key);
    this.#conversation.resume();
    this.#show();
    // A sheet that fills the screen must not cover the page a visitor has just gone to.
    if (this.#conversation.wasOpen && !isSheet()) this.#open(false);
  }

  get isOpen(): boolean {
    return !this.#panel.root.hidden;
  }

  open(opener: HTMLElement | null): void {
    this.#opener = opener;
    this.#open(true);
  }

  close(): void {
    clearInterval(this.#ticker);
    this.#panel.root.hidden = true;
    delete this.#mount.frame.dataset["open"];
    this.#conversation.setOpen(false);
    this.#show();
    (this.#opener?.isConnected ? this.#opener : this.#mount.launcher).focus({ preventScroll: true });
  }

  #open(isWanted: boolean): void {
    this.#mount.frame.dataset["open"] = "";
    clearInterval(this.#ticker);
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
    this.#panel.open(isWanted);
    this.#conversation.setOpen(true);
    this.#conversation.resume();
    this.#show();
  }

  #showSoon(): void {
    if (this.#isShowPending) return;
    this.#isShowPending = true;
    queueMicrotask(() => this.#show());
  }

  #show(): void {
    this.#isShowPending = false;
    const { view } = this.#conversation;
    if (view.locale !== null) this.#speak(view.locale);
    const isRead = this.isOpen && document.visibilityState === "visible";
    this.#panel.show(view);
    this.#attention.show(unreadCount(view.messages, view.seen), this.isOpen);
    if (isRead) this.#conversation.markSeen();
  }

  /** Everything of ours in another language, in place: nothing is loaded again and nothing written is lost. */
  #speak(locale: string): void {
    const wording = wordingFor(locale);
    if (wording.language === this.#language) return;
    this.#language = wording.language;
    this.#attention.texts = wording.texts;
    const former = this.#panel;
    this.#panel = this.#draw(wording);
    this.#panel.show(this.#conversation.view);
    this.#panel.takeOver(former);
    this.#writeIn(wording);
  }

  #draw(wording: Wording): Panel {
    const { options } = this.#mount;
    return new Panel({ conversation: this.#conversation, options, wording, now: Date.now, close: () => this.close() });
  }

  #writeIn({ language, texts }: Wording): void {
    const { frame, root } = this.#mount;
    const host = root.host as HTMLElement;
    host.dir = frame.dir = directionOf(language);
    host.lang = language;
    frame.ariaLabel = texts.default_name;
  }

  #tick(): void {
    this.#ticks += 1;
    this.#panel.tick(this.#conversation.view, this.#ticks % TICKS_PER_REFRESH === 0);
  }

  #listen(key: string): void {
    const conversation = this.#conversation;
    addEventListener("online", () => conversation.wake());
    addEventListener("offline", () => conversation.sleep());
    // An open socket would keep the page out of the browser's back/forward cache.
    addEventListener("pagehide", () => conversation.sleep());
    addEventListener("pageshow", (event) => event.persisted && conversation.wake());
    addEventListener("storage", (event) => event.key === key && conversation.resume());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      conversation.wake();
      this.#show();
    });
    // The site's shortcuts must not react to what is typed here: for them the target is our host element.
    for (const type of ["keydown", "keypress", "keyup", "beforeinput", "input", "paste"]) {
      this.#mount.root.addEventListener(type, (event) => event.stopPropagation());
    }
  }
}

function ports(options: Options, shelf: Shelf, changed: () => void): Ports {
  const api = new Api(options.base, browserClock, fetch);
  return {
    api,
    shelf,
    changed,
    clock: browserClock,
    random: Math.random,
    socket: socketOpener(options.base, browserClock, (url) => new WebSocket(url)),
    poll: pollOpener(api, browserClock),
    newId,
    isOnline: () => navigator.onLine,
    exclusively: (run) => exclusively(shelf.key, run),
    describe: (shown, isChosen) => ({
      channel: options.channel,
      locale: shown ?? options.locale,
      locale_chosen: isChosen,
      page_url: pageAddress(),
    }),
  };
}

/** Alone among all tabs of the site; where locks are missing (plain http, a sandbox), the gap is milliseconds. */
async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await navigator.locks.request(name, run);
  } catch {
    await run();
  }
}

/** `crypto.randomUUID` does not exist on plain http sites. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Without query and hash: those may hold what the visitor never meant to tell us. */
function pageAddress(): string | null {
  return location.protocol.startsWith("http") ? location.origin + location.pathname : null;
}

function isSheet(): boolean {
  return matchMedia("(max-width: 480px), (max-height: 480px)").matches;
}

function accentRules(options: Options): string {
  const { accent } = accentPair(options.accent);
  const light = accentAsText(accent, LIGHT_GROUND);
  const dark = accentAsText(accent, DARK_GROUND);
  return `.frame{--accent-text:${light}}@media(prefers-color-scheme:dark){.frame{--accent-text:${dark}}}`;
}
