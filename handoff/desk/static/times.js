/** Keeps times true: the same words as the server's times.py, in the reader's zone, by the server's clock. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** How far the server's clock is ahead of this device's. */
let ahead = 0;

function ago(at, now) {
  const age = now - at;
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  if (days < 7) return days === 1 ? "1 day ago" : `${days} days ago`;
  return day.format(at);
}

function waited(since, now) {
  const wait = Math.max(now - since, 0);
  const two = (number) => String(number).padStart(2, "0");
  if (wait < HOUR) return `${Math.floor(wait / MINUTE)}:${two(Math.floor((wait % MINUTE) / 1000))}`;
  if (wait < DAY) return `${Math.floor(wait / HOUR)} h ${two(Math.floor((wait % HOUR) / MINUTE))} min`;
  return `${Math.floor(wait / DAY)} d ${Math.floor((wait % DAY) / HOUR)} h`;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = Date.now() + ahead;
  for (const element of document.querySelectorAll("[data-waited]")) {
    put(element, waited(Date.parse(element.dateTime), now));
  }
  for (const element of document.querySelectorAll("[data-ago]")) {
    put(element, ago(Date.parse(element.dateTime), now));
  }
}

/** After new content: take the server's clock, and say absolute times in the reader's zone. */
export function refreshTimes() {
  ahead = Date.parse(document.getElementById("desk").dataset.now) - Date.now();
  for (const element of document.querySelectorAll("time[datetime]")) {
    const text = absolute.format(Date.parse(element.dateTime));
    element.title = element.hasAttribute("data-waited") ? `Since ${text}` : text;
  }
  for (const element of document.querySelectorAll("[data-moment]")) {
    put(element, moment.format(Date.parse(element.dateTime)));
  }
  tick();
}

export function startTimes() {
  refreshTimes();
  setInterval(tick, 1000);
}
