// `npm run torture`: a range of seeds → how many plans were not true. Runs of one commit add up, also those that run at the same time.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SHARED_RENDERERS } from "../support/renderers.ts";
import { DISHONEST, KINDS } from "./compare.ts";
import { keepIn } from "./deliver/render.ts";
import { caseOf } from "./generate/pull-request.ts";
import { explain, type Judged, judge } from "./judge.ts";
import { failing, needsRenderers, SOUND, type World } from "./product.ts";
import { type Part, recordOf, totalsOf } from "./record.ts";
import { keepRenders, storeIn } from "./renders.ts";

/** Seeds of one line in the record. */
const PART = 100;

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    count: { type: "string", default: "50000" },
    explain: { type: "string" },
  },
});

const store = storeIn(join(import.meta.dirname, "../../.tools/torture/renders"));
keepIn(store);
const WORLD: World = { ...SOUND, renderers: keepRenders(SHARED_RENDERERS, store) };

if (values.explain !== undefined) await explainSeed(Number(values.explain));
else await torture(Number(values.from), Number(values.count));

async function explainSeed(seed: number): Promise<void> {
  const made = caseOf(seed);
  console.log(`seed ${seed}: ${made.edits.join("; ")}`);
  const { failures, known } = await judge(made, WORLD);
  for (const reason of new Set(known)) console.log(`known: ${reason}`);
  if (failures[0]) console.log(await explain(made, failures[0], () => WORLD));
  const unlucky = (await judge(made, failing(seed, WORLD))).failures.find(({ kind }) =>
    DISHONEST.includes(kind),
  );
  if (!failures[0] && unlucky)
    console.log(`renderers fail\n${await explain(made, unlucky, () => failing(seed, WORLD))}`);
  if (!failures[0] && !unlucky) console.log("no failure");
}

async function torture(from: number, count: number): Promise<void> {
  const commit = commitName();
  const record = recordOf(commit);
  const { seeds } = totalsOf(record.parts());
  for (let first = from; first < from + count; first += PART) {
    const own = Array.from({ length: Math.min(PART, from + count - first) }, (_, i) => first + i);
    if (!own.every((seed) => seeds.has(seed))) record.add(await judgePart(first, own.length));
  }
  process.exitCode = print(commit, record.parts(), count) ? 0 : 1;
}

async function judgePart(from: number, count: number): Promise<Part> {
  const failed: Record<string, number[]> = {};
  const known: Record<string, number[]> = {};
  for (let seed = from; seed < from + count; seed++) {
    const all = await judgeTwice(seed);
    for (const kind of new Set(all.flatMap(({ failures }) => failures.map((failure) => failure.kind))))
      failed[kind] = [...(failed[kind] ?? []), seed];
    for (const reason of new Set(all.flatMap((one) => one.known)))
      known[reason] = [...(known[reason] ?? []), seed];
  }
  return { from, count, failed, known };
}

/** As it is and, where something has to be rendered, with renderers that fail at random: then the plan has to be honest. */
async function judgeTwice(seed: number): Promise<Pick<Judged, "failures" | "known">[]> {
  const made = caseOf(seed);
  const sound = await judge(made, WORLD);
  if (!needsRenderers(made.base)) return [sound];
  const { failures, known } = await judge(made, failing(seed, WORLD));
  return [sound, { failures: failures.filter(({ kind }) => DISHONEST.includes(kind)), known }];
}

/** With the mark of what is not committed. */
function commitName(): string {
  return execFileSync("git", ["describe", "--always", "--abbrev=12", "--dirty"], { encoding: "utf8" }).trim();
}

/** All that this commit has been tried with. A row is green only where as many as were asked for have been judged. */
function print(commit: string, parts: readonly Part[], wanted: number): boolean {
  const { seeds, failed, known } = totalsOf(parts);
  const complete = seeds.size >= wanted;
  console.log(`${commit}: ${seeds.size} generated pull requests${complete ? "" : ` of ${wanted}`}`);
  let green = complete;
  for (const [label, those] of [
    ...KINDS.map((kind) => [kind, failed.get(kind)] as const),
    ...[...known].map(([reason, all]) => [`known: ${reason}`, all] as const),
  ]) {
    const found = [...(those ?? [])].sort((one, other) => one - other);
    if (found.length > 0) green = false;
    const state = found.length > 0 ? "not green" : complete ? "green" : `${seeds.size} of ${wanted}`;
    const shown = found.length > 0 ? `  seeds ${found.slice(0, 10).join(", ")}` : "";
    console.log(`${state.padEnd(14)} ${String(found.length).padStart(6)}  ${label}${shown}`);
  }
  return green;
}
