// Generated histories → pairs of trees, each with what a plan of it must say.
import type { Expected } from "../../bench/events.mjs";
import { generateHistory } from "../../bench/history.mjs";
import { CONTEXT, type FileMap } from "../support/repository.ts";

export type Step = {
  readonly title: string;
  readonly base: FileMap;
  readonly head: FileMap;
  readonly expected: readonly Expected[];
};

export const HISTORY_CONTEXT = { ...CONTEXT, repoUrls: ["https://git.example.com/platform/fleet.git"] };

/** One step for each commit but the first. */
export function* steps(options: Parameters<typeof generateHistory>[0]): Generator<Step, void, undefined> {
  let base: FileMap | undefined;
  let number = 0;
  for (const { kind, cluster, expected, files } of generateHistory(options)) {
    const title = `seed ${options.seed}, commit ${number}: ${kind} ${cluster}`;
    if (base) yield { title, base, head: files, expected };
    base = files;
    number += 1;
  }
}
