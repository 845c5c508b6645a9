// A comment's node and the number of its pull request or issue → both as they are now, in one query.
import { CONFIG_PATH, mergeConfig } from "../../../policy/configuration/merge.ts";
import { stateKey } from "../../../policy/decisions/signed-state.ts";
import type { Comment, CommentContext } from "../../../usecases/respond/port.ts";
import { graphql, type Repository } from "../repository.ts";
import { COMMENT_PAGE, commentPages, type RawComments } from "./comments.ts";
import {
  branchOf,
  CONFIG_BLOB,
  loginOf,
  type Maybe,
  PULL,
  pullOf,
  type RawAccount,
  type RawBlob,
  type RawPull,
  type RawTip,
  secondsOf,
  TIP,
  WHO,
} from "./pull-facts.ts";

const WRITTEN = `body url createdAt lastEditedAt viewerDidAuthor author { ${WHO} }`;
const COMMENT = `query Comment($owner: String!, $repo: String!, $number: Int!, $comment: ID!, $config: String!, $expression: String!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    databaseId
    url
    sshUrl
    isArchived
    isPrivate
    defaultBranchRef { name ${TIP} }
    issueOrPullRequest(number: $number) {
      ... on Issue { number comments(first: 100) { ${COMMENT_PAGE} } }
      ... on PullRequest { ${PULL} }
    }
  }
  organisation: repository(owner: $owner, name: ".github") { object(expression: $expression) { ${CONFIG_BLOB} } }
  comment: node(id: $comment) {
    ... on IssueComment { ${WRITTEN} }
    ... on PullRequestReview { ${WRITTEN} }
  }
}`;

type RawComment = {
  body: string;
  url: string;
  createdAt: string;
  lastEditedAt: Maybe<string>;
  viewerDidAuthor: boolean;
  author: Maybe<RawAccount>;
};
type Raw = {
  viewer: { login: string };
  repository: Maybe<{
    databaseId: number;
    url: string;
    sshUrl: string;
    isArchived: boolean;
    isPrivate: boolean;
    defaultBranchRef: Maybe<{ name: string; target: Maybe<RawTip> }>;
    issueOrPullRequest: Maybe<{ comments?: RawComments } & Partial<RawPull>>;
  }>;
  organisation: Maybe<{ object: RawBlob }>;
  comment: Maybe<Partial<RawComment>>;
};

export type LiveComment = {
  readonly number: number;
  readonly node: string;
  readonly secret?: string | undefined;
};

/** Undefined where the comment, or its pull request or issue, was deleted. `secret`: the key that signs states. */
export async function readLiveComment(
  repository: Repository,
  { number, node, secret }: LiveComment,
): Promise<CommentContext | undefined> {
  const variables = { number, comment: node, config: CONFIG_PATH, expression: `HEAD:${CONFIG_PATH}` };
  const raw = await graphql<Raw>(repository, COMMENT, variables);
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
    public: !found.isPrivate,
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

function textOf(tip: Maybe<RawTip>): string | undefined {
  return tip?.file?.object?.text ?? undefined;
}

function commentOf({ body, url, createdAt, lastEditedAt, viewerDidAuthor, author }: RawComment): Comment {
  return {
    body,
    url,
    at: secondsOf(createdAt),
    edited: typeof lastEditedAt === "string",
    author: loginOf(author) ?? "",
    bot: author?.__typename !== "User",
    own: viewerDidAuthor,
  };
}
