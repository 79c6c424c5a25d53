/**
 * What the loader and the chat it loads know of each other: types only, so that neither bundle pulls in the
 * other's code.
 */
import type { Options } from "./options";

export interface Mount {
  readonly options: Options;
  readonly root: ShadowRoot;
  /** Everything of ours inside the shadow root; carries the direction and the `data-open` sign. */
  readonly frame: HTMLElement;
  readonly launcher: HTMLButtonElement;
}

export interface Chat {
  readonly isOpen: boolean;
  /** `opener` gets the focus back on closing. */
  open(opener: HTMLElement | null): void;
  close(): void;
}

export interface ChatModule {
  start(mount: Mount): Chat;
}
