/** The size budget of what a visitor downloads, gzipped as a server sends it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

// The button says what it is in four languages before anything else is loaded.
const LOADER_LIMIT = 3.5 * 1024;
const TOGETHER_LIMIT = 25 * 1024;

export async function printSizes(folder) {
  const loader = await gzippedSize(path.join(folder, "loader.js"));
  const app = await gzippedSize(path.join(folder, "app.js"));
  console.log(`loader.js ${loader} of ${LOADER_LIMIT} bytes gzip, with app.js ${loader + app} of ${TOGETHER_LIMIT}`);
  return loader <= LOADER_LIMIT && loader + app <= TOGETHER_LIMIT;
}

async function gzippedSize(file) {
  return gzipSync(await readFile(file), { level: 9 }).length;
}
