// A pull request's number → its live state, everything that planning asks first, in one query.

import { CONFIG_PATH, type ConfigTexts } from "../../../policy/configuration/merge.ts";
import { graphql, type Repository } from "../repository.ts";
import { COMMENT_PAGE, commentPages, type FoundComments, findSticky, type RawComments } from "./comments.ts";

/** A commit and its tree. */
export type CommitTree = { readonly sha: string; readonly tree: string };

export type LiveState = {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly title: string;
  readonly head: CommitTree;
  readonly base: CommitTree & { readonly branch: string };
  /** GitHub's test merge if it is one of exactly this base and head. */
  readonly merge: CommitTree | undefined;
  readonly conflicting: boolean;
  readonly defaultBranch: string;
  /** When the later of both tips was committed, in seconds since 1970. */
  readonly now: number;
  readonly urls: readonly string[];
  /** Undefined where GraphQL does not list all. */
  readonly files: readonly string[] | undefined;
  readonly comments: FoundComments;
  /** A comment of the bot was deleted. */
  readonly deleted: boolean;
  /** GitHub's number for the repository. */
  readonly repository: number;
  readonly config: ConfigTexts;
};

const COMMIT = "oid tree { oid }";
const CONFIG_BLOB = "... on Blob { text }";
const CONFIG_FILE = `file(path: $config) { object { ${CONFIG_BLOB} } }`;
const LIVE = `query Live($owner: String!, $repo: String!, $number: Int!, $config: String!, $expression: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    url
    sshUrl
    defaultBranchRef { name target { ... on Commit { ${CONFIG_FILE} } } }
    pullRequest(number: $number) {
      state
      isDraft
      title
      headRefOid
      baseRefName
      mergeable
      baseRef { target { oid ... on Commit { committedDate tree { oid } ${CONFIG_FILE} } } }
      potentialMergeCommit { ${COMMIT} parents(first: 3) { nodes { oid } } }
      commits(last: 1) { nodes { commit { committedDate ${COMMIT} } } }
      files(first: 100) { totalCount nodes { path changeType } }
      comments(first: 100) { ${COMMENT_PAGE} }
      timelineItems(last: 50, itemTypes: [COMMENT_DELETED_EVENT]) {
        nodes { ... on CommentDeletedEvent { deletedCommentAuthor { login } } }
      }
    }
  }
  viewer { login }
  organisation: repository(owner: $owner, name: ".github") { object(expression: $expression) { ${CONFIG_BLOB} } }
}`;

type Maybe<T> = T | null | undefined;
type RawCommit = { oid: string; tree: { oid: string } };
type DatedCommit = RawCommit & { committedDate: string };
type RawBlob = Maybe<{ text?: Maybe<string> }>;
type RawConfig = { file?: Maybe<{ object: RawBlob }> };
type RawPullRequest = {
  state: "OPEN" | "CLOSED" | "MERGED";
  isDraft: boolean;
  title: string;
  headRefOid: string;
  baseRefName: string;
  mergeable: "MERGEABLE" | "CONFLICTING" | "UNKNOWN";
  baseRef: Maybe<{ target: Maybe<DatedCommit & RawConfig> }>;
  potentialMergeCommit: Maybe<RawCommit & { parents: { nodes: { oid: string }[] } }>;
  commits: { nodes: { commit: DatedCommit }[] };
  files: Maybe<{ totalCount: number; nodes: { path: string; changeType: string }[] }>;
  comments: RawComments;
  timelineItems: { nodes: Maybe<Maybe<{ deletedCommentAuthor?: Maybe<{ login: string }> }>[]> };
};
type RawLive = {
  viewer: { login: string };
  repository: Maybe<{
    databaseId: number;
    url: string;
    sshUrl: string;
    defaultBranchRef: Maybe<{ name: string; target: Maybe<RawConfig> }>;
    pullRequest: Maybe<RawPullRequest>;
  }>;
  organisation: Maybe<{ object: RawBlob }>;
};

/** Undefined where there is no such pull request, or its base branch was deleted. */
export async function readLive(repository: Repository, number: number): Promise<LiveState | undefined> {
  const variables = { number, config: CONFIG_PATH, expression: `HEAD:${CONFIG_PATH}` };
  const { repository: found, organisation, viewer } = await graphql<RawLive>(repository, LIVE, variables);
  const pull = found?.pullRequest;
  const tip = pull?.baseRef?.target;
  if (!found || !pull || !tip?.tree) return undefined;
  const comments = await commentPages(repository, number, pull.comments);
  const base = { sha: tip.oid, tree: tip.tree.oid, branch: pull.baseRefName };
  return {
    number,
    open: pull.state === "OPEN",
    draft: pull.isDraft,
    title: pull.title,
    head: { sha: pull.headRefOid, tree: headTree(pull) },
    base,
    merge: testMerge(pull, base.sha),
    conflicting: pull.mergeable === "CONFLICTING",
    defaultBranch: found.defaultBranchRef?.name ?? base.branch,
    now: latest(tip, pull.commits.nodes[0]?.commit),
    urls: [found.url, found.sshUrl],
    files: changedFiles(pull),
    comments: findSticky(comments),
    deleted: deletedOne(pull, viewer.login),
    repository: found.databaseId,
    config: {
      repository: textOf(tip),
      organisation: organisation?.object?.text ?? undefined,
      ...(found.defaultBranchRef?.name === base.branch
        ? {}
        : { granting: { text: textOf(found.defaultBranchRef?.target) } }),
    },
  };
}

function textOf(commit: Maybe<RawConfig>): string | undefined {
  return commit?.file?.object?.text ?? undefined;
}

/** An app is "name[bot]" where it asks who it is, and "name" where it acts. */
function deletedOne({ timelineItems }: RawPullRequest, viewer: string): boolean {
  const own = viewer.replace(/\[bot\]$/, "");
  return (timelineItems.nodes ?? []).some((event) => event?.deletedCommentAuthor?.login === own);
}

const HEAD = `query Head($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { state headRefOid } }
}`;

/** The head's commit; undefined where the pull request is no longer open. */
export async function readHead(repository: Repository, number: number): Promise<string | undefined> {
  type PullStateData = { repository: Maybe<{ pullRequest: Maybe<{ state: string; headRefOid: string }> }> };
  const { repository: found } = await graphql<PullStateData>(repository, HEAD, { number });
  const pull = found?.pullRequest;
  return pull?.state === "OPEN" ? pull.headRefOid : undefined;
}

function latest(...commits: readonly (DatedCommit | undefined)[]): number {
  return Math.max(...commits.map((commit) => (commit ? Date.parse(commit.committedDate) / 1000 : 0)));
}

/** "" where the last commit listed is not the head: it is looked up by other means then. */
function headTree({ commits, headRefOid }: RawPullRequest): string {
  const last = commits.nodes[0]?.commit;
  return last?.oid === headRefOid ? last.tree.oid : "";
}

/** GitHub makes the test merge some time after a push: until then it is one of earlier commits. */
function testMerge(pull: RawPullRequest, base: string): CommitTree | undefined {
  const commit = pull.potentialMergeCommit;
  const parents = commit?.parents.nodes.map(({ oid }) => oid);
  if (!commit || parents?.length !== 2 || parents[0] !== base || parents[1] !== pull.headRefOid)
    return undefined;
  return { sha: commit.oid, tree: commit.tree.oid };
}

/** A rename names its new path only, so that what went is not known. */
function changedFiles({ files }: RawPullRequest): readonly string[] | undefined {
  if (!files || files.totalCount > files.nodes.length) return undefined;
  if (files.nodes.some(({ changeType }) => changeType === "RENAMED")) return undefined;
  return files.nodes.map(({ path }) => path);
}
