// Files and the commit they are based on → a commit by the app on a branch. The only module that writes to branches.
import type { Commit, CommitRefusal, Committed, NewCommit } from "../../../usecases/respond/port.ts";
import { outcomeUnknown, statusOf } from "../errors.ts";
import { graphql, mutate, type Repository } from "../repository.ts";
import { COMMIT, commitOf, type RawCommit } from "./pull-facts.ts";

const CREATE = `mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
const RECENT = `query Recent($owner: String!, $repo: String!, $ref: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    ref(qualifiedName: $ref) { target { ... on Commit { history(first: 30) { nodes { ${COMMIT} } } } } }
  }
}`;

/**
 * Commits on top of `expected` or not at all; GitHub signs it and names the app as its author. Where an answer was lost,
 * the branch is asked whether the commit is there. Rejects where nothing is known, or with what GitHub says.
 */
export async function commitFiles(repository: Repository, commit: NewCommit): Promise<Committed> {
  try {
    return { sha: await create(repository, commit) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === "stale") return { stale: true };
    if (refusal !== undefined) return { refused: refusal };
    const made = outcomeUnknown(error) ? await find(repository, commit) : undefined;
    if (made === undefined) throw error;
    return { sha: made };
  }
}

async function create(
  repository: Repository,
  { branch, expected, headline, body, files }: NewCommit,
): Promise<string> {
  const { owner, repo } = repository;
  const additions = files.flatMap(({ path, after }) =>
    after === undefined ? [] : [{ path, contents: Buffer.from(after).toString("base64") }],
  );
  const deletions = files.flatMap(({ path, after }) => (after === undefined ? [{ path }] : []));
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    message: { headline, body },
    expectedHeadOid: expected,
    fileChanges: { additions, deletions },
  };
  type NewCommitData = { createCommitOnBranch: { commit: { oid: string } } };
  return (await mutate<NewCommitData>(repository, CREATE, { input })).createCommitOnBranch.commit.oid;
}

async function find(
  repository: Repository,
  { branch, expected, body }: NewCommit,
): Promise<string | undefined> {
  const commits = (await readCommits(repository, branch)) ?? [];
  const made = commits.find(
    ({ byBot, parent, message }) => byBot && parent === expected && message.trimEnd().endsWith(body),
  );
  return made?.sha;
}

/** The last commits of a branch, newest first; undefined where there is none of that name. */
export async function readCommits(
  repository: Repository,
  branch: string,
): Promise<readonly Commit[] | undefined> {
  type BranchData = {
    viewer: { login: string };
    repository: { ref: { target: { history: { nodes: RawCommit[] } } } | null } | null;
  };
  const { repository: found, viewer } = await graphql<BranchData>(repository, RECENT, {
    ref: `refs/heads/${branch}`,
  });
  return found?.ref?.target.history.nodes.map((commit) => commitOf(commit, viewer.login));
}

const NAMED = `query Named($owner: String!, $repo: String!, $name: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) { object(expression: $name) { ... on Commit { ${COMMIT} } } }
}`;

/** A commit by its id, whole or the beginning of it; undefined where there is none. */
export async function readCommit(repository: Repository, name: string): Promise<Commit | undefined> {
  type CommitData = { viewer: { login: string }; repository: { object: Partial<RawCommit> | null } | null };
  const { repository: found, viewer } = await graphql<CommitData>(repository, NAMED, { name });
  const commit = found?.object;
  return commit?.oid === undefined ? undefined : commitOf(commit as RawCommit, viewer.login);
}

/** A branch at a commit. Where an answer was lost, the next attempt finds that it exists. */
export async function createBranch(
  { octokit, owner, repo }: Repository,
  name: string,
  sha: string,
): Promise<"created" | "exists" | CommitRefusal> {
  try {
    await octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${name}`, sha });
    return "created";
  } catch (error) {
    if (statusOf(error) === 422 && /already exists/i.test((error as Error).message)) return "exists";
    const refusal = refusalOf(error);
    if (refusal !== undefined && refusal !== "stale") return refusal;
    throw error;
  }
}

/**
 * What GitHub says where a branch takes no commit; undefined for anything else. GraphQL: a type and a message. The words
 * are quoted in threads such as ministryofjustice/modernisation-platform#11985.
 */
function refusalOf(error: unknown): CommitRefusal | "stale" | undefined {
  const {
    errors = [],
    message = "",
    status,
  } = error as {
    errors?: readonly { readonly type?: string; readonly message?: string }[];
    message?: string;
    status?: number;
  };
  if (status !== undefined && status >= 500) return undefined;
  const all = [message, ...errors.map((one) => one.message ?? "")].join("\n");
  if (errors.some(({ type }) => type === "STALE_DATA")) return "stale";
  return WORDS.find(([words]) => words.test(all))?.[1];
}

const WORDS: readonly (readonly [words: RegExp, CommitRefusal])[] = [
  [/archived/i, "archived"],
  [/rule violations/i, "ruled"],
  [/protected branch/i, "protected"],
  [/No such branch|Could not resolve to a Ref/i, "gone"],
  [/not accessible by integration|must have .*write|permission/i, "forbidden"],
];
