/** Builds the widget into dist/, which is committed: a site's server needs no node. */
import { BUILT, bundle } from "./bundles.mjs";
import { printSizes } from "./sizes.mjs";

await bundle(BUILT);
await printSizes(BUILT);
