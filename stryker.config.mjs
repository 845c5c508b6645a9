/** Mutation testing: `npm run mutate`. Options: https://stryker-mutator.io/docs/stryker-js/configuration */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";

/** The files that are named after --mutate or -m, without line ranges; everything if none is. */
const named = process.argv.flatMap((word, i, words) =>
  /^(?:--mutate|-m)$/.test(word) ? (words[i + 1] ?? "").split(",") : [],
);
const files = named.length > 0 ? named : ["src/impact/**/*.ts", "src/policy/**/*.ts"];

/** Tests mirror the tree: those of a file are in the same folder of test, or the nearest one above that exists. */
function testsOf(file) {
  let folder = dirname(file.replace(/^src/, "test").replace(/\/\*.*/, "/x"));
  while (!existsSync(folder)) folder = dirname(folder);
  return `<rootDir>/${folder}/**/*.test.ts`;
}

export default {
  plugins: ["@stryker-mutator/jest-runner", "./tools/mutate-sentences.mjs"],
  ignorers: ["sentences"],
  testRunner: "jest",
  testRunnerNodeArgs: ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"],
  jest: {
    config: {
      // Cases and end-to-end tests run everything for every mutant.
      testMatch: [...new Set(files.map(testsOf))],
      // Stryker wraps the environment and counts what each test reaches, so suites share nothing.
      testEnvironment: "jest-environment-node",
      runtime: createRequire(import.meta.url).resolve("jest-runtime"),
    },
  },
  mutate: files,
  coverageAnalysis: "perTest",
  // What a module computes when it is loaded would need every test for each mutant.
  ignoreStatic: true,
  // A busy machine is slow; only a mutant that never ends shall count as found by its time.
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/sandboxes",
  // Without tsconfig.json, which Stryker would rewrite through an API that TypeScript 7 does not have.
  ignorePatterns: [
    "tsconfig.json",
    ".tools",
    ".package",
    ".serverless",
    "bench",
    "deploy",
    "test/{adapters,bot,entry,e2e}",
  ],
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, reportTests: false },
};
