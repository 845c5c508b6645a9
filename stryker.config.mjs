/** Mutation testing: `npm run mutate`. Options: https://stryker-mutator.io/docs/stryker-js/configuration */
export default {
  plugins: ["@stryker-mutator/jest-runner", "./tools/mutate-sentences.mjs"],
  ignorers: ["sentences"],
  testRunner: "jest",
  testRunnerNodeArgs: ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"],
  // The suites of the two folders: cases and end-to-end tests run everything for every mutant.
  jest: { config: { testMatch: ["<rootDir>/test/{impact,policy}/**/*.test.ts"] } },
  mutate: ["src/impact/**/*.ts", "src/policy/**/*.ts"],
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
