/**
 * The button at the edge of the page, inside a shadow root of its own. Knows nothing of conversations: what
 * a press does is decided by the loader, what the button says later by the chat.
 */
import { accentPair } from "../colour";
import type { Mount } from "../mount";
import type { Options } from "../options";
import { sheet } from "../styles/sheet";
import { directionOf, languageOf } from "../texts/languages";
import { CHAT, DOWN, icon } from "../view/icons";
import styles from "./launcher.css?inline";

export const HOST_TAG = "foyer-widget";

/** Only what the button itself says, so that the loader stays small. */
const NAMES = import.meta.glob<string>("../texts/*.json", { eager: true, import: "default_name" });
const OPEN = import.meta.glob<string>("../texts/*.json", { eager: true, import: "launcher_open" });
const FAILED = import.meta.glob<string>("../texts/*.json", { eager: true, import: "launcher_failed" });

export interface Launcher {
  readonly mount: Mount;
  setBusy(isBusy: boolean): void;
  setFailed(isFailed: boolean): void;
}

export function drawLauncher(options: Options): Launcher {
  const host = document.createElement(HOST_TAG);
  const root = host.attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  const launcher = document.createElement("button");
  const failure = document.createElement("p");
  root.adoptedStyleSheets = [sheet(styles), sheet(accentRule(options.accent))];
  const file = `../texts/${languageOf(options.locale)}.json`;
  const [name, open, failed] = [NAMES[file] ?? "", OPEN[file] ?? "", FAILED[file] ?? ""];
  host.dir = frame.dir = directionOf(options.locale);
  host.lang = languageOf(options.locale);
  frame.className = "frame";
  frame.role = "complementary";
  frame.ariaLabel = name;
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.ariaLabel = open;
  launcher.ariaExpanded = "false";
  launcher.append(icon(CHAT), icon(DOWN));
  failure.className = "failure";
  failure.role = "alert";
  frame.append(launcher, failure);
  root.append(frame);
  // Beside the body, not in it: a transformed, hidden or exchanged body does not take the button along.
  document.documentElement.append(host);
  return {
    mount: { options, root, frame, launcher },
    setBusy: (isBusy) => (launcher.ariaBusy = String(isBusy)),
    setFailed: (isFailed) => (failure.textContent = isFailed ? failed : ""),
  };
}

function accentRule(value: string | null): string {
  const { accent, on } = accentPair(value);
  return `.frame{--accent:${accent};--on-accent:${on}}`;
}
