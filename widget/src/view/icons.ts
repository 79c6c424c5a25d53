/**
 * The widget's few icons as paths on a 20-unit grid, drawn with the current text colour. They are always
 * decoration: the control around them carries the label. Single constants, so that the loader takes only two.
 */
const SVG = "http://www.w3.org/2000/svg";

export const CHAT = "M10 3c-4.1 0-7 2.6-7 6 0 1.9.9 3.6 2.5 4.7L5 17l3.4-2.1c.5.1 1 .1 1.6.1 4.1 0 7-2.6 7-6s-2.9-6-7-6Z";
export const CLOSE = "m5 5 10 10M15 5 5 15";
export const DOWN = "m4.5 7.5 5.5 5.5 5.5-5.5";
export const SEND = "M10 16V4m0 0L5 9m5-5 5 5";
export const PERSON = "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 6.5c.6-2.6 2.9-4 6-4s5.4 1.4 6 4";
export const SPARK = "M10 3.5 11.6 8.4 16.5 10l-4.9 1.6L10 16.5l-1.6-4.9L3.5 10l4.9-1.6L10 3.5Z";
export const GLOBE = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3.3 8h13.4M3.3 12h13.4M10 3c-2 1.9-3 4.2-3 7s1 5.1 3 7c2-1.9 3-4.2 3-7s-1-5.1-3-7Z";
export const PAGE = "M6 3h5l3.5 3.5V17H6V3Zm5 0v3.5h3.5M8.5 10.5H12m-3.5 3H12";

export function icon(drawing: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", drawing);
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  svg.append(path);
  return svg;
}
