// src/entry/cli/cli.ts → cli.mjs, executable, and src/entry/lambda → a function in a file each, with the parts they load on demand
// beside them. The same sources give the same bytes.
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * How everything that runs in Node is bundled.
 * @satisfies {import("esbuild").BuildOptions}
 */
export const forNode = {
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  minify: true,
  platform: /** @type {const} */ ("node"),
  target: "node20",
  format: /** @type {const} */ ("esm"),
  // Reads a file beside itself. Only the demo uses it, which needs a checkout anyway.
  external: ["@octokit/graphql-schema"],
  sourcemap: /** @type {const} */ ("linked"),
  banner: {
    js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
  },
};

/**
 * The program, and what it runs jobs in.
 * @param {string} outdir
 */
export async function buildCli(outdir) {
  const entryPoints = { cli: "src/entry/cli/cli.ts", "job-process": "src/entry/server/job-process.ts" };
  await build({ ...forNode, entryPoints, outdir, logLevel: "warning" });
  chmodSync(join(outdir, "cli.mjs"), 0o755);
}

/** @param {string} outdir */
export async function buildFunctions(outdir) {
  const entryPoints = ["receiver", "worker", "sweeper", "renderer"].map(
    (name) => `src/entry/lambda/${name}.ts`,
  );
  await build({ ...forNode, entryPoints, outdir, logLevel: "warning" });
}
