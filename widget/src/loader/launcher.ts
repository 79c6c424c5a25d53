/**
 * The button at the edge of the page, inside a shadow root of its own. Knows nothing of conversations: what
 * a press does is decided by the loader, what the button says later by the chat.
 */
import { accentPair } from "../colour";
import type { Mount } from "../mount";
import type { Options } from "../options";
import { default_name, launcher_failed, launcher_open } from "../texts/en.json";
import { sheet } from "../styles/sheet";
import { directionOf } from "../texts/texts";
import { CHAT, DOWN, icon } from "../view/icons";
import styles from "./launcher.css?inline";

export const HOST_TAG = "foyer-widget";

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
  host.dir = frame.dir = directionOf(options.locale);
  frame.className = "frame";
  frame.role = "complementary";
  frame.ariaLabel = default_name;
  launcher.type = "button";
  launcher.className = "launcher";
  launcher.ariaLabel = launcher_open;
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
    setFailed: (isFailed) => (failure.textContent = isFailed ? launcher_failed : ""),
  };
}

function accentRule(value: string | null): string {
  const { accent, on } = accentPair(value);
  return `.frame{--accent:${accent};--on-accent:${on}}`;
}
