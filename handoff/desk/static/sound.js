/** A short tone when more visitors wait than before. Off until the rep switches it on, per device. */

const ON = "foyer-desk-sound";
let waiting = null;
let audio = null;

function isOn() {
  try {
    return localStorage.getItem(ON) === "1";
  } catch {
    return false;
  }
}

function setOn(on) {
  try {
    if (on) localStorage.setItem(ON, "1");
    else localStorage.removeItem(ON);
  } catch {
    // Storage may be forbidden; the sound stays off then.
  }
}

function play() {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.35);
}

function show() {
  const button = document.getElementById("sound");
  button.setAttribute("aria-pressed", String(isOn()));
  button.querySelector("span").textContent = isOn() ? "Sound on" : "Sound off";
}

export function startSound() {
  show();
  document.getElementById("sound").addEventListener("click", () => {
    setOn(!isOn());
    show();
    if (isOn()) play();
  });
  document.addEventListener("desk:waiting", (event) => {
    if (waiting !== null && event.detail > waiting && isOn()) play();
    waiting = event.detail;
  });
}
