// A comment's node and the number it stands on → both as they are now, in one query.
import { CONFIG_PATH, mergeConfig } from "../config/merge.ts";
import type { FoundState } from "../model/state.ts";
import type { Asked, Branch, Comment, Commit, PullRequest } from "../respond/port.ts";
import { stateKey, unseal } from "../state/seal.ts";
import { COMMENT_PAGE, commentPages, type FoundComments, findSticky, type RawComments } from "./comments.ts";
import { graphql, type Repository } from "./repository.ts";

const CONFIG_BLOB = "... on Blob { text }";
const TIP = `target { oid ... on Commit { committedDate tree { oid } file(path: $config) { object { ${CONFIG_BLOB} } } } }`;
/** Fields that tell whether the app made a commit. */
export const COMMIT = `oid message committedDate tree { oid } author { email } signature { isValid wasSignedByGitHub }
  parents(first: 1) { nodes { oid } }`;
const WRITTEN = "body url createdAt lastEditedAt viewerDidAuthor author { __typename login }";
const ASKED = `query Asked($owner: String!, $repo: String!, $number: Int!, $comment: ID!, $config: String!, $expression: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    databaseId
    url
    sshUrl
    isArchived
    defaultBranchRef { name ${TIP} }
    issueOrPullRequest(number: $number) {
      ... on Issue { number comments(first: 100) { ${COMMENT_PAGE} } }
      ... on PullRequest {
        number
        title
        state
        isCrossRepository
        author { login }
        headRefName
        headRefOid
        headRef { target { ... on Commit { history(first: 30) { nodes { ${COMMIT} } } } } }
        baseRefName
        baseRef { ${TIP} }
        files(first: 100) { totalCount nodes { path changeType } }
        comments(first: 100) { ${COMMENT_PAGE} }
      }
    }
  }
  organisation: repository(owner: $owner, name: ".github") { object(expression: $expression) { ${CONFIG_BLOB} } }
  comment: node(id: $comment) {
    ... on IssueComment { ${WRITTEN} }
    ... on PullRequestReview { ${WRITTEN} }
  }
}`;

type Maybe<T> = T | null | undefined;
type RawBlob = Maybe<{ text?: Maybe<string> }>;
type RawTip = {
  oid: string;
  committedDate: string;
  tree: { oid: string };
  file?: Maybe<{ object: RawBlob }>;
};
export type RawCommit = {
  oid: string;
  message: string;
  committedDate: string;
  tree: { oid: string };
  author: Maybe<{ email: Maybe<string> }>;
  signature: Maybe<{ isValid: boolean; wasSignedByGitHub: boolean }>;
  parents: { nodes: { oid: string }[] };
};
type RawPull = {
  number: number;
  title: string;
  state: "OPEN" | "CLOSED" | "MERGED";
  isCrossRepository: boolean;
  author: Maybe<{ login: string }>;
  headRefName: string;
  headRefOid: string;
  headRef: Maybe<{ target: Maybe<{ history?: { nodes: RawCommit[] } }> }>;
  baseRefName: string;
  baseRef: Maybe<{ target: Maybe<RawTip> }>;
  files: Maybe<{ totalCount: number; nodes: { path: string; changeType: string }[] }>;
};
type RawComment = {
  body: string;
  url: string;
  createdAt: string;
  lastEditedAt: Maybe<string>;
  viewerDidAuthor: boolean;
  author: Maybe<{ __typename: string; login: string }>;
};
type Raw = {
  viewer: { login: string };
  repository: Maybe<{
    databaseId: number;
    url: string;
    sshUrl: string;
    isArchived: boolean;
    defaultBranchRef: Maybe<{ name: string; target: Maybe<RawTip> }>;
    issueOrPullRequest: Maybe<{ comments?: RawComments } & Partial<RawPull>>;
  }>;
  organisation: Maybe<{ object: RawBlob }>;
  comment: Maybe<Partial<RawComment>>;
};

export type AskedFor = {
  readonly number: number;
  readonly node: string;
  readonly secret?: string | undefined;
};

/** Undefined where the comment, or what it stood on, is gone. `secret`: what states are signed with. */
export async function readAsked(
  repository: Repository,
  { number, node, secret }: AskedFor,
): Promise<Asked | undefined> {
  const variables = { number, comment: node, config: CONFIG_PATH, expression: `HEAD:${CONFIG_PATH}` };
  const raw = await graphql<Raw>(repository, ASKED, variables);
  const { repository: found, comment, viewer } = raw;
  const on = found?.issueOrPullRequest;
  if (!found || !on?.comments || comment?.body === undefined) return undefined;
  const comments = await commentPages(repository, number, on.comments);
  const pull = on.headRefOid === undefined ? undefined : (on as RawPull);
  const place = { repository: found.databaseId, pull: number };
  const key = secret === undefined ? undefined : stateKey(secret, place);
  const organisation = raw.organisation?.object?.text ?? undefined;
  const main = found.defaultBranchRef;
  const granting = { text: textOf(main?.target) };
  const base = pull?.baseRef?.target ?? main?.target;
  return {
    comment: commentOf(comment as RawComment),
    repository: found.databaseId,
    archived: found.isArchived,
    defaultBranch: main ? branchOf(main.name, main.target) : undefined,
    urls: [found.url, found.sshUrl],
    pull: pull && (await pullOf(repository, pull, comments, viewer.login, key)),
    own: comments
      .filter(({ viewerDidAuthor }) => viewerDidAuthor)
      .map(({ fullDatabaseId, body }) => ({ id: Number(fullDatabaseId), body })),
    config: mergeConfig({ organisation, repository: textOf(base), granting }),
  };
}

/** Since 1970, of a time as GitHub writes it. */
function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}

function textOf(tip: Maybe<RawTip>): string | undefined {
  return tip?.file?.object?.text ?? undefined;
}

/** GraphQL names a bot without the suffix that REST, and everybody else, gives it. */
function commentOf({ body, url, createdAt, lastEditedAt, viewerDidAuthor, author }: RawComment): Comment {
  return {
    body,
    url,
    at: secondsOf(createdAt),
    edited: typeof lastEditedAt === "string",
    author: author?.login ?? "",
    bot: author?.__typename !== "User",
    own: viewerDidAuthor,
  };
}

function branchOf(name: string, tip: Maybe<RawTip>): Branch | undefined {
  return tip ? { name, sha: tip.oid, tree: tip.tree.oid, now: secondsOf(tip.committedDate) } : undefined;
}

async function pullOf(
  repository: Repository,
  pull: RawPull,
  comments: Parameters<typeof findSticky>[0],
  viewer: string,
  key: Uint8Array | undefined,
): Promise<PullRequest> {
  const recent = pull.headRef?.target?.history?.nodes ?? [];
  const [newest] = recent;
  const { sticky } = findSticky(comments);
  return {
    number: pull.number,
    title: pull.title,
    author: pull.author?.login ?? "ghost",
    status: pull.state === "OPEN" ? "open" : pull.state === "MERGED" ? "merged" : "closed",
    fork: pull.isCrossRepository,
    head: {
      branch: pull.headRef && !pull.isCrossRepository ? pull.headRefName : undefined,
      sha: pull.headRefOid,
      tree: newest?.oid === pull.headRefOid ? newest.tree.oid : undefined,
      now: newest ? secondsOf(newest.committedDate) : 0,
    },
    base: branchOf(pull.baseRefName, pull.baseRef?.target),
    files: await filesOf(repository, pull),
    sticky: sticky && { body: sticky.body, changed: secondsOf(sticky.changed) },
    state: key && stateOf(sticky, key),
    recent: recent.map((commit) => commitOf(commit, viewer)),
  };
}

/** Whoever edits the comment takes away what it carried. */
function stateOf(sticky: FoundComments["sticky"], key: Uint8Array): FoundState {
  if (sticky === undefined) return "none";
  return sticky.altered ? "lost" : unseal(sticky.body, key);
}

/** Made through the API by the app: GitHub signs only what it made itself, and then for whom it was. */
export function commitOf({ oid, message, author, signature, parents }: RawCommit, viewer: string): Commit {
  const signed = signature?.isValid === true && signature.wasSignedByGitHub;
  const address = author?.email ?? "";
  return {
    sha: oid,
    parent: parents.nodes[0]?.oid,
    message,
    byBot: signed && address.endsWith(`+${viewer}@users.noreply.github.com`),
  };
}

/** GraphQL lists a hundred and names a rename's new path only: then the files are listed one page after the other. */
async function filesOf(repository: Repository, { number, files }: RawPull): Promise<readonly string[]> {
  const whole = files && files.totalCount <= files.nodes.length;
  if (whole && files.nodes.every(({ changeType }) => changeType !== "RENAMED"))
    return files.nodes.map(({ path }) => path);
  const { octokit, owner, repo } = repository;
  const options = { owner, repo, pull_number: number, per_page: 100 };
  const listed = await octokit.paginate(octokit.rest.pulls.listFiles, options);
  return listed.flatMap(({ filename, previous_filename }) => [filename, previous_filename ?? filename]);
}
