// A real repository's commits → the trees and listings the code under test reads from GitHub.
import type { ListedTree } from "../../../../src/adapters/github/trees/tree.ts";
import type { TestRepo } from "../../git/repo.ts";

export type GitEntry = {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
};

/** `git ls-tree -r -t`, as GitHub's API spells it. */
export function listing(repo: TestRepo, rev: string, recursive = true): GitEntry[] {
  const output = repo.git("ls-tree", "-z", "--full-tree", ...(recursive ? ["-r", "-t"] : []), rev);
  return output
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [mode = "", type = "", sha = ""] = line.slice(0, line.indexOf("\t")).split(" ");
      return { path: line.slice(line.indexOf("\t") + 1), mode, type, sha };
    });
}

export function treeId(repo: TestRepo, rev: string): string {
  return repo.git("rev-parse", `${rev}^{tree}`);
}

export function listedTree(repo: TestRepo, rev: string): ListedTree {
  const entries = listing(repo, rev);
  const tree = treeId(repo, rev);
  const files = new Map(
    entries.flatMap(({ type, path, sha, mode }) =>
      type === "tree" ? [] : [[path, { oid: sha, mode }] as const],
    ),
  );
  const directories = new Map(
    entries.flatMap(({ type, path, sha }) => (type === "tree" ? [[path, sha] as const] : [])),
  );
  return { tree, files, paths: [...files.keys()].sort(), directories: new Map([["", tree], ...directories]) };
}
