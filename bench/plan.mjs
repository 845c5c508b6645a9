// Times the plan of a one-line upgrade against `git diff` of the same commits, taking turns in one run.
// npm run bench [-- --clusters N] [--rounds N]   without --clusters: examples/fleet, then invented fleets of 100 and 1000.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { applyPatch, parsePatch } from "diff";
import { build } from "esbuild";
import { generateHistory } from "./history.mjs";
import { git, writeRepository } from "./repository.mjs";

/** @typedef {{ kind: string, files: Readonly<Record<string, string>> }} Commit */
/** @typedef {{ name: string, cluster: string, commits: Commit[] }} Subject one upgrade: the commit before it and the one with it */
/** @typedef {{ changes: { operation: string, cluster?: string }[] }} Plan */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLI = join(ROOT, "dist/cli.mjs");

const { values } = parseArgs({ options: { clusters: { type: "string" }, rounds: { type: "string" } } });
const rounds = Math.max(1, Number(values.rounds ?? 12));
const scratch = mkdtempSync(join(tmpdir(), "breakwater-bench-"));
try {
  if (!existsSync(CLI)) run(process.execPath, [join(ROOT, "tools/build.mjs")]);
  const planLocal = await inProcess();
  const subjects = values.clusters
    ? [invented(Number(values.clusters))]
    : [example(), invented(100), invented(1000)];
  console.log(`Node ${process.version}, ${git(["--version"]).trim()}, ${rounds} rounds, milliseconds.`);
  for (const [i, subject] of subjects.entries()) await measure(subject, join(scratch, `${i}.git`), planLocal);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** examples/fleet, and the same with examples/upgrade-cl01.diff applied. @returns {Subject} */
function example() {
  const directory = join(ROOT, "examples/fleet");
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  const files = Object.fromEntries(
    paths.map((path) => [relative(directory, path), readFileSync(path, "utf8")]),
  );
  const changed = parsePatch(readFileSync(join(ROOT, "examples/upgrade-cl01.diff"), "utf8")).map((patch) => {
    const path = (patch.newFileName ?? "").replace(/^b\//, "");
    const text = applyPatch(files[path] ?? "", patch);
    if (text === false) throw new Error(`examples/upgrade-cl01.diff does not fit ${path}`);
    return [path, text];
  });
  const commits = [
    { kind: "base", files },
    { kind: "upgrade", files: { ...files, ...Object.fromEntries(changed) } },
  ];
  return { name: `examples/fleet, ${paths.length} files`, cluster: "cl01", commits };
}

/** An invented fleet in which one cluster is upgraded. @param {number} clusters @returns {Subject} */
function invented(clusters) {
  const commits = [...generateHistory({ seed: 1, clusters, commits: 1, kinds: ["upgrade"] })];
  const [, upgrade] = /** @type {[unknown, import("./history.mjs").Commit]} */ (
    /** @type {unknown} */ (commits)
  );
  const files = Object.keys(upgrade.files).length;
  return {
    name: `invented fleet of ${clusters} clusters, ${files} files`,
    cluster: upgrade.cluster,
    commits,
  };
}

/** @param {Subject} subject @param {string} dir @param {(dir: string, base: string, head: string) => Promise<Plan>} planLocal */
async function measure({ name, cluster, commits }, dir, planLocal) {
  const [base, head] = /** @type {[string, string]} */ (
    /** @type {unknown} */ (writeRepository(dir, commits))
  );
  const plan = [CLI, "plan", "--repo", dir, "--base", base, "--head", head, "--branch", "main"];
  const contestants = {
    "git diff, a process": () => run("git", ["-C", dir, "diff", base, head]),
    "node, a process that does nothing": () => run(process.execPath, ["-e", "0"]),
    "plan, a process": () => run(process.execPath, [...plan, "--format", "json"]),
    "plan, in a process that runs": () => planLocal(dir, base, head),
  };
  assertUpgrade(JSON.parse(run(process.execPath, [...plan, "--format", "json"])), cluster);
  assertUpgrade(await planLocal(dir, base, head), cluster);
  /** @type {Map<string, number[]>} */
  const times = new Map(Object.keys(contestants).map((key) => [key, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [key, contestant] of Object.entries(contestants)) {
      const start = performance.now();
      await contestant();
      times.get(key)?.push(performance.now() - start);
    }
  }
  report(name, times);
}

/** Times mean nothing for a plan that is wrong. @param {Plan} plan @param {string} cluster */
function assertUpgrade({ changes }, cluster) {
  const found = changes.map((change) => `${change.operation} ${change.cluster}`).join(", ");
  if (found !== `upgrade ${cluster}`)
    throw new Error(`expected "upgrade ${cluster}", the plan says "${found}"`);
}

/** @param {string} name @param {ReadonlyMap<string, readonly number[]>} times */
function report(name, times) {
  console.log(`\n${name}, one cluster upgraded`);
  console.log(`${"".padEnd(36)}${"min".padStart(8)}${"median".padStart(9)}   median to git diff`);
  const diff = median(times.get("git diff, a process") ?? []);
  for (const [key, samples] of times) {
    const numbers = [
      Math.min(...samples)
        .toFixed(1)
        .padStart(8),
      median(samples).toFixed(1).padStart(9),
    ];
    console.log(`${key.padEnd(36)}${numbers.join("")}   ${(median(samples) / diff).toFixed(1)} times`);
  }
}

/** @param {readonly number[]} samples */
function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? Number(sorted[middle])
    : (Number(sorted[middle - 1]) + Number(sorted[middle])) / 2;
}

/** The same code as in dist/cli.mjs without the terminal. The repository is opened anew each time, nothing is kept. */
async function inProcess() {
  const outfile = join(scratch, "local.mjs");
  const banner = {
    js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
  };
  await build({
    stdin: {
      contents:
        'export { planLocal } from "./src/entry/cli/plan-checkout.ts"; export { DEFAULT_CONFIG } from "./src/model/context.ts";',
      resolveDir: ROOT,
    },
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner,
    logLevel: "error",
  });
  const { planLocal, DEFAULT_CONFIG } = await import(pathToFileURL(outfile).href);
  const fixed = { branch: "main", repoUrls: [], direct: false, today: "2026-01-01" };
  return async (/** @type {string} */ dir, /** @type {string} */ base, /** @type {string} */ head) =>
    (await planLocal({ dir, base, head, ...fixed }, DEFAULT_CONFIG)).plan;
}

/** Standard output. Throws when the command fails. @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr || error}`);
  return stdout;
}
