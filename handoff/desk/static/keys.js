/** The keyboard: single letters outside of fields, which can be switched off per device (WCAG 2.1.4). */

const OFF = "foyer-desk-keys-off";

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function setOff(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // Storage may be forbidden; the letters stay on then.
  }
}

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
const currentRow = () => document.activeElement?.closest("[data-row]");
const linkOf = (row) => row?.querySelector("[data-open]");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(currentRow());
  const next = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  const target = linkOf(next) ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** The element that a letter means: in the chosen row first, then on the page itself. */
function meant(key) {
  const inRow = currentRow()?.querySelector(`[data-key="${key}"]`);
  if (inRow) return inRow;
  return [...document.querySelectorAll(`[data-key="${key}"]`)].find((element) => !element.closest("[data-row]"));
}

function write(key, view) {
  const field = meant(key);
  if (field) {
    document.dispatchEvent(new CustomEvent("desk:show", { detail: view }));
    field.focus();
    return;
  }
  const link = linkOf(currentRow());
  if (link?.pathname.includes("/conversations/")) location.assign(`${link.href}#${key === "r" ? "reply" : "note"}`);
}

function decide() {
  const element = meant("e");
  element?.click();
  if (element?.tagName === "SUMMARY") element.parentElement.querySelector("input:not([type=hidden]), button")?.focus();
}

function leave(event) {
  const open = document.activeElement?.closest("details[open]") ?? document.querySelector("details[open] > .pop")?.parentElement;
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (event.target.matches("textarea, input")) {
    event.target.blur();
  }
}

const MOVES = new Set(["j", "k"]);
const DEEDS = {
  j: () => move(1),
  k: () => move(-1),
  e: decide,
  r: () => write("r", "talk"),
  n: () => write("n", "notes"),
  u: () => location.assign(document.body.dataset.home),
  "?": () => document.getElementById("keys").showModal(),
};

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return leave(event);
  const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (typing || event.isComposing || isOff() || !Object.hasOwn(DEEDS, event.key)) return;
  event.preventDefault();
  // A key held down is one deed, and whoever has just accepted is already typing to the visitor.
  const mayAct = MOVES.has(event.key) || (!event.repeat && !document.querySelector("form[data-busy]"));
  if (mayAct) DEEDS[event.key]();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  const choice = document.getElementById("keys-on");
  choice.checked = !isOff();
  choice.addEventListener("change", () => setOff(!choice.checked));
  document.addEventListener("click", (event) => {
    if (event.target.closest("#show-keys")) DEEDS["?"]();
    // A pop-up closes when something else is clicked.
    for (const open of document.querySelectorAll("details[open]:has(> .pop)")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  const wanted = { "#reply": ["reply", "talk"], "#note": ["note", "notes"], "#notes": ["", "notes"] }[location.hash];
  if (wanted) {
    document.dispatchEvent(new CustomEvent("desk:show", { detail: wanted[1] }));
    document.getElementById(wanted[0])?.focus();
  }
}
