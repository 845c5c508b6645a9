// A source's targetRevision → the branch it would be, and what sort of revision it reads as. Never throws.

/**
 * The branch that a revision names, if it names one: "" and HEAD are the default branch, `refs/heads/x` is `x`. A
 * tag, a commit or a version range is returned unchanged, and equals a branch only where a branch has that name,
 * which Argo CD then resolves first (argo-cd util/git/client.go, lsRemote; a full commit id is never resolved).
 */
export function followedBranch(revision: string, defaultBranch: string): string {
  if (revision === "" || revision === "HEAD") return defaultBranch;
  return revision.startsWith(HEADS) ? revision.slice(HEADS.length) : revision;
}

const HEADS = "refs/heads/";

/** "name": a branch or a tag, which a Git tree does not distinguish. */
export type RevisionSort = "commit" | "tag" | "branch" | "range" | "name";

/**
 * A commit has seven hexadecimal digits or more (argo-cd util/git/git.go, IsTruncatedCommitSHA), a range is no version
 * itself and matches tags only (argo-cd util/versions/tags.go, MaxVersion).
 */
export function revisionSort(revision: string): RevisionSort {
  if (/^[0-9a-f]{7,64}$/i.test(revision)) return "commit";
  if (revision.startsWith("refs/tags/")) return "tag";
  if (revision.startsWith(HEADS)) return "branch";
  return isRange(revision) ? "range" : "name";
}

function isRange(text: string): boolean {
  return /^[\sv\d.xX*^~<>=!|,-]+$/.test(text) && /[*^~<>=!|,]|\.[xX](?:[.\s]|$)/.test(text);
}

/** The first number of a version or range: its major; undefined where there is none (`*`, a branch). */
export function majorOf(version: string): number | undefined {
  const digits = /^[\s^~<>=v]*(\d{1,9})(?=[.\s+-]|$)/.exec(version)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
