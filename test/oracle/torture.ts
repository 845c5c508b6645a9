// `npm run torture`: a range of seeds → how many plans were not true, kept by commit, so that a run goes on where it stopped.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Failure } from "./compare.ts";
import { caseOf } from "./generate/pull-request.ts";
import { explain, judgeUnlessKnown } from "./judge.ts";

const FOLDER = join(import.meta.dirname, "../../.tools/torture");
const KINDS = ["false-none", "false-delete", "missing", "invented", "wrong-operation"] as const;

/** What one commit has been tried with. `next` is the seed to go on with. */
type Results = {
  from: number;
  next: number;
  judged: number;
  known: number;
  seconds: number;
  failed: Record<Failure["kind"], number[]>;
};

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    count: { type: "string", default: "50000" },
    explain: { type: "string" },
  },
});

if (values.explain !== undefined) await explainSeed(Number(values.explain));
else await torture(Number(values.from), Number(values.count));

async function explainSeed(seed: number): Promise<void> {
  const made = caseOf(seed);
  const failure = (await judgeUnlessKnown(made))?.failures[0];
  console.log(`seed ${seed}: ${made.edits.join("; ")}`);
  console.log(failure ? await explain(made, failure) : "no failure");
}

async function torture(from: number, count: number): Promise<void> {
  const commit = commitName();
  const results = resultsOf(commit, from);
  const end = from + count;
  for (let began = Date.now(); results.next < end; results.next++) {
    const shown = await judgeUnlessKnown(caseOf(results.next));
    if (shown === undefined) results.known++;
    else results.judged++;
    for (const kind of new Set(shown?.failures.map((failure) => failure.kind)))
      results.failed[kind].push(results.next);
    if (Date.now() - began < 10_000) continue;
    results.seconds += (Date.now() - began) / 1000;
    began = Date.now();
    save(commit, results);
  }
  save(commit, results);
  print(commit, results, end);
  const failed = KINDS.some((kind) => results.failed[kind].length > 0);
  process.exitCode = failed || results.known > 0 ? 1 : 0;
}

/** With the mark of what is not committed, whose results are nobody's. */
function commitName(): string {
  return execFileSync("git", ["describe", "--always", "--abbrev=12", "--dirty"], { encoding: "utf8" }).trim();
}

function fileOf(commit: string, from: number): string {
  return join(FOLDER, `${commit}-${from}.json`);
}

function resultsOf(commit: string, from: number): Results {
  try {
    if (!commit.endsWith("-dirty")) return JSON.parse(readFileSync(fileOf(commit, from), "utf8")) as Results;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const failed = { "false-none": [], "false-delete": [], missing: [], invented: [], "wrong-operation": [] };
  return { from, next: from, judged: 0, known: 0, seconds: 0, failed };
}

function save(commit: string, results: Results): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(commit, results.from), `${JSON.stringify(results)}\n`);
}

/** A row that is not complete says so, and is not green. */
function print(commit: string, { from, next, judged, known, failed }: Results, end: number): void {
  const complete = next >= end ? "" : ` of ${end - from}`;
  console.log(`${commit}: ${next - from}${complete} pull requests, ${judged} judged`);
  if (known > 0) console.log(`not green  ${known} not judged (test/oracle/known.ts)`);
  for (const kind of KINDS) {
    const seeds = failed[kind];
    const first = seeds.length > 0 ? `  seeds ${seeds.slice(0, 10).join(", ")}` : "";
    console.log(
      `${seeds.length === 0 ? "green    " : "not green"}  ${kind.padEnd(15)} ${seeds.length}${first}`,
    );
  }
}
