/**
 * What is typed but not sent, kept in this tab for this rep and this conversation: it survives a reload, an ended
 * session and a closed laptop, and goes with the tab or with signing out.
 */

const PREFIX = "foyer-desk:";
const SAVE_AFTER_MS = 250;
let timer = 0;

export function draftKey(name) {
  return `${PREFIX}${document.body.dataset.rep}:${document.getElementById("desk").dataset.conversation}:${name}`;
}

export function readDraft(name) {
  try {
    return sessionStorage.getItem(draftKey(name)) ?? "";
  } catch {
    return ""; // Storage may be forbidden; then a draft lasts as long as the page.
  }
}

export function writeDraft(name, text) {
  try {
    if (text) sessionStorage.setItem(draftKey(name), text);
    else sessionStorage.removeItem(draftKey(name));
  } catch {
    // As above.
  }
}

export function saveDrafts() {
  clearTimeout(timer);
  for (const field of document.querySelectorAll("[data-draft]")) writeDraft(field.dataset.draft, field.value);
}

export function forgetDrafts() {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function restore() {
  for (const field of document.querySelectorAll("[data-draft]:not([data-restored])")) {
    field.dataset.restored = "yes";
    field.value ||= readDraft(field.dataset.draft);
  }
}

export function startDrafts() {
  restore();
  document.addEventListener("desk:changed", restore);
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-draft]")) return;
    clearTimeout(timer);
    timer = setTimeout(saveDrafts, SAVE_AFTER_MS);
  });
  globalThis.addEventListener("pagehide", saveDrafts);
}
