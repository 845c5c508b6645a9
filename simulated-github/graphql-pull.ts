// Pull requests, their files and comments as GraphQL shows them.
import type { ChangedFile } from "./git-listings.ts";
import { refuseGraphql } from "./graphql-access.ts";
import type { GraphqlCall } from "./graphql-call.ts";
import { connection, type PageArguments } from "./graphql-connection.ts";
import { commitNode, refNode, repositoryFields } from "./graphql-objects.ts";
import { commentPage, reviewPage } from "./json-comment.ts";
import { commentsOf } from "./json-pull.ts";
import { pullFiles, testMerge } from "./pulls.ts";
import type { Account, Comment, Issue, Pull, Repository, RepositoryState, Review } from "./state.ts";
import { botAccount, nodeId, pageUrl, timeOf } from "./world.ts";

/** A pull request by its number. Throws NOT_FOUND as GitHub words it. */
export function pullNode(call: GraphqlCall, repository: Repository, state: RepositoryState, number: number) {
  const pull = state.pulls.get(number);
  if (!pull) {
    throw refuseGraphql("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
  }
  return {
    ...factsOf(repository, pull),
    ...sidesOf(repository, state, pull),
    ...mergeOf(call, repository, state, pull),
    files: async (args: PageArguments) => {
      const files = (await pullFiles(repository, state, pull)).slice(0, call.world.knobs.pullFiles);
      return connection(args, files, fileNode);
    },
    commits: async (args: PageArguments) => {
      const base = state.refs.get(`refs/heads/${pull.baseRef}`);
      const oids = await repository.git.commitsBetween(base, pull.headSha, 250);
      return connection(args, oids, (oid) => ({ commit: () => commitNode(repository, oid) }));
    },
    changedFiles: async () => (await pullFiles(repository, state, pull)).length,
    comments: (args: PageArguments) =>
      connection(args, commentsOf(state, number), (comment) => commentNode(call, repository, comment)),
    reviews: (args: PageArguments) => {
      const own = [...state.reviews.values()].filter((review) => review.number === number);
      return connection(args, own, (review) => reviewNode(call, repository, review));
    },
    timelineItems: (args: PageArguments) => deletions(args, state, number),
  };
}

/** The only events of a timeline that are simulated: asking for others answers these. */
function deletions(args: PageArguments, { deletedComments }: RepositoryState, number: number) {
  const own = deletedComments.filter((comment) => comment.number === number);
  return connection(args, own, ({ user }) => ({
    __typename: "CommentDeletedEvent",
    deletedCommentAuthor: actorNode(user),
  }));
}

function factsOf(repository: Repository, pull: Pull) {
  return {
    __typename: "PullRequest",
    id: nodeId("PR", pull.id),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    url: `${pageUrl(repository)}/pull/${pull.number}`,
    state: pull.merged ? "MERGED" : pull.state.toUpperCase(),
    closed: pull.state === "closed",
    merged: pull.merged !== undefined,
    isDraft: pull.draft,
    isCrossRepository: pull.headRepository !== repository,
    author: actorNode(pull.user),
    createdAt: timeOf(pull.createdAt),
    updatedAt: timeOf(pull.updatedAt),
  };
}

function sidesOf(repository: Repository, state: RepositoryState, pull: Pull) {
  const head = pull.headRepository;
  const headState = head === repository ? state : head.state;
  return {
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    baseRef: () => refNode(repository, state, `refs/heads/${pull.baseRef}`),
    mergeCommit: () => (pull.merged ? commitNode(repository, pull.merged.sha) : null),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRef: () => refNode(head, headState, `refs/heads/${pull.headRef}`),
    headRepository: () => repositoryFields(head, headState),
  };
}

/** Both fields read the test merge once, so that one query counts as one read. */
function mergeOf(call: GraphqlCall, repository: Repository, state: RepositoryState, pull: Pull) {
  let merge: ReturnType<typeof testMerge> | undefined;
  const read = () => {
    merge ??= testMerge(call.world, repository, state, pull);
    return merge;
  };
  return {
    mergeable: async () => {
      const { mergeable } = await read();
      return mergeable === undefined ? "UNKNOWN" : mergeable ? "MERGEABLE" : "CONFLICTING";
    },
    potentialMergeCommit: async () => {
      const { commit } = await read();
      return commit === undefined || pull.state === "closed" ? null : commitNode(repository, commit);
    },
  };
}

const changeTypes: Record<ChangedFile["status"], string> = {
  added: "ADDED",
  removed: "DELETED",
  modified: "MODIFIED",
  renamed: "RENAMED",
  changed: "CHANGED",
};

function fileNode(file: ChangedFile) {
  return {
    path: file.path,
    changeType: changeTypes[file.status],
    additions: file.additions,
    deletions: file.deletions,
  };
}

/** GraphQL names a bot without the suffix that REST gives it. */
function actorNode(user: Account) {
  return {
    __typename: user.type,
    id: nodeId(user.type === "Bot" ? "BOT" : "U", user.id),
    databaseId: user.id,
    login: user.login.replace(/\[bot\]$/, ""),
  };
}

/** A comment as GraphQL shows it. */
export function commentNode(call: GraphqlCall, repository: Repository, comment: Comment) {
  return {
    __typename: "IssueComment",
    id: nodeId("IC", comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: actorNode(comment.user),
    editor: comment.editor ? actorNode(comment.editor) : null,
    viewerDidAuthor: comment.user.id === botAccount(call.world).id,
    isMinimized: comment.minimizedReason !== undefined,
    minimizedReason: comment.minimizedReason ?? null,
    createdAt: timeOf(comment.createdAt),
    updatedAt: timeOf(comment.updatedAt),
    lastEditedAt: comment.updatedAt > comment.createdAt ? timeOf(comment.updatedAt) : null,
    url: commentPage(repository, comment),
  };
}

/** A review as GraphQL shows it. */
export function reviewNode(call: GraphqlCall, repository: Repository, review: Review) {
  return {
    __typename: "PullRequestReview",
    id: nodeId("PRR", review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    body: review.body,
    author: actorNode(review.user),
    viewerDidAuthor: review.user.id === botAccount(call.world).id,
    createdAt: timeOf(review.createdAt),
    updatedAt: timeOf(review.updatedAt),
    lastEditedAt: review.updatedAt > review.createdAt ? timeOf(review.updatedAt) : null,
    url: reviewPage(repository, review),
  };
}

/** An issue that is no pull request. */
export function issueNode(call: GraphqlCall, repository: Repository, state: RepositoryState, issue: Issue) {
  return {
    comments: (args: PageArguments) =>
      connection(args, commentsOf(state, issue.number), (comment) => commentNode(call, repository, comment)),
    __typename: "Issue",
    id: nodeId("I", issue.id),
    number: issue.number,
    title: issue.title,
    state: "OPEN",
    author: actorNode(issue.user),
    url: `${pageUrl(repository)}/issues/${issue.number}`,
  };
}
