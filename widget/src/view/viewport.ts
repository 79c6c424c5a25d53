/**
 * Keeps the panel inside the part of the screen that is really visible, so that a phone's keyboard never
 * covers the composer. Only tells the style sheet the numbers.
 */
export function followViewport(panel: HTMLElement): void {
  const visible = window.visualViewport;
  if (!visible) return;
  const follow = (): void => {
    // A visitor who zooms in wants to look closely, not to see the panel shrink.
    const isZoomed = visible.scale > 1.01;
    panel.style.setProperty("--view-height", isZoomed ? "100dvh" : `${visible.height}px`);
    panel.style.setProperty("--view-top", isZoomed ? "0px" : `${visible.offsetTop}px`);
  };
  visible.addEventListener("resize", follow);
  visible.addEventListener("scroll", follow);
  follow();
}
