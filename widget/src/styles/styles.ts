/**
 * The panel's style sheets, in the order in which they apply: variables, frame and controls, the log.
 */
import controls from "./controls.css?inline";
import log from "./log.css?inline";
import panel from "./panel.css?inline";
import { sheet } from "./sheet";
import tokens from "./tokens.css?inline";

export function styles(accentRules: string): readonly CSSStyleSheet[] {
  return [sheet([tokens, accentRules, panel, controls, log].join(""))];
}
