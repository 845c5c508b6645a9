// A branch and paths → the changes of each path as the branch got them, in few queries, kept by the commit they begin at.
import { groupBy } from "../../../lib/group-by.ts";
import { MOST_REVISIONS, type PathHistory, type Revision } from "../../../model/history.ts";
import { graphql, type Repository } from "../repository.ts";
import { BLOB_FIELDS, blobText, type RawBlob } from "../trees/blob.ts";

/** Paths of one query, and queries that run at the same time: GitHub reads the history again for each path. */
const BATCH = 10;
const AT_ONCE = 3;

/**
 * GitHub lists the commits that changed a path on every merged line, not only the branch's own. Those of one
 * merged pull request are one change, at its merge: no state between them was ever on the branch.
 * (GraphQL: Commit.history, Commit.associatedPullRequests.)
 */
export async function readHistories(
  repository: Repository,
  branch: string,
  from: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, PathHistory>> {
  const { histories } = repository.store;
  const keyOf = (path: string) => [from, branch, path].join("\0");
  const missing = paths.filter((path) => !histories.get(keyOf(path)));
  const batches = chunks(missing, BATCH);
  const read = new Map<string, PathHistory>();
  for (const part of chunks(batches, AT_ONCE)) {
    const answers = await Promise.all(part.map((batch) => readBatch(repository, branch, from, batch)));
    for (const [path, history] of answers.flat()) {
      histories.set(keyOf(path), history);
      read.set(path, history);
    }
  }
  return new Map(paths.map((path) => [path, read.get(path) ?? histories.get(keyOf(path)) ?? NOTHING]));
}

/** GitHub does not know the commit any more: the branch was rewritten. */
const NOTHING: PathHistory = { revisions: [], end: "limit" };

type RawMerge = {
  readonly oid: string;
  readonly committedDate: string;
  readonly parents: { readonly nodes: readonly { readonly oid: string }[] };
};
type RawRevision = RawMerge & {
  readonly file: { readonly oid: string; readonly object: RawBlob | null } | null;
  readonly associatedPullRequests: {
    readonly nodes: readonly {
      readonly merged: boolean;
      readonly baseRefName: string;
      readonly mergeCommit: RawMerge | null;
    }[];
  } | null;
};
type RawHistory = {
  readonly nodes: readonly RawRevision[];
  readonly pageInfo: { readonly hasNextPage: boolean };
};
type HistoryData = {
  readonly repository: { readonly object: Readonly<Record<string, RawHistory>> | null } | null;
};

const COMMIT = "oid committedDate parents(first: 2) { nodes { oid } }";

async function readBatch(
  repository: Repository,
  branch: string,
  from: string,
  paths: readonly string[],
): Promise<(readonly [string, PathHistory])[]> {
  const declared = paths.map((_, i) => `, $p${i}: String!`).join("");
  const fields = paths.map(
    (_, i) => `h${i}: history(first: ${MOST_REVISIONS}, path: $p${i}) {
        pageInfo { hasNextPage }
        nodes {
          ${COMMIT}
          file(path: $p${i}) { oid object { ${BLOB_FIELDS} } }
          associatedPullRequests(first: 5) { nodes { merged baseRefName mergeCommit { ${COMMIT} } } }
        }
      }`,
  );
  const query = `query History($owner: String!, $repo: String!, $from: GitObjectID!${declared}) {
  repository(owner: $owner, name: $repo) {
    object(oid: $from) { ... on Commit {
      ${fields.join("\n      ")}
    } }
  }
}`;
  const variables = { from, ...Object.fromEntries(paths.map((path, i) => [`p${i}`, path])) };
  const { repository: answer } = await graphql<HistoryData>(repository, query, variables);
  return paths.flatMap((path, i) => {
    const raw = answer?.object?.[`h${i}`];
    return raw ? [[path, pathHistory(repository, raw, branch)] as const] : [];
  });
}

function pathHistory(repository: Repository, { nodes, pageInfo }: RawHistory, branch: string): PathHistory {
  for (const node of nodes) keepText(repository, node);
  const changes = groupBy(nodes, (node) => (mergeOf(node, branch) ?? node).oid);
  const revisions = [...changes.values()].map((group) => revisionOf(group, branch));
  revisions.sort((a, b) => b.seconds - a.seconds);
  return { revisions, end: pageInfo.hasNextPage ? "limit" : "beginning" };
}

function mergeOf({ associatedPullRequests }: RawRevision, branch: string): RawMerge | undefined {
  const pulls = associatedPullRequests?.nodes ?? [];
  return pulls.find((pull) => pull.merged && pull.baseRefName === branch)?.mergeCommit ?? undefined;
}

/** `group` is one change of the branch, newest commit first. Rebased commits follow the branch's previous tip. */
function revisionOf(group: readonly RawRevision[], branch: string): Revision {
  const [newest, oldest] = [group[0], group.at(-1)] as [RawRevision, RawRevision];
  const merge = mergeOf(newest, branch) ?? newest;
  const parents = (merge.parents.nodes.length > 1 ? merge : oldest).parents.nodes;
  const { oid: sha, committedDate } = merge;
  return {
    sha,
    date: committedDate.slice(0, 10),
    seconds: Date.parse(committedDate) / 1000,
    parent: parents[0]?.oid,
    oid: newest.file?.oid,
  };
}

function keepText({ store }: Repository, { file }: RawRevision): void {
  const text = file?.object ? blobText(file.object) : undefined;
  if (file && text && !("unreadable" in text && text.unreadable === "missing"))
    store.blobs.set(file.oid, text);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
