// A seed → a repository, and what one to four edits make of it.
import type { File, Tree } from "../deliver/tree.ts";
import { MUTATIONS } from "./mutations.ts";
import { repositoryOf } from "./repository.ts";

export type Case = {
  readonly seed: number;
  readonly base: Tree;
  readonly head: Tree;
  /** Names of the edits. */
  readonly edits: readonly string[];
};

export function caseOf(seed: number): Case {
  const { base, random } = repositoryOf(seed);
  const head = new Map<string, File>(base);
  const wanted = 1 + random.below(4);
  const edits: string[] = [];
  for (let tries = 0; tries < 20 && edits.length < wanted; tries++) {
    const name = random.pick(Object.keys(MUTATIONS));
    if (MUTATIONS[name]?.(head, random)) edits.push(name);
  }
  const sorted = [...head].sort(([left], [right]) => (left < right ? -1 : 1));
  return { seed, base, head: new Map(sorted), edits };
}
