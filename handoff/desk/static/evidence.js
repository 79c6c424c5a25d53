/** A claim and the messages it rests on: hovering or focusing lights them up, a tap goes there. */

let lit = [];

function light(numbers) {
  lit = numbers;
  for (const element of document.querySelectorAll(".message.lit")) element.classList.remove("lit");
  for (const number of numbers) document.getElementById(`m${number}`)?.classList.add("lit");
}

function onPoint(event) {
  const claim = event.target.closest?.("[data-messages]");
  light(claim ? claim.dataset.messages.split(" ").filter(Boolean) : []);
}

export function startEvidence() {
  if (!document.getElementById("log")) return;
  document.addEventListener("pointerover", onPoint);
  document.addEventListener("focusin", onPoint);
  // News repaints the messages; what is pointed at stays lit.
  document.addEventListener("desk:changed", () => light(lit));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-message]");
    const message = link && document.getElementById(`m${link.dataset.message}`);
    if (!message) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("desk:show", { detail: "talk" }));
    light([link.dataset.message]);
    message.scrollIntoView({ block: "center" });
  });
}
