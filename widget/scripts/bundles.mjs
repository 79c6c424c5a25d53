/**
 * Builds the two files that a site loads, into any folder: app.js first, then loader.js, which carries the
 * hash of app.js in its address so that both can be cached for long. Same sources, same bytes.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export const WIDGET = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const BUILT = path.join(WIDGET, "dist");
export const FILES = ["loader.js", "app.js", "fingerprint.json"];

export async function bundle(folder) {
  await bundleOne(folder, { entry: "src/app.ts", file: "app.js", format: "es" });
  const version = (await hashOf(path.join(folder, "app.js"))).slice(0, 12);
  const define = { APP_VERSION: JSON.stringify(version) };
  await bundleOne(folder, { entry: "src/loader/loader.ts", file: "loader.js", format: "iife", define });
  await writeFile(path.join(folder, "fingerprint.json"), JSON.stringify(await fingerprint(folder), null, 2) + "\n");
}

/** Lets a test without node tell whether the committed files were built from the committed sources. */
async function fingerprint(folder) {
  const sources = createHash("sha256");
  const names = (await readdir(path.join(WIDGET, "src"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(WIDGET, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  for (const name of names) sources.update(`${name} ${await hashOf(path.join(WIDGET, name))}\n`);
  return {
    sources: sources.digest("hex"),
    "loader.js": await hashOf(path.join(folder, "loader.js")),
    "app.js": await hashOf(path.join(folder, "app.js")),
  };
}

async function bundleOne(folder, { entry, file, format, define = {} }) {
  await build({
    root: WIDGET,
    configFile: false,
    logLevel: "warn",
    define,
    build: {
      outDir: folder,
      emptyOutDir: false,
      // The first versions with constructable style sheets and ARIA properties everywhere.
      target: ["chrome111", "firefox119", "safari16.4"],
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: path.join(WIDGET, entry),
        // Not Vite's library mode: that leaves ES modules unminified.
        preserveEntrySignatures: "strict",
        output: { format, entryFileNames: file },
      },
    },
  });
}

async function hashOf(file) {
  return createHash("sha256").update(await readFile(file)).digest("hex");
}
