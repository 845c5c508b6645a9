// Refs and Git objects as GraphQL shows them. Every field is a value or a function of its arguments.
import type { TreeEntry } from "./git-listings.ts";
import { connection, type PageArguments } from "./graphql-connection.ts";
import { fullName, type Pull, type Repository, type RepositoryState } from "./state.ts";
import { nodeId, pageUrl } from "./world.ts";

/** The fields a repository has wherever it is named. */
export function repositoryFields(repository: Repository, state: RepositoryState) {
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: {
      __typename: "Organization",
      login: repository.owner.login,
      id: nodeId("O", repository.owner.id),
    },
    url: pageUrl(repository),
    sshUrl: `git@github.com:${fullName(repository)}.git`,
    isArchived: state.archived,
    isFork: repository.fork,
    isPrivate: repository.private,
    defaultBranchRef: () => refNode(repository, state, `refs/heads/${repository.defaultBranch}`),
  };
}

/** A ref with its target; null when it does not exist. */
export function refNode(repository: Repository, state: RepositoryState, ref: string) {
  const oid = state.refs.get(ref);
  if (oid === undefined) return null;
  return {
    __typename: "Ref",
    id: nodeId("REF", `${repository.id} ${ref}`),
    name: ref.split("/").slice(2).join("/"),
    prefix: `${ref.split("/").slice(0, 2).join("/")}/`,
    target: () => objectNode(repository, oid),
  };
}

/** Longer blobs are cut in `text`, and say so. */
const longestText = 512_000;

/** A blob, tree or commit by a name Git resolves; null when there is none. */
export async function objectNode(repository: Repository, name: string) {
  const object = await repository.git.read(name);
  if (!object || object.type === "tag") return null;
  const { oid, content } = object;
  const id = nodeId("GO", oid);
  if (object.type === "commit") return commitNode(repository, oid);
  if (object.type === "tree") {
    const entries = async () =>
      (await repository.git.tree(oid, false)).map((entry) => entryNode(repository, entry));
    return { __typename: "Tree", id, oid, entries };
  }
  const isBinary = content.subarray(0, 8_000).includes(0);
  const isTruncated = !isBinary && content.length > longestText;
  const text = isBinary ? null : content.toString("utf8", 0, longestText);
  return { __typename: "Blob", id, oid, byteSize: content.length, isBinary, isTruncated, text };
}

function entryNode(repository: Repository, entry: TreeEntry) {
  return {
    name: entry.path,
    path: entry.path,
    oid: entry.oid,
    type: entry.type,
    mode: Number.parseInt(entry.mode, 8),
    size: entry.size ?? 0,
    object: () => (entry.type === "commit" ? null : objectNode(repository, entry.oid)),
  };
}

/** A commit; null when there is none of that name. */
export async function commitNode(repository: Repository, oid: string): Promise<object | null> {
  const commit = await repository.git.commit(oid);
  if (!commit) return null;
  return {
    __typename: "Commit",
    id: nodeId("C", oid),
    oid,
    message: commit.message,
    messageHeadline: commit.message.split("\n")[0],
    committedDate: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email },
    signature: repository.signed.has(oid)
      ? { __typename: "GpgSignature", isValid: true, wasSignedByGitHub: true }
      : null,
    url: `${pageUrl(repository)}/commit/${oid}`,
    tree: () => objectNode(repository, commit.tree),
    file: ({ path }: { path: string }) => fileEntry(repository, oid, path),
    parents: (args: PageArguments) =>
      connection(args, commit.parents, (parent) => commitNode(repository, parent)),
    history: (args: Parameters<typeof commitHistory>[2]) => commitHistory(repository, oid, args),
    /** The app is the only one that makes checks, so that whoever filters by it gets all of them. */
    checkSuites: (args: PageArguments) => {
      const runs = [...repository.state.checks.values()].filter(({ headSha }) => headSha === oid);
      const checkRuns = (page: PageArguments) => connection(page, runs, ({ name }) => ({ name }));
      return connection(args, runs.length > 0 ? [{ checkRuns }] : [], (suite) => suite);
    },
    associatedPullRequests: (args: PageArguments) => pullsOfCommit(repository, oid, args),
  };
}

/** What a commit has at a path; null when there is nothing. */
async function fileEntry(repository: Repository, commit: string, path: string) {
  const slash = path.lastIndexOf("/");
  const directory = await repository.git.read(`${commit}:${path.slice(0, Math.max(0, slash))}`);
  if (directory?.type !== "tree") return null;
  const entries = await repository.git.tree(directory.oid, false);
  const entry = entries.find((one) => one.path === path.slice(slash + 1));
  return entry ? { ...entryNode(repository, entry), path } : null;
}

/** Every commit that `git log` lists, those of merged branches included: GitHub does not follow first parents. */
async function commitHistory(
  repository: Repository,
  oid: string,
  args: PageArguments & { readonly path?: string | null },
) {
  const oids = await repository.git.log(oid, args.path ?? undefined);
  return connection(args, oids, (one) => commitNode(repository, one));
}

/** Merged pull requests whose commits it is among, or whose merge it is. */
async function pullsOfCommit(repository: Repository, oid: string, args: PageArguments) {
  const found: Pull[] = [];
  for (const pull of repository.state.pulls.values()) {
    if (pull.merged && (await brought(repository, pull.merged.sha, pull.headSha, oid))) found.push(pull);
  }
  return connection(args, found, (pull) => ({
    __typename: "PullRequest",
    number: pull.number,
    merged: pull.merged !== undefined,
    baseRefName: pull.baseRef,
    mergeCommit: () => (pull.merged ? commitNode(repository, pull.merged.sha) : null),
  }));
}

async function brought(repository: Repository, merge: string, head: string, oid: string): Promise<boolean> {
  if (oid === merge) return true;
  const before = (await repository.git.commit(merge))?.parents[0];
  return (await repository.git.commitsBetween(before, head, 250)).includes(oid);
}
