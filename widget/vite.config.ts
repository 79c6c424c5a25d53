/** Settings of the test runner; the two bundles are described in scripts/build.mjs. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
