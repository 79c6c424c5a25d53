/** The conversation's views: which part a phone shows, and where the chat is scrolled to. */
import { scrollToEnd } from "./composer.js";

const NEAR_END_PX = 80;
// Less than a keyboard is the browser's own bar.
const KEYBOARD_PX = 120;
let atEnd = true;

const log = () => document.getElementById("log");

function show(name) {
  document.body.dataset.view = name;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === name));
  }
  if (name === "talk" && atEnd) scrollToEnd();
}

function onScroll() {
  const { scrollTop, scrollHeight, clientHeight } = log();
  atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  if (atEnd) document.getElementById("to-end").hidden = true;
}

/** New words: stay at the end when the rep was there, else say that there is more below. */
function onChange() {
  const count = document.querySelectorAll("#messages > li").length;
  const more = count > Number(log().dataset.count ?? count);
  log().dataset.count = String(count);
  if (atEnd) scrollToEnd();
  else if (more) document.getElementById("to-end").hidden = false;
}

/** A phone's keyboard takes room away: from the page where the browser says so, else only from what is seen of it. */
function onSeenHeight() {
  const { height, scale } = globalThis.visualViewport;
  const isCovered = scale === 1 && globalThis.innerHeight - height > KEYBOARD_PX;
  if (isCovered) document.documentElement.style.setProperty("--seen-height", `${height}px`);
  else document.documentElement.style.removeProperty("--seen-height");
}

export function startViews() {
  if (!log()) return;
  document.body.dataset.view = "talk";
  if (!/^#m\d+$/.test(location.hash)) scrollToEnd();
  onScroll();
  onChange();
  log().addEventListener("scroll", onScroll, { passive: true });
  globalThis.visualViewport?.addEventListener("resize", onSeenHeight);
  // Less room, for the keyboard or a longer reply: who was at the end stays there.
  new ResizeObserver(() => atEnd && scrollToEnd()).observe(log());
  document.addEventListener("desk:changed", onChange);
  document.addEventListener("desk:typing", () => atEnd && scrollToEnd());
  document.addEventListener("desk:show", (event) => show(event.detail));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (button) show(button.dataset.show);
    if (event.target.closest("#to-end")) scrollToEnd();
  });
}
