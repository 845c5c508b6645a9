// Two commits → the tree their merge has, or the paths on which they conflict.

import { shown, UsageError } from "../../lib/usage-error.ts";
import { complaint, output, run } from "./run.ts";
import { treeOf } from "./snapshot.ts";
import type { Store } from "./store.ts";

/** A merge's tree id, or the conflicting paths in code-unit order. */
export type Merge = { readonly tree: string } | { readonly conflict: readonly string[] };

/**
 * What merging `head` into `base` (commit ids) gives, as Git's default strategy does it without any configuration.
 * New objects go to the private store. UsageError: unrelated histories, a merge base beyond the shallow boundary, a Git
 * without `merge-tree --write-tree` (older than 2.38) where a true merge is needed.
 */
export const mergedTree = async (store: Store, base: string, head: string): Promise<Merge> => {
  const bases = await mergeBases(store, base, head);
  if (bases.includes(base)) return { tree: await treeOf(store.objects, head) };
  if (bases.includes(head)) return { tree: await treeOf(store.objects, base) };
  await refuseGuesses(store, base, head, bases);
  requireMergeTree((await output(store.objects, ["version"])).trim());
  const command = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages"];
  const { code, stdout, stderr } = await run(store.objects, [...command, base, head]);
  const [tree = "", ...paths] = stdout.toString("utf8").split("\0").slice(0, -1);
  if (code === 0) return { tree };
  if (code === 1) return { conflict: paths.sort() };
  throw new Error(`git merge-tree failed (${code}): ${complaint(stderr)}`);
};

/** UsageError unless `version` ("git version 2.39.5") has `merge-tree --write-tree`, which came with Git 2.38. */
export const requireMergeTree = (version: string): void => {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 38)) return;
  throw new UsageError(
    `${version} cannot merge in memory: install Git 2.38 or newer, or compare the trees as they are with --direct`,
  );
};

const mergeBases = async (store: Store, base: string, head: string): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await run(store.objects, ["merge-base", "--all", base, head]);
  if (code > 1 || code < 0) throw new Error(`git merge-base failed (${code}): ${complaint(stderr)}`);
  return stdout.toString("utf8").split("\n").slice(0, -1);
};

// A merge base found in a shallow clone is the right one only if no history is cut off on the way to it: behind a cut may
// later one may lie, and merging from the earlier one could restore what was removed since.
const refuseGuesses = async (
  store: Store,
  base: string,
  head: string,
  bases: readonly string[],
): Promise<void> => {
  if (store.shallow.size > 0) {
    const between = await output(store.objects, ["rev-list", base, head, "--not", ...bases]);
    if (between.split("\n").some((oid) => store.shallow.has(oid)))
      throw new UsageError(
        `shallow history: the merge base of ${base.slice(0, 10)} and ${head.slice(0, 10)} was not fetched; fetch more with git -C ${shown(store.dir)} fetch --unshallow, or compare the trees as they are with --direct`,
      );
  }
  if (bases.length === 0)
    throw new UsageError(
      `unrelated histories: ${base.slice(0, 10)} and ${head.slice(0, 10)} have no common commit; compare the trees as they are with --direct`,
    );
};
