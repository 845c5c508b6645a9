// Delivery problems of both sides → findings, one for each file whose problems are new.
import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import type { DeliveryProblem } from "../../../model/delivery-problem.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";

/** `frozen`: Applications that Argo CD no longer syncs because of the file. `delivered`: those that it syncs all the same. */
export type FileProblems = {
  readonly path: string;
  readonly problems: readonly string[];
  readonly frozen: readonly string[];
  readonly delivered: readonly string[];
};

type Collected = { line: number } & Record<"problems" | "frozen" | "delivered", Set<string>>;

/**
 * Problems of these codes that the head has and the base has not (same Application, code, path and message), by file
 * in path order. Where no Application covers the repository, those of the files that differ.
 */
export function newProblems(
  { deliveries }: Comparison,
  codes: readonly DeliveryProblem["code"][],
): RuleMatch<FileProblems>[] {
  const files = new Map<string, Collected>();
  for (const { ref, problems } of deliveries.head.applications.values()) {
    const before = deliveries.base.applications.get(ref)?.problems ?? [];
    const known = new Set(before.map(keyOf));
    for (const problem of problems) {
      if (codes.includes(problem.code) && !known.has(keyOf(problem))) collect(files, problem, ref);
    }
  }
  for (const problem of deliveries.undeliveredProblems) {
    if (codes.includes(problem.code)) collect(files, problem, undefined);
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, file]) => toFound(path, file));
}

/** "`argocd/app-1` and `argocd/app-2` are frozen: …", or what happens instead. */
export function consequence({ frozen, delivered }: FileProblems): string {
  if (frozen.length > 0) {
    const whole = frozen.length > 1 ? "these Applications are" : "the whole Application is";
    return `${shown(frozen)}: ${whole} frozen, nothing of it is applied and nothing is pruned until the file is mended.`;
  }
  if (delivered.length > 0) return `${shown(delivered)} delivers the file as it stands.`;
  return "No Application covers this repository; whatever applies the file meets the same error.";
}

/** The first problem, and how many more there are. */
export function summary({ path, problems }: FileProblems): string {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more in this file)` : "";
  return `\`${path}\`: ${problems[0] ?? ""}${more}`;
}

function collect(files: Map<string, Collected>, problem: DeliveryProblem, ref: string | undefined): void {
  const file = files.get(problem.path) ?? {
    line: problem.line,
    problems: new Set(),
    frozen: new Set(),
    delivered: new Set(),
  };
  files.set(problem.path, file);
  file.problems.add(problem.message);
  file.line = Math.min(file.line, problem.line);
  if (ref !== undefined) (problem.freezes ? file.frozen : file.delivered).add(ref);
}

function toFound(path: string, file: Collected): RuleMatch<FileProblems> {
  const frozen = [...file.frozen].sort();
  const delivered = [...file.delivered].filter((ref) => !file.frozen.has(ref)).sort();
  const first = frozen[0] ?? delivered[0];
  return {
    subject: first === undefined ? `File ${path}` : `Application ${first}`,
    facts: { path, problems: [...file.problems], frozen, delivered },
    source: { side: "head", path, line: Math.max(1, file.line) },
    evidence: "git",
  };
}

function keyOf({ code, path, message }: DeliveryProblem): string {
  return [code, path, message].join("\0");
}

function shown(refs: readonly string[]): string {
  return andMore(refs.map(code), 3);
}
