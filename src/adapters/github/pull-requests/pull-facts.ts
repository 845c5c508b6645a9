// A pull request's number → its author, its state and what the bot made of it.

import type { FoundState } from "../../../model/state.ts";
import { CONFIG_PATH } from "../../../policy/configuration/merge.ts";
import { stateKey, verifyState } from "../../../policy/decisions/signed-state.ts";
import type { Branch, Commit, PullRequest } from "../../../usecases/respond/port.ts";
import { graphql, type Repository } from "../repository.ts";
import { COMMENT_PAGE, commentPages, type FoundComments, findSticky, type RawComments } from "./comments.ts";

export const CONFIG_BLOB = "... on Blob { text }";
/** The tip of a branch with the configuration on it, at the path $config. */
export const TIP = `target { oid ... on Commit { committedDate tree { oid } file(path: $config) { object { ${CONFIG_BLOB} } } } }`;
/** Fields that show whether the app made a commit. */
export const COMMIT = `oid message committedDate tree { oid } author { email } signature { isValid wasSignedByGitHub }
  parents(first: 1) { nodes { oid } }`;
/** Of an account. */
export const WHO = "__typename login";
/** Of a pull request; `RawPull` is what it answers. */
export const PULL = `number title state isCrossRepository author { ${WHO} } headRefName headRefOid
  headRef { target { ... on Commit { history(first: 30) { nodes { ${COMMIT} } } } } }
  mergeCommit { oid parents(first: 1) { nodes { oid } } } baseRefName baseRef { ${TIP} }
  files(first: 100) { totalCount nodes { path changeType } } comments(first: 100) { ${COMMENT_PAGE} }`;
export type Maybe<T> = T | null | undefined;
export type RawBlob = Maybe<{ text?: Maybe<string> }>;
export type RawTip = {
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
export type RawAccount = { __typename: string; login: string };
export type RawPull = {
  number: number;
  title: string;
  state: "OPEN" | "CLOSED" | "MERGED";
  isCrossRepository: boolean;
  author: Maybe<RawAccount>;
  headRefName: string;
  headRefOid: string;
  headRef: Maybe<{ target: Maybe<{ history?: { nodes: RawCommit[] } }> }>;
  mergeCommit: Maybe<{ oid: string; parents: { nodes: { oid: string }[] } }>;
  baseRefName: string;
  baseRef: Maybe<{ target: Maybe<RawTip> }>;
  files: Maybe<{ totalCount: number; nodes: { path: string; changeType: string }[] }>;
};
/** `viewer` is the app itself; `key` verifies the state in its comment, without it nothing is remembered. */
export async function pullOf(
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
    author: loginOf(pull.author) ?? "ghost",
    status: pull.state === "OPEN" ? "open" : pull.state === "MERGED" ? "merged" : "closed",
    fork: pull.isCrossRepository,
    merge: mergeOf(pull.mergeCommit),
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

/**
 * As REST and people write it. GraphQL names an app without the suffix, as if it were the user of that name; undefined for
 * an account that was deleted.
 */
export function loginOf(account: Maybe<RawAccount>): string | undefined {
  return account?.__typename === "Bot" ? `${account.login}[bot]` : account?.login;
}

function mergeOf(commit: RawPull["mergeCommit"]): PullRequest["merge"] {
  const onto = commit?.parents.nodes[0]?.oid;
  return commit && onto !== undefined ? { sha: commit.oid, onto } : undefined;
}

const OTHER = `query Pull($owner: String!, $repo: String!, $number: Int!, $config: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) { databaseId pullRequest(number: $number) { ${PULL} } }
}`;

/** Another pull request; undefined where there is none of that number. */
export async function readPull(
  repository: Repository,
  { number, secret }: { readonly number: number; readonly secret?: string | undefined },
): Promise<PullRequest | undefined> {
  type PullFactsData = {
    viewer: { login: string };
    repository: Maybe<{ databaseId: number; pullRequest: Maybe<RawPull & { comments: RawComments }> }>;
  };
  const variables = { number, config: CONFIG_PATH };
  const { repository: found, viewer } = await graphql<PullFactsData>(repository, OTHER, variables);
  const pull = found?.pullRequest;
  if (!found || !pull) return undefined;
  const key =
    secret === undefined ? undefined : stateKey(secret, { repository: found.databaseId, pull: number });
  return pullOf(repository, pull, await commentPages(repository, number, pull.comments), viewer.login, key);
}

/** An edited comment carries no state. */
function stateOf(sticky: FoundComments["sticky"], key: Uint8Array): FoundState {
  if (sticky === undefined) return "none";
  return sticky.altered ? "lost" : verifyState(sticky.body, key);
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

export function branchOf(name: string, tip: Maybe<RawTip>): Branch | undefined {
  return tip ? { name, sha: tip.oid, tree: tip.tree.oid, now: secondsOf(tip.committedDate) } : undefined;
}

/** Since 1970, of a time as GitHub writes it. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
