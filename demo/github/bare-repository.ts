// A bare Git repository on disk: objects, diffs and merges by Git's plumbing. Answers about objects are kept by name.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Commit, parseCommit } from "./git-commit.ts";
import { type ChangedFile, parseChangedFiles, parseTree, type TreeEntry } from "./git-listings.ts";
import { createObjectReader, type GitObject } from "./object-reader.ts";
import { runGit } from "./run-git.ts";

/** What two commits have in between: commits on the left only, on the right only, and where they parted. */
type Divergence = {
  readonly mergeBase: string | undefined;
  readonly ahead: number;
  readonly behind: number;
};

/** A commit to create from nothing but names: the tree exists already. */
type CommitData = {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Seconds since 1970. */
  readonly date: number;
};

/** The plumbing the simulation needs. Object names are 40 hexadecimal digits. */
export type BareRepository = ReturnType<typeof openBareRepository>;

/** Creates an empty bare repository in `directory`, which must not exist, and opens it. */
export async function createBareRepository(
  directory: string,
  defaultBranch: string,
): Promise<BareRepository> {
  await mkdir(directory, { recursive: true });
  await runGit(directory, [
    "init",
    "--quiet",
    "--bare",
    "--template=",
    `--initial-branch=${defaultBranch}`,
    ".",
  ]);
  return openBareRepository(directory);
}

/** What Git answers about objects that are there, by their names: the same in every repository that has them. */
const answers = new Map<string, Promise<unknown>>();

function keptIn(keep: Map<string, Promise<unknown>>) {
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const found = keep.get(key) as Promise<T> | undefined;
    if (found !== undefined) return found;
    const made = make();
    keep.set(key, made);
    made.catch(() => keep.delete(key));
    return made;
  };
}

function openBareRepository(directory: string) {
  const reader = createObjectReader(directory);
  const kept = keptIn(new Map());
  const known = keptIn(answers);
  /** Git runs where an object is missing, and says so. */
  const knownOf = async <T>(oids: readonly string[], key: string, make: () => Promise<T>): Promise<T> => {
    const objects = await Promise.all(oids.map((oid) => reader.read(oid)));
    return objects.includes(undefined) ? make() : known(key, make);
  };
  const git = async (...args: string[]) => (await runGit(directory, args)).output;
  return {
    directory,
    close: reader.close,
    /** An object by `oid` or `oid:path`; undefined when there is none. */
    read: (name: string): Promise<GitObject | undefined> => reader.read(name),
    /** A commit by its name; undefined when it is no commit. */
    commit: (oid: string): Promise<Commit | undefined> =>
      kept(`commit ${oid}`, async () => {
        const object = await reader.read(oid);
        return object?.type === "commit" ? parseCommit(object) : undefined;
      }),
    /** The entries of a tree (name of a tree or commit), with those of all trees below it when `recursive`. */
    tree: (oid: string, recursive: boolean): Promise<readonly TreeEntry[]> =>
      knownOf([oid], `tree ${oid} ${recursive}`, async () =>
        parseTree(await git("ls-tree", "-z", "-l", "--full-tree", ...(recursive ? ["-r", "-t"] : []), oid)),
      ),
    /** Files that differ between two trees or commits, renames found as `git diff -M` finds them. */
    changes: (from: string, to: string): Promise<readonly ChangedFile[]> =>
      knownOf([from, to], `changes ${from} ${to}`, async () =>
        parseChangedFiles(
          await git("diff-tree", "-r", "-M", "-z", "--raw", "--numstat", "--no-abbrev", from, to),
        ),
      ),
    /** What a commit changed against its first parent, as `git diff` prints it; a file that moved went and came. */
    patch: (oid: string): Promise<string> =>
      known(`patch ${oid}`, async () =>
        (await git("diff-tree", "-p", "--no-commit-id", `${oid}^1`, oid)).toString("utf8"),
      ),
    /** The merge base (undefined for unrelated histories) and how far `head` and `base` are from it. */
    divergence: (base: string, head: string): Promise<Divergence> =>
      knownOf([base, head], `divergence ${base} ${head}`, async () => {
        const found = (await runGit(directory, ["merge-base", base, head], { accept: 1 })).output
          .toString()
          .trim();
        const counts = (await git("rev-list", "--left-right", "--count", `${base}...${head}`))
          .toString()
          .trim();
        const [behind, ahead] = counts.split("\t").map(Number);
        return { mergeBase: found || undefined, ahead: ahead ?? 0, behind: behind ?? 0 };
      }),
    /** Commits of `head` that `base` lacks, oldest first, at most `limit` of the newest. */
    commitsBetween: (base: string | undefined, head: string, limit: number): Promise<readonly string[]> => {
      const range = base === undefined ? [head] : [head, `^${base}`];
      return knownOf(base === undefined ? [head] : [head, base], `between ${limit} ${range}`, async () => {
        const output = await git("rev-list", `--max-count=${limit}`, "--reverse", "--topo-order", ...range);
        return output.toString().split("\n").filter(Boolean);
      });
    },
    /** Commits that lead to a commit, itself included, newest first; those that changed `path`, as `git log` picks them. */
    log: (oid: string, path: string | undefined): Promise<readonly string[]> =>
      knownOf([oid], `log ${oid} ${path ?? ""}`, async () => {
        const paths = path === undefined ? [] : ["--", path];
        return (await git("log", "--format=%H", oid, ...paths)).toString().split("\n").filter(Boolean);
      }),
    /** The tree of the merge of two commits; undefined when they conflict. */
    mergeTree: (base: string, head: string): Promise<string | undefined> =>
      kept(`merge ${base} ${head}`, async () => {
        const merged = await runGit(directory, ["merge-tree", "--write-tree", base, head], { accept: 1 });
        return merged.status === 0 ? merged.output.toString("latin1", 0, 40) : undefined;
      }),
    /** Writes a commit object and gives its name. No ref moves. */
    writeCommit: async (data: CommitData): Promise<string> => {
      const args = ["commit-tree", data.tree, ...data.parents.flatMap((parent) => ["-p", parent])];
      const date = `@${data.date} +0000`;
      const env = {
        GIT_AUTHOR_NAME: data.author.name,
        GIT_AUTHOR_EMAIL: data.author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: "GitHub",
        GIT_COMMITTER_EMAIL: "noreply@github.com",
        GIT_COMMITTER_DATE: date,
      };
      return (await runGit(directory, args, { input: data.message, env })).output.toString().trim();
    },
    /** Feeds a stream to `git fast-import` and gives what it printed (the name asked for with `get-mark`). */
    fastImport: async (stream: Buffer): Promise<string> => {
      const args = [
        "-c",
        "fastimport.unpackLimit=1",
        "fast-import",
        "--quiet",
        "--force",
        "--date-format=raw",
      ];
      return (await runGit(directory, args, { input: stream })).output.toString().trim();
    },
    /** Lets a ref point to an object, or removes it. The ref is a file of its own: the repository is never packed. */
    setRef: async (ref: string, oid: string | undefined): Promise<void> => {
      const file = join(directory, ref);
      if (oid === undefined) return rm(file, { force: true });
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${oid}\n`);
    },
    /** A gzipped tar of a commit, everything below `prefix`. */
    archive: (oid: string, prefix: string): Promise<Buffer> =>
      git("archive", "--format=tar.gz", `--prefix=${prefix}`, oid),
  };
}
