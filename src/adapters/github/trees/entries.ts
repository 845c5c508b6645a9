// Paths at commits → their blobs, and the head's commit at that moment, in one query.
import type { BlobText, SnapshotFile } from "../../../model/snapshot.ts";
import { graphql, type Repository } from "../repository.ts";
import { BLOB_FIELDS, blobText, type RawBlob } from "./blob.ts";

/** What `commit` has at the paths asked for, and what `head` has there; paths that are not there are undefined. */
export type ReadEntries = {
  readonly at: ReadonlyMap<string, SnapshotFile | undefined>;
  readonly head: ReadonlyMap<string, SnapshotFile | undefined>;
  /** The pull request's head right now; undefined once it is closed. */
  readonly headNow: string | undefined;
};

const ENTRY = `mode oid object { ${BLOB_FIELDS} }`;

type RawEntry = { readonly mode: number; readonly oid: string; readonly object?: RawBlob | null };
type RawCommit = Readonly<Record<string, RawEntry | null>> | null;
type EntriesData = {
  readonly repository: {
    readonly pullRequest: { readonly state: string; readonly headRefOid: string } | null;
    readonly commit: RawCommit;
    readonly head?: RawCommit;
  } | null;
};

/** At most 100 paths. Texts are kept on the way. Undefined where GitHub does not know a commit. */
export async function readEntries(
  repository: Repository,
  pull: { readonly number: number; readonly head: string },
  commit: string,
  paths: readonly string[],
): Promise<ReadEntries | undefined> {
  const variables: Record<string, unknown> = { number: pull.number, commit };
  if (commit !== pull.head) variables["head"] = pull.head;
  for (const [i, path] of paths.entries()) variables[`p${i}`] = path;
  const { repository: answer } = await graphql<EntriesData>(
    repository,
    queryFor(paths, commit !== pull.head),
    variables,
  );
  if (!answer?.commit) return undefined;
  const at = filesOf(answer.commit, paths);
  keepTexts(repository, answer.commit);
  const { state, headRefOid } = answer.pullRequest ?? { state: "GONE", headRefOid: "" };
  return {
    at,
    head: commit === pull.head ? at : filesOf(answer.head ?? null, paths),
    headNow: state === "OPEN" ? headRefOid : undefined,
  };
}

function queryFor(paths: readonly string[], head: boolean): string {
  const declared = paths.map((_, i) => `, $p${i}: String!`).join("");
  const select = (fields: string) =>
    paths.map((_, i) => `p${i}: file(path: $p${i}) { ${fields} }`).join("\n      ");
  const own = head
    ? `\n    head: object(oid: $head) { ... on Commit { oid\n      ${select("mode oid")} } }`
    : "";
  return `query Entries($owner: String!, $repo: String!, $number: Int!, $commit: GitObjectID!${head ? ", $head: GitObjectID!" : ""}${declared}) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { state headRefOid }
    commit: object(oid: $commit) { ... on Commit { oid\n      ${select(ENTRY)} } }${own}
  }
}`;
}

function filesOf(commit: RawCommit, paths: readonly string[]): ReadonlyMap<string, SnapshotFile | undefined> {
  return new Map(
    paths.map((path, i) => {
      const entry = commit?.[`p${i}`];
      return [path, entry ? { oid: entry.oid, mode: entry.mode.toString(8).padStart(6, "0") } : undefined];
    }),
  );
}

function keepTexts({ store }: Repository, commit: Exclude<RawCommit, null>): void {
  for (const entry of Object.values(commit)) {
    const text: BlobText | undefined = entry?.object ? blobText(entry.object) : undefined;
    if (entry && text && !("unreadable" in text && text.unreadable === "missing"))
      store.blobs.set(entry.oid, text);
  }
}
