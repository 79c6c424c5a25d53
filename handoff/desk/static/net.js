/** Talks to the desk's own addresses: fragments in, deeds out. Every failure becomes a sentence and a kind. */

const PATIENCE_MS = 20_000;
export const NO_CONNECTION = "No connection to the desk.";

/** What went wrong: `status` is 0 when nothing was reached. */
export class Failure extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, {
      ...options,
      headers: { ...options?.headers, "X-Desk-Fetch": "1" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Failure(0, NO_CONNECTION);
  }
  if (response.status === 401) showSignedOut();
  return response;
}

async function reasonOf(response) {
  try {
    return (await response.json()).error.reason;
  } catch {
    return "The desk did not answer as it should. Try again in a moment.";
  }
}

/** A page's fragment; a page that is gone (404) is a fragment too. */
export async function getFragment(address) {
  const response = await ask(address);
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  if (!isPage) throw new Failure(response.status, await reasonOf(response));
  return response.text();
}

export async function post(address, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrf", document.getElementById("desk").dataset.csrf);
  const response = await ask(address, { method: "POST", body });
  if (!response.ok) throw new Failure(response.status, await reasonOf(response));
  return response.json();
}

/** The session ended: say so, and lead back to exactly this page. What was typed is in the drafts. */
export function showSignedOut() {
  const dialog = document.getElementById("signed-out");
  const next = location.pathname + location.search + location.hash;
  document.getElementById("sign-in-again").href = `${document.body.dataset.home}/sign-in?next=${encodeURIComponent(next)}`;
  if (!dialog.open) dialog.showModal();
}

/** One sentence from the desk, gone after a while; screen readers hear it. */
export function toast(text) {
  const element = document.createElement("p");
  element.className = "toast";
  element.textContent = text;
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), 8000);
}
