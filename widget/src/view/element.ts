/**
 * Builds elements without markup strings: text is always a text node, styles are always classes, so
 * neither a visitor's words nor a strict content security policy can go wrong here.
 */
export type Child = Node | string | null;

export interface Props {
  readonly class?: string;
  readonly text?: string;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  readonly [attribute: `aria-${string}` | `data-${string}`]: string;
  readonly role?: string;
  readonly type?: string;
  readonly title?: string;
  readonly tabindex?: string;
  readonly dir?: string;
  readonly href?: string;
  readonly target?: string;
  readonly rel?: string;
  readonly for?: string;
  readonly id?: string;
}

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  const { text, on, ...attributes } = props;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value as string);
  for (const [name, run] of Object.entries(on ?? {})) node.addEventListener(name, run);
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A button that shows a word, an icon, or both, and is always labelled. */
export function button(props: Props, ...children: readonly Child[]): HTMLButtonElement {
  return element("button", { type: "button", ...props }, ...children);
}

/** Writes only what differs: an unchanged text node is not announced again. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setShown(node: HTMLElement, isShown: boolean): void {
  if (node.hidden === isShown) node.hidden = !isShown;
}
