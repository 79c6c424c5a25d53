/** Signing in: a second click while the first is on its way does nothing, and the way back keeps its place. */

document.getElementById("sign-in").addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  if (button.getAttribute("aria-busy")) event.preventDefault();
  button.setAttribute("aria-busy", "true");
});
// The browser may bring this page back from its memory with the button still busy.
globalThis.addEventListener("pageshow", () => document.querySelector("#sign-in button").removeAttribute("aria-busy"));
