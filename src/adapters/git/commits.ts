// A commit, or the number of a pull request that was merged → what it says of itself.
import { findCommit } from "./resolve.ts";
import { output } from "./run.ts";
import type { Store } from "./store.ts";

export type LocalCommit = {
  readonly sha: string;
  /** The first one, undefined for a commit without. */
  readonly parent: string | undefined;
  readonly message: string;
};

/** Commits of a line that are looked through for a merge. */
const MOST_LOOKED_AT = 5_000;
const FIELDS = "%H%x00%P%x00%B";

/** Undefined where there is no such commit; `rev` may be the beginning of an id. */
export const readCommit = async (store: Store, rev: string): Promise<LocalCommit | undefined> => {
  const sha = rev.startsWith("-") ? undefined : await findCommit(store, rev);
  if (sha === undefined) return undefined;
  const [id = "", parents = "", message = ""] = (
    await output(store.objects, ["show", "--no-patch", `--format=${FIELDS}`, sha])
  ).split("\0");
  return { sha: id.trim(), parent: parents.split(" ")[0] || undefined, message: message.trim() };
};

/**
 * The commit that brought a pull request into the line that ends at `from`: GitHub's merge commit, or the one of a squash or
 * rebase with the number behind its title. Undefined where none of the last five thousand names it.
 */
export const mergeOf = async (store: Store, from: string, pull: number): Promise<LocalCommit | undefined> => {
  const command = ["log", "--first-parent", `--max-count=${MOST_LOOKED_AT}`, "-z", "--format=%H %s", from];
  const named = new RegExp(`^Merge pull request #${pull} |\\(#${pull}\\)$`);
  const found = (await output(store.objects, command))
    .split("\0")
    .find((line) => named.test(line.slice(line.indexOf(" ") + 1)));
  return found === undefined ? undefined : readCommit(store, found.slice(0, found.indexOf(" ")));
};

/** Whether the line of `tip` holds `commit`. */
export const holds = async (store: Store, tip: string, commit: string): Promise<boolean> =>
  (await output(store.objects, ["rev-list", "--max-count=1", commit, `^${tip}`])).trim() === "";
