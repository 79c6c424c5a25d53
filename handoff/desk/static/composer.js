/**
 * The reply field: Enter sends, a double click sends once, a message that could not be sent stays visible with a retry.
 * Every message has a client_id from the first try on, so a retry after a lost answer is not said twice.
 */
import { readDraft, writeDraft } from "./drafts.js";
import { refresh } from "./live.js";
import { post } from "./net.js";

const TYPING_EVERY_MS = 3000;

let items = [];
let sending = Promise.resolve();
let lastTyping = 0;
let wasMine = false;

const form = () => document.querySelector("[data-composer]");
const list = () => document.getElementById("pending");

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keep() {
  const kept = items.map(({ id, text }) => ({ id, text }));
  writeDraft("unsent", kept.length ? JSON.stringify(kept) : "");
}

function recall() {
  try {
    const kept = JSON.parse(readDraft("unsent") || "[]");
    const reason = "Not sent before the page was left.";
    items = kept.map(({ id, text }) => ({ id, text, state: "failed", reason }));
  } catch {
    items = [];
  }
}

function submit() {
  const field = form().querySelector("textarea");
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  writeDraft("reply", "");
  const item = { id: newId(), text, state: "sending", reason: "" };
  items.push(item);
  deliver(item);
  field.focus();
}

/** One after the other, so that they arrive in the order in which they were written. */
function deliver(item) {
  item.state = "sending";
  draw();
  scrollToEnd();
  sending = sending.then(() => trySending(item));
}

async function trySending(item) {
  try {
    await post(form()?.action ?? location.pathname + "/messages", { text: item.text, client_id: item.id });
    await refresh();
    items = items.filter((other) => other !== item);
  } catch (failure) {
    item.state = "failed";
    item.reason = failure.message;
    // Somebody else owns the conversation now, most likely: show what is true.
    if (failure.status === 409 || failure.status === 422) await refresh();
  }
  draw();
}

function draw() {
  keep();
  list()?.replaceChildren(...items.map(drawn));
}

function drawn(item) {
  const row = document.createElement("li");
  row.className = `message by-rep ${item.state}`;
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  const words = document.createElement("p");
  words.className = "words";
  words.dir = "auto";
  words.textContent = item.text;
  bubble.append(words);
  const fate = document.createElement("p");
  fate.className = "fate";
  if (item.state === "failed") {
    fate.setAttribute("role", "alert");
    fate.append(`Not sent. ${item.reason} `, button("Retry", () => deliver(item)));
    if (form()) fate.append(button("Edit", () => edit(item)));
  } else {
    fate.append("Sending");
  }
  row.append(bubble, fate);
  return row;
}

function button(label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}

function edit(item) {
  const field = form()?.querySelector("textarea");
  if (!field) return;
  items = items.filter((other) => other !== item);
  field.value = field.value ? `${item.text}\n${field.value}` : item.text;
  writeDraft("reply", field.value);
  draw();
  field.focus();
}

/** A message whose answer got lost is in the transcript after all: then it was sent. */
function dropArrived() {
  const before = items.length;
  items = items.filter((item) => item.state === "sending" || !document.querySelector(`[data-client-id$="${item.id}"]`));
  if (items.length !== before) draw();
}

/** The right to speak may go while a reply is being typed; the text then stays in sight, to be copied or noted. */
function showKept() {
  const place = document.querySelector(".composer.read-only");
  const text = readDraft("reply");
  if (!place || !text || place.querySelector(".kept")) return;
  const label = document.createElement("label");
  label.className = "kept";
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.value = text;
  label.append("Your text, not sent:", field);
  place.append(label);
}

/** Whoever has just been spoken with is somebody else's now: said at once, and for as long as it stays so. */
function tellTaken() {
  const mine = document.getElementById("desk").hasAttribute("data-mine");
  const line = document.getElementById("taken");
  if (line && wasMine && !mine) {
    const owner = line.closest("[data-owner]").dataset.owner;
    const unsent = readDraft("reply") || items.length ? " What you had not sent stays here." : "";
    line.textContent = `${owner} took this conversation over from you.${unsent}`;
    line.hidden = false;
  }
  wasMine = mine;
}

function tellTyping() {
  if (Date.now() - lastTyping < TYPING_EVERY_MS) return;
  lastTyping = Date.now();
  post(form().action.replace(/messages$/, "typing"), {}).catch(() => {});
}

export function scrollToEnd() {
  const log = document.getElementById("log");
  if (log) log.scrollTop = log.scrollHeight;
}

export function startComposer() {
  if (!list()) return;
  recall();
  draw();
  dropArrived();
  tellTaken();
  showKept();
  document.addEventListener("desk:changed", () => {
    dropArrived();
    tellTaken();
    showKept();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    submit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "reply" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  document.addEventListener("input", (event) => event.target.id === "reply" && event.target.value && tellTyping());
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-use-opener]")) return;
    const field = form().querySelector("textarea");
    field.value = document.getElementById("opener").textContent;
    writeDraft("reply", field.value);
    location.hash = "";
    document.dispatchEvent(new CustomEvent("desk:show", { detail: "talk" }));
    field.focus();
  });
}
