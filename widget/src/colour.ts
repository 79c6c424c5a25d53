/**
 * Turns the site's one accent colour into readable pairs: text on the accent, and the accent as text on
 * light and on dark surfaces (WCAG AA, 4.5:1). Pure arithmetic; a colour it cannot read becomes ours.
 */
export const DEFAULT_ACCENT = "#2b5bd0";
const AA_TEXT = 4.5;
const STEP = 0.06;

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

export interface AccentPair {
  readonly accent: string;
  readonly on: string;
}

/** The accent and whichever of white and near-black reads better on it. */
export function accentPair(value: string | null): AccentPair {
  const rgb = parse(value) ?? (parse(DEFAULT_ACCENT) as Rgb);
  const on = contrast(rgb, WHITE) >= AA_TEXT || contrast(rgb, WHITE) >= contrast(rgb, BLACK) ? WHITE : BLACK;
  // A middling colour may miss 4.5:1 with both: move it away from its text colour until it holds.
  return { accent: write(reach(rgb, on, on === WHITE ? BLACK : WHITE)), on: write(on) };
}

/** The accent made dark (or light) enough to be read as text on the given surface. */
export function accentAsText(accent: string, surface: string): string {
  const rgb = parse(accent) ?? (parse(DEFAULT_ACCENT) as Rgb);
  const ground = parse(surface) ?? WHITE;
  return write(reach(rgb, ground, contrast(ground, BLACK) > contrast(ground, WHITE) ? BLACK : WHITE));
}

export function contrastOf(one: string, other: string): number {
  return contrast(parse(one) ?? BLACK, parse(other) ?? WHITE);
}

function reach(from: Rgb, ground: Rgb, toward: Rgb): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const candidate = mix(from, toward, share);
    if (contrast(candidate, ground) >= AA_TEXT) return candidate;
  }
  return toward;
}

function parse(value: string | null): Rgb | null {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value?.trim() ?? "")?.[1];
  if (!hex) return null;
  const long = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  const packed = parseInt(long, 16);
  return [packed >> 16, (packed >> 8) & 255, packed & 255];
}

function write(rgb: Rgb): string {
  return "#" + rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}

function mix(from: Rgb, toward: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => from[index] + (toward[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
