/** Fails when the built files are too big or are not what the sources build to. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { BUILT, bundle, FILES } from "./bundles.mjs";
import { printSizes } from "./sizes.mjs";

const fresh = await mkdtemp(path.join(tmpdir(), "foyer-widget-"));
try {
  await bundle(fresh);
  const stale = [];
  for (const file of FILES) {
    const committed = await readFile(path.join(BUILT, file)).catch(() => null);
    if (!committed?.equals(await readFile(path.join(fresh, file)))) stale.push(file);
  }
  if (stale.length > 0) {
    console.error(`dist/ is older than the sources (${stale.join(", ")}): run "npm run build" and commit it.`);
    process.exitCode = 1;
  }
  if (!(await printSizes(fresh))) {
    console.error("The widget is over its size budget.");
    process.exitCode = 1;
  }
} finally {
  await rm(fresh, { recursive: true });
}
