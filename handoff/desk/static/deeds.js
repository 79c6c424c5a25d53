/** Forms that do something (accept, take over, note, close): sent once, answered in place, never lost. */
import { forgetDrafts, saveDrafts } from "./drafts.js";
import { refresh } from "./live.js";
import { post, toast } from "./net.js";

const reply = () => document.getElementById("reply");

/** While a deed is under way, and until the page it leads to is there, no letter is a key: see keys.js. */
async function send(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  button?.setAttribute("aria-busy", "true");
  let isLeaving = false;
  try {
    const answer = await post(form.action, new FormData(form));
    if (form.hasAttribute("data-clear")) clear(form);
    saveDrafts();
    const target = new URL(answer.go, location.href);
    if (target.pathname === location.pathname) {
      form.closest("details")?.removeAttribute("open");
      const couldReply = Boolean(reply());
      await refresh();
      // Whoever has just accepted or taken over goes on typing.
      if (!couldReply) reply()?.focus();
    } else {
      isLeaving = true;
      location.assign(target);
    }
  } catch (failure) {
    if (failure.status !== 401) toast(failure.message);
    // Somebody else was first, most likely: show what is true now.
    if (failure.status === 409 || failure.status === 422) await refresh();
  } finally {
    if (!isLeaving) setFree(form);
  }
}

function setFree(form) {
  delete form.dataset.busy;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
}

function clear(form) {
  for (const field of form.querySelectorAll("textarea")) field.value = "";
}

export function startDeeds() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-forget")) forgetDrafts();
    if (!form.hasAttribute("data-deed")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  // Back from the page that a deed led to, out of the browser's memory: nothing is under way any more.
  globalThis.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(setFree));
  // In a note Enter keeps it, as Enter sends a reply; Shift+Enter is a new line in both.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || field.id !== "note") return;
    event.preventDefault();
    field.form.requestSubmit();
  });
}
