// Output of `git ls-tree -z -l` and `git diff-tree -z --raw --numstat` → entries. Paths are taken as they are.

/** One entry of a tree. `size` is in bytes and only blobs have one. `mode` has six digits. */
export type TreeEntry = {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly oid: string;
  readonly size: number | undefined;
};

/** One file of a diff. `oid` is the blob afterwards, or the removed one. Lines are 0 for binary files. */
export type ChangedFile = {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
};

export function parseTree(output: Buffer): readonly TreeEntry[] {
  return splitZero(output).map((line) => {
    const tab = line.indexOf("\t");
    const [mode = "", type, oid = "", size] = line.slice(0, tab).split(/ +/);
    return {
      path: line.slice(tab + 1),
      mode,
      type: type as TreeEntry["type"],
      oid,
      size: size === "-" ? undefined : Number(size),
    };
  });
}

const statuses: Record<string, ChangedFile["status"]> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  T: "changed",
};

/** With -z the raw lines come first, all of them, then the line counts in the same order. */
export function parseChangedFiles(output: Buffer): readonly ChangedFile[] {
  const parts = splitZero(output);
  const files: ChangedFile[] = [];
  let at = 0;
  for (let line = parts[at]; line?.startsWith(":"); line = parts[at]) {
    const [, , from = "", to = "", letter = ""] = line.split(" ");
    const status = statuses[letter.slice(0, 1)] ?? "modified";
    const first = parts[at + 1] ?? "";
    const renamed = status === "renamed";
    files.push({
      path: renamed ? (parts[at + 2] ?? "") : first,
      previousPath: renamed ? first : undefined,
      status,
      oid: status === "removed" ? from : to,
      additions: 0,
      deletions: 0,
    });
    at += renamed ? 3 : 2;
  }
  return files.map((file) => {
    const [additions, deletions, path] = (parts[at] ?? "").split("\t");
    at += path === "" ? 3 : 1;
    return { ...file, additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
}

function splitZero(output: Buffer): string[] {
  const parts = output.toString("utf8").split("\0");
  parts.pop();
  return parts;
}
