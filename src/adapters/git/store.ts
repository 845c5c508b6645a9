// A repository directory → a private place to read its objects from and to write merges to. The repository stays as it is.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { shown, UsageError } from "../../lib/usage-error.ts";
import { complaint, type GitPlace, output, privatePlace, repositoryPlace, run } from "./run.ts";

export type Store = {
  readonly dir: string;
  /** Resolves revisions in the repository itself. */
  readonly names: GitPlace;
  /**
   * Reads objects from a temporary Git directory that borrows the repository's: what is written there (merges) never
   * reaches the repository, and its merge drivers, rename settings and promisor remotes have no effect.
   */
  readonly objects: GitPlace;
  /** Holds the commits whose parents were not fetched. */
  readonly shallow: ReadonlySet<string>;
  readonly remove: () => Promise<void>;
};

/** Opens the checkout, worktree or bare repository at or above `dir`. UsageError when there is none that Git may read. */
export const openStore = async (dir: string): Promise<Store> => {
  const names = repositoryPlace(dir);
  const found = await locate(dir, names);
  const gitDir = await mkdtemp(join(tmpdir(), "breakwater-"));
  const remove = () => rm(gitDir, { recursive: true, force: true });
  try {
    const init = ["init", "--quiet", "--bare", "--template=", `--object-format=${found.format}`];
    await output(privatePlace(gitDir, ""), [...init, gitDir]);
    if (found.shallow !== "") await writeFile(join(gitDir, "shallow"), found.shallow);
  } catch (cause) {
    await remove();
    throw cause;
  }
  const shallow = new Set(found.shallow.split("\n").filter((oid) => oid !== ""));
  return { dir, names, objects: privatePlace(gitDir, found.objects), shallow, remove };
};

type FoundRepository = { readonly format: string; readonly objects: string; readonly shallow: string };

const locate = async (dir: string, names: GitPlace): Promise<FoundRepository> => {
  const { code, stdout, stderr } = await run(names, [
    "rev-parse",
    "--show-object-format",
    "--git-path",
    "objects",
  ]);
  if (code !== 0) throw new UsageError(noRepository(dir, stderr));
  const text = stdout.toString("utf8");
  const line = text.indexOf("\n");
  const objects = resolve(dir, text.slice(line + 1, -1)); // the path comes last, it may hold line breaks
  return {
    format: text.slice(0, line),
    objects,
    shallow: await readFile(join(dirname(objects), "shallow"), "utf8").catch(() => ""),
  };
};

const noRepository = (dir: string, stderr: string): string => {
  const reason = complaint(stderr);
  if (reason.startsWith("cannot change to"))
    return `no directory ${shown(dir)}: name a checkout or a bare repository with --repo DIR`;
  if (reason.startsWith("not a git repository"))
    return `${shown(dir)} is not a Git repository: name a checkout or a bare repository with --repo DIR`;
  if (reason.includes("dubious ownership"))
    return `${shown(dir)} belongs to another user: trust it with git config --global --add safe.directory ${shown(resolve(dir))}`;
  return `Git cannot open ${shown(dir)} (${reason}): mend it, or name another repository with --repo DIR`;
};
