// A pull request → GitHub's JSON: in lists, alone with its numbers, and as the issue its comments belong to.
import { userJson } from "./json-account.ts";
import { reactionTotals } from "./json-comment.ts";
import { repositoryJson, repositoryRefJson } from "./json-repository.ts";
import type { TestMerge } from "./pull-types.ts";
import type { Account, Comment, Pull, Repository, RepositoryState } from "./state.ts";
import { apiUrl, nodeId, pageUrl, timeOf } from "./world.ts";

/** What a pull request adds up to, from its merge base to its head. */
export type PullNumbers = {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
};

/** The form of GET /pulls. `mergeCommit` is the test merge, or the commit that merged it. */
export function pullSimpleJson(repository: Repository, pull: Pull, mergeCommit: string | null) {
  const url = `${apiUrl(repository)}/pulls/${pull.number}`;
  const issue = `${apiUrl(repository)}/issues/${pull.number}`;
  const page = `${pageUrl(repository)}/pull/${pull.number}`;
  const statuses = `${apiUrl(repository)}/statuses/${pull.headSha}`;
  const reviewComment = `${apiUrl(repository)}/pulls/comments{/number}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userJson(pull.user),
    body: pull.body,
    created_at: timeOf(pull.createdAt),
    updated_at: timeOf(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : timeOf(pull.closedAt),
    merged_at: pull.merged ? timeOf(pull.merged.at) : null,
    merge_commit_sha: mergeCommit,
    assignee: pull.assignees[0] ? userJson(pull.assignees[0]) : null,
    assignees: pull.assignees.map(userJson),
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: sideJson(pull.headRepository, pull.headRef, pull.headSha),
    base: sideJson(repository, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: reviewComment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: "COLLABORATOR",
    auto_merge: null,
    active_lock_reason: null,
  };
}

function sideJson(repository: Repository, ref: string, sha: string) {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userJson(repository.owner),
    repo: repositoryJson(repository),
  };
}

/** The form of GET /pulls/{number} and of webhooks. */
export function pullJson(
  repository: Repository,
  state: RepositoryState,
  pull: Pull,
  numbers: PullNumbers,
  merge: TestMerge,
) {
  return {
    ...pullSimpleJson(repository, pull, merge.commit ?? null),
    merged: pull.merged !== undefined,
    mergeable: merge.mergeable ?? null,
    rebaseable: merge.mergeable ?? null,
    mergeable_state: mergeableState(pull, merge),
    merged_by: pull.merged ? userJson(pull.merged.by) : null,
    comments: commentsOf(state, pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: numbers.commits,
    additions: numbers.additions,
    deletions: numbers.deletions,
    changed_files: numbers.changedFiles,
  };
}

function mergeableState(pull: Pull, merge: TestMerge): string {
  if (merge.mergeable === undefined) return "unknown";
  if (!merge.mergeable) return "dirty";
  return pull.draft ? "draft" : "clean";
}

type IssueFacts = {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly user: Account;
  readonly createdAt: number;
  readonly assignees?: readonly Account[];
};

/** An issue that is no pull request; it stays open. */
export function plainIssueJson(repository: Repository, issue: IssueFacts) {
  const url = `${apiUrl(repository)}/issues/${issue.number}`;
  const { assignees = [] } = issue;
  return {
    url,
    repository_url: apiUrl(repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${pageUrl(repository)}/issues/${issue.number}`,
    id: issue.id,
    node_id: nodeId("I", issue.id),
    number: issue.number,
    title: issue.title,
    user: userJson(issue.user),
    labels: [],
    state: "open",
    locked: false,
    assignee: assignees[0] ? userJson(assignees[0]) : null,
    assignees: assignees.map(userJson),
    milestone: null,
    comments: commentsOf(repository.state, issue.number).length,
    created_at: timeOf(issue.createdAt),
    updated_at: timeOf(issue.createdAt),
    closed_at: null as string | null,
    author_association: "COLLABORATOR",
    active_lock_reason: null,
    body: null as string | null,
    reactions: reactionTotals(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}

/** The pull request as the issue that `issue_comment` names. */
export function issueJson(repository: Repository, pull: Pull) {
  const page = `${pageUrl(repository)}/pull/${pull.number}`;
  return {
    ...plainIssueJson(repository, pull),
    html_url: page,
    node_id: nodeId("PR", pull.id),
    state: pull.state,
    updated_at: timeOf(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : timeOf(pull.closedAt),
    draft: pull.draft,
    pull_request: {
      url: `${apiUrl(repository)}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.merged ? timeOf(pull.merged.at) : null,
    },
    body: pull.body,
  };
}

/** The form check runs carry: only where the branches point. */
export function pullRefJson(repository: Repository, pull: Pull) {
  return {
    url: `${apiUrl(repository)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.headRef, sha: pull.headSha, repo: repositoryRefJson(pull.headRepository) },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo: repositoryRefJson(repository) },
  };
}

/** A conversation's comments, oldest first. */
export function commentsOf(state: RepositoryState, number: number): readonly Comment[] {
  return [...state.comments.values()].filter((comment) => comment.number === number);
}
