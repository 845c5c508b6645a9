// Files of a revision and what they become → the same files of the checkout, written. All of them or none.
import { lstat, mkdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { shown, UsageError } from "../../lib/usage-error.ts";
import type { FileChange } from "../../model/edit.ts";
import { output, repositoryPlace, run } from "./run.ts";

/** Paths are relative to the top of the checkout. UsageError where there is no checkout, or where one of the files is not as the revision has it: nothing is written then. */
export const writeWorktree = async (dir: string, files: readonly FileChange[]): Promise<void> => {
  const place = repositoryPlace(dir);
  const { code } = await run(place, ["rev-parse", "--show-toplevel"]);
  if (code !== 0)
    throw new UsageError(
      "--write needs a checkout, and this repository is bare: leave --write out and apply the diff",
    );
  const top = (await output(place, ["rev-parse", "--show-toplevel"])).replace(/\n$/, "");
  const root = await realpath(top);
  for (const file of files) await check(root, file);
  for (const { path, after } of files) {
    const file = join(root, path);
    if (after === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, after);
    }
  }
};

const check = async (root: string, { path, before }: FileChange): Promise<void> => {
  const file = join(root, path);
  const found = await lstat(file).catch(() => undefined);
  const differs = `${shown(path)} is not as the revision has it: commit or stash it, or name another revision with --rev`;
  if (before === undefined) {
    if (found !== undefined) throw new UsageError(`${shown(path)} exists already: move it away first`);
    return;
  }
  const inside = await realpath(dirname(file)).catch(() => "");
  if (found === undefined || !found.isFile() || !`${inside}${sep}`.startsWith(`${root}${sep}`))
    throw new UsageError(differs);
  if (!(await readFile(file)).equals(Buffer.from(before))) throw new UsageError(differs);
};
