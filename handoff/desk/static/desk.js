/** Starts the desk's page. Each module owns one thing; the page works without any of them, only not live. */
import { startComposer } from "./composer.js";
import { startDeeds } from "./deeds.js";
import { startDrafts } from "./drafts.js";
import { startEvidence } from "./evidence.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startSound } from "./sound.js";
import { startTimes } from "./times.js";
import { startViews } from "./views.js";

startTimes();
startDrafts();
startDeeds();
startComposer();
startEvidence();
startViews();
startKeys();
startSound();
startLive();
// From here on keys and buttons do what they say. Until then, and for ever without script, the style sheet keeps back
// what only a script can do (see frame.css), so that nobody presses a button that is not listening yet.
document.documentElement.dataset.ready = "";
