// A bare Git repository on disk: objects, diffs and merges by Git's plumbing. Answers about objects are kept by name.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Commit, parseCommit } from "./git-commit.ts";
import { type ChangedFile, parseChangedFiles, parseTree, type TreeEntry } from "./git-listings.ts";
import { chainOf, type Divergence, divergenceOf } from "./histories.ts";
import { createObjectReader, type GitObject } from "./object-reader.ts";
import { runGit } from "./run-git.ts";
import { writeObject } from "./write-object.ts";

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

/** What `git init --bare` writes. No process is started for it. */
const CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n";

/** Creates an empty bare repository in `directory`, which must not exist, and opens it. */
export async function createBareRepository(
  directory: string,
  defaultBranch: string,
): Promise<BareRepository> {
  await mkdir(join(directory, "objects"), { recursive: true });
  await mkdir(join(directory, "refs"));
  await writeFile(join(directory, "HEAD"), `ref: refs/heads/${defaultBranch}\n`);
  await writeFile(join(directory, "config"), CONFIG);
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
  const commit = (oid: string): Promise<Commit | undefined> =>
    kept(`commit ${oid}`, async () => {
      const object = await reader.read(oid);
      return object?.type === "commit" ? parseCommit(object) : undefined;
    });
  const divergence = (base: string, head: string): Promise<Divergence> =>
    knownOf(
      [base, head],
      `divergence ${base} ${head}`,
      async () => (await divergenceOf(base, head, commit)) ?? askDivergence(directory, base, head),
    );
  return {
    directory,
    close: reader.close,
    /** An object by `oid` or `oid:path`; undefined when there is none. */
    read: (name: string): Promise<GitObject | undefined> => reader.read(name),
    /** A commit by its name; undefined when it is no commit. */
    commit,
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
    divergence,
    /** Commits of `head` that `base` lacks, oldest first, at most `limit` of the newest. */
    commitsBetween: (base: string | undefined, head: string, limit: number): Promise<readonly string[]> => {
      const range = base === undefined ? [head] : [head, `^${base}`];
      return knownOf(base === undefined ? [head] : [head, base], `between ${limit} ${range}`, async () => {
        const chain = await chainOf(base, head, commit);
        if (chain !== undefined) return chain.slice(0, limit).reverse();
        const output = await git("rev-list", `--max-count=${limit}`, "--reverse", "--topo-order", ...range);
        return output.toString().split("\n").filter(Boolean);
      });
    },
    /** Commits that lead to a commit, itself included, newest first; those that changed `path`, as `git log` picks them. */
    log: (oid: string, path: string | undefined): Promise<readonly string[]> =>
      knownOf([oid], `log ${oid} ${path ?? ""}`, async () => {
        const chain = path === undefined ? await chainOf(undefined, oid, commit) : undefined;
        if (chain !== undefined) return chain;
        const paths = path === undefined ? [] : ["--", path];
        return (await git("log", "--format=%H", oid, ...paths)).toString().split("\n").filter(Boolean);
      }),
    /** The tree of the merge of two commits; undefined when they conflict. */
    mergeTree: (base: string, head: string): Promise<string | undefined> =>
      kept(`merge ${base} ${head}`, async () => {
        const { mergeBase } = await divergence(base, head);
        if (mergeBase === base) return (await commit(head))?.tree;
        const merged = await runGit(directory, ["merge-tree", "--write-tree", base, head], { accept: 1 });
        return merged.status === 0 ? merged.output.toString("latin1", 0, 40) : undefined;
      }),
    /** Writes a commit object and gives its name. No ref moves. */
    writeCommit: ({ tree, parents, message, author, date }: CommitData): Promise<string> => {
      const lines = [
        `tree ${tree}`,
        ...parents.map((parent) => `parent ${parent}`),
        `author ${author.name} <${author.email}> ${date} +0000`,
        `committer GitHub <noreply@github.com> ${date} +0000`,
      ];
      return writeObject(directory, "commit", `${lines.join("\n")}\n\n${message}`);
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

async function askDivergence(directory: string, base: string, head: string): Promise<Divergence> {
  const found = await runGit(directory, ["merge-base", base, head], { accept: 1 });
  const counted = await runGit(directory, ["rev-list", "--left-right", "--count", `${base}...${head}`]);
  const [behind, ahead] = counted.output.toString().trim().split("\t").map(Number);
  return { mergeBase: found.output.toString().trim() || undefined, ahead: ahead ?? 0, behind: behind ?? 0 };
}
