// What a commit's plans have been tried with: a line for each part of a run, so that runs add up and go on where they stopped.
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Failure, KINDS } from "./compare.ts";

/** Seeds from `from` on. `failed` and `known` are those with a failure, by kind or by the reason that known.ts has. */
export type Part = {
  readonly from: number;
  readonly count: number;
  readonly failed: Readonly<Partial<Record<Failure["kind"], readonly number[]>>>;
  readonly known: Readonly<Record<string, readonly number[]>>;
};

/** A seed counts once, however many runs have judged it. */
export type Totals = {
  readonly seeds: ReadonlySet<number>;
  readonly failed: ReadonlyMap<Failure["kind"], ReadonlySet<number>>;
  readonly known: ReadonlyMap<string, ReadonlySet<number>>;
};

const FOLDER = join(import.meta.dirname, "../../.tools/torture");

/** What is not committed has results that are nobody's, and they are not kept. */
export function recordOf(commit: string): {
  readonly parts: () => readonly Part[];
  readonly add: (part: Part) => void;
} {
  const file = join(FOLDER, `${commit}.jsonl`);
  const here: Part[] = [];
  const isKept = !commit.endsWith("-dirty");
  return {
    parts: () => (isKept ? linesOf(file) : here),
    add: (part) => {
      here.push(part);
      if (!isKept) return;
      mkdirSync(FOLDER, { recursive: true });
      appendFileSync(file, `${JSON.stringify(part)}\n`);
    },
  };
}

function linesOf(file: string): Part[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Part);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

export function totalsOf(parts: readonly Part[]): Totals {
  const seeds = new Set<number>();
  const failed = new Map(KINDS.map((kind) => [kind, new Set<number>()]));
  const known = new Map<string, Set<number>>();
  for (const part of parts) {
    for (let i = 0; i < part.count; i++) seeds.add(part.from + i);
    for (const kind of KINDS) for (const seed of part.failed[kind] ?? []) failed.get(kind)?.add(seed);
    for (const [reason, those] of Object.entries(part.known)) {
      const all = known.get(reason) ?? new Set();
      for (const seed of those) all.add(seed);
      known.set(reason, all);
    }
  }
  return { seeds, failed, known };
}
