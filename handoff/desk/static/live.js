/**
 * Keeps the page as it is on the server. Events only say that something changed; the page then fetches itself as a
 * fragment and morphs, so that focus, scroll and what is being typed stay.
 *
 * A hidden page gives its stream back after a while (browsers allow six per host) and asks for the number waiting.
 * `data-live` on <html> says that what the page shows is true now: events arrive, and what came before them was fetched.
 */
import { saveDrafts } from "./drafts.js";
import { getFragment, NO_CONNECTION, post, showSignedOut } from "./net.js";
import { refreshTimes } from "./times.js";

const PULSE_MS = 30_000;
const HIDDEN_MS = 30_000;
const ACTIVE_MS = 10 * 60_000;
const TROUBLE_AFTER_MS = 4_000;
const POLL_MS = 10_000;
const SKELETON_AFTER_MS = 200;
const TYPING_LASTS_MS = 6_000;

let stream = null;
let hiddenTimer = 0;
let troubleTimer = 0;
let pollTimer = 0;
let typingTimer = 0;
let lastDeed = Date.now();
let refreshing = null;
let again = false;
let isListening = false;
let visits = 0;
let visitsEnded = 0;

const desk = () => document.getElementById("desk");

/** What the script itself put into the page must survive a morph. */
const callbacks = {
  beforeNodeMorphed(old, fresh) {
    return !(old.nodeType === 1 && old.hasAttribute("data-keep") && old.id === fresh.id);
  },
  beforeAttributeUpdated(name, node) {
    return !(name === "open" || (name === "aria-pressed" && node.hasAttribute("data-show")));
  },
};

function replaceDesk(html) {
  // The field that is being typed in may go with this; its last letters stay in the draft.
  saveDrafts();
  globalThis.Idiomorph.morph(desk(), html.trim(), { morphStyle: "outerHTML", restoreFocus: true, callbacks });
  afterChange();
}

function afterChange() {
  refreshTimes();
  showWaiting(Number(desk().dataset.waiting));
  document.dispatchEvent(new CustomEvent("desk:changed"));
}

function showWaiting(waiting) {
  const title = (waiting ? `(${waiting}) ` : "") + desk().dataset.title;
  if (document.title !== title) document.title = title;
  document.dispatchEvent(new CustomEvent("desk:waiting", { detail: waiting }));
}

/** Fetch and morph; calls during a fetch make exactly one more. */
export async function refresh() {
  if (refreshing) {
    again = true;
    return refreshing;
  }
  refreshing = (async () => {
    do {
      again = false;
      const address = location.href;
      const endedBefore = visitsEnded;
      const html = await getFragment(address);
      // A visit to another filter under way, or over since this was asked for: the page shows that list, or why not.
      if (address === location.href && visits === 0 && visitsEnded === endedBefore) replaceDesk(html);
      again ||= address !== location.href;
    } while (again);
  })();
  try {
    await refreshing;
    endTrouble();
  } catch (failure) {
    if (failure.status !== 401) showTrouble(failure.message);
  } finally {
    refreshing = null;
  }
}

/** Go to another filter of this page: skeleton after a moment, words and a way on when it fails. */
async function softVisit(address) {
  visits += 1;
  const list = document.querySelector(".cards, .empty");
  const skeleton = setTimeout(() => {
    list?.replaceWith(skeletonOf(3));
  }, SKELETON_AFTER_MS);
  try {
    const html = await getFragment(address);
    history.pushState(null, "", address);
    clearTimeout(skeleton);
    replaceDesk(html);
  } catch (failure) {
    clearTimeout(skeleton);
    if (failure.status === 401) return;
    (document.querySelector(".skeleton") ?? list)?.replaceWith(failedOf(failure.message, address));
  } finally {
    visits -= 1;
    visitsEnded += 1;
  }
}

function skeletonOf(count) {
  const element = document.createElement("div");
  element.className = "skeleton";
  element.setAttribute("aria-busy", "true");
  element.append(...Array.from({ length: count }, () => document.createElement("i")));
  return element;
}

function failedOf(reason, address) {
  const element = document.createElement("div");
  element.className = "empty failed";
  element.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.textContent = "This list could not be loaded";
  const text = document.createElement("p");
  text.textContent = `${reason} Conversations that you have open still work as soon as it is back.`;
  const button = document.createElement("button");
  button.className = "main-button";
  button.textContent = "Try again";
  button.addEventListener("click", () => softVisit(address));
  element.append(title, text, button);
  return element;
}

function showTrouble(reason = NO_CONNECTION) {
  const banner = document.getElementById("live-trouble");
  document.documentElement.removeAttribute("data-live");
  clearInterval(pollTimer);
  pollTimer = setInterval(refresh, POLL_MS);
  if (!banner.hidden) return;
  const since = new Date().toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Try now";
  button.addEventListener("click", () => refresh());
  banner.replaceChildren(`${reason} You see the state of ${since}; it catches up by itself. `, button);
  banner.hidden = false;
}

function endTrouble() {
  clearTimeout(troubleTimer);
  clearInterval(pollTimer);
  troubleTimer = 0;
  document.getElementById("live-trouble").hidden = true;
  document.documentElement.toggleAttribute("data-live", isListening);
}

function listen() {
  if (stream) return;
  const conversation = desk().dataset.conversation;
  const query = conversation ? `?conversation=${encodeURIComponent(conversation)}` : "";
  stream = new EventSource(`${document.body.dataset.home}/events${query}`);
  stream.addEventListener("ready", () => (isListening = true));
  for (const name of ["ready", "queue", "conversation"]) stream.addEventListener(name, () => refresh());
  stream.addEventListener("typing", showTyping);
  stream.addEventListener("signed-out", () => {
    stopListening();
    showSignedOut();
  });
  stream.addEventListener("error", () => {
    hearNothing();
    // A browser that gave up (an answer that is no stream) would stay silent for ever.
    if (stream?.readyState === EventSource.CLOSED) {
      stopListening();
      setTimeout(listen, POLL_MS);
    }
    troubleTimer ||= setTimeout(() => refresh(), TROUBLE_AFTER_MS);
  });
}

function stopListening() {
  stream?.close();
  stream = null;
  hearNothing();
}

function hearNothing() {
  isListening = false;
  document.documentElement.removeAttribute("data-live");
}

function showTyping() {
  const line = document.getElementById("typing");
  if (!line) return;
  line.hidden = false;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    line.hidden = true;
  }, TYPING_LASTS_MS);
  document.dispatchEvent(new CustomEvent("desk:typing"));
}

async function pulse() {
  const active = Date.now() - lastDeed < ACTIVE_MS;
  try {
    const { waiting } = await post(`${document.body.dataset.home}/pulse`, { active: active ? "1" : "0" });
    showWaiting(waiting);
  } catch {
    // The stream and the next refresh say what is wrong; a missed pulse alone is no news.
  }
}

function onVisibility() {
  clearTimeout(hiddenTimer);
  if (document.hidden) {
    hiddenTimer = setTimeout(stopListening, HIDDEN_MS);
  } else if (!stream) {
    listen();
  }
}

/** The banner pushes the page down; the parts that fill the window need to know by how much. */
function makeRoom() {
  const banner = document.getElementById("live-trouble");
  const room = () => document.documentElement.style.setProperty("--banner", `${banner.offsetHeight}px`);
  new ResizeObserver(room).observe(banner);
}

export function startLive() {
  afterChange();
  makeRoom();
  listen();
  setInterval(pulse, PULSE_MS);
  document.addEventListener("visibilitychange", onVisibility);
  globalThis.addEventListener("online", () => refresh());
  globalThis.addEventListener("pagehide", stopListening);
  globalThis.addEventListener("pageshow", (event) => event.persisted && listen());
  globalThis.addEventListener("popstate", () => refresh());
  for (const deed of ["pointermove", "keydown"]) {
    document.addEventListener(deed, () => (lastDeed = Date.now()), { passive: true });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-soft]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    softVisit(link.href);
  });
}
