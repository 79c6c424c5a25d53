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
