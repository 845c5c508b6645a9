// A repository and a time → what was said there since, and its open pull requests with what the bot keeps in them.

import type { Config } from "../../../model/context.ts";
import type { FoundState } from "../../../model/state.ts";
import { CONFIG_PATH, mergeConfig } from "../../../policy/configuration/merge.ts";
import { stateKey, verifyState } from "../../../policy/decisions/signed-state.ts";
import { graphql, type Repository } from "../repository.ts";
import { COMMENT_PAGE, findSticky, type RawComments, readComments } from "./comments.ts";
import { CONFIG_BLOB, type Maybe, type RawBlob, type RawTip, TIP } from "./pull-facts.ts";
import { MOST_PAGES, type RecentComment, readRecentComments } from "./recent-comments.ts";

export type OpenPull = {
  readonly number: number;
  readonly head: string;
  /** When something last happened to it, in milliseconds since 1970. */
  readonly updated: number;
  /** Its head has a check of the app's. */
  readonly checked: boolean;
  /** Undefined where the bot has no comment that says one. */
  readonly state: FoundState | undefined;
};

export type Recent = {
  /** GitHub's number for it. */
  readonly repository: number;
  /** That of the default branch. */
  readonly config: Config;
  readonly comments: readonly RecentComment[];
  readonly pulls: readonly OpenPull[];
};

/**
 * Pull requests, and comments of each, that one query reads. The bot writes within seconds, so its comment is among the
 * first.
 */
const PULLS = 25;
const FIRST = 20;

const OPEN = `query Open($owner: String!, $repo: String!, $config: String!, $expression: String!, $app: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    databaseId
    defaultBranchRef { ${TIP} }
    pullRequests(states: OPEN, first: ${PULLS}, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        headRefOid
        updatedAt
        commits(last: 1) { nodes { commit { oid checkSuites(first: 1, filterBy: { appId: $app }) { nodes { checkRuns(first: 1) { totalCount } } } } } }
        comments(first: ${FIRST}) { ${COMMENT_PAGE} }
        reviews(last: ${FIRST}) { nodes { id fullDatabaseId body createdAt viewerDidAuthor author { __typename login } } }
      }
    }
  }
  organisation: repository(owner: $owner, name: ".github") { object(expression: $expression) { ${CONFIG_BLOB} } }
}`;

type RawReview = {
  readonly id: string;
  readonly fullDatabaseId: string | number;
  readonly body: string;
  readonly createdAt: string;
  readonly viewerDidAuthor: boolean;
  readonly author: Maybe<{ __typename: string; login: string }>;
};
type RawChecked = {
  readonly oid: string;
  readonly checkSuites: Maybe<{
    readonly nodes: readonly Maybe<{ checkRuns: Maybe<{ totalCount: number }> }>[];
  }>;
};
type RawOpen = {
  readonly number: number;
  readonly headRefOid: string;
  readonly updatedAt: string;
  readonly commits: { readonly nodes: readonly Maybe<{ readonly commit: RawChecked }>[] };
  readonly comments: RawComments;
  readonly reviews: Maybe<{ readonly nodes: readonly RawReview[] }>;
};
type Raw = {
  readonly repository: Maybe<{
    readonly databaseId: number;
    readonly defaultBranchRef: Maybe<{ target: Maybe<RawTip> }>;
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: Maybe<string> };
      readonly nodes: readonly RawOpen[];
    };
  }>;
  readonly organisation: Maybe<{ readonly object: RawBlob }>;
};

/**
 * `since` in milliseconds since 1970; `app`: the app's own number, `secret`: what it signs states with. The latest come
 * first, where there are more than the pages hold. Undefined where the repository was deleted.
 */
export async function readRecent(
  repository: Repository,
  { since, app, secret }: { readonly since: number; readonly app: number; readonly secret: string },
): Promise<Recent | undefined> {
  const open: RawOpen[] = [];
  let first: Raw["repository"];
  let organisation: string | undefined;
  let after: Maybe<string>;
  for (let page = 0; page < MOST_PAGES; page++) {
    const variables = { config: CONFIG_PATH, expression: `HEAD:${CONFIG_PATH}`, app, after: after ?? null };
    const raw = await graphql<Raw>(repository, OPEN, variables);
    if (!raw.repository) return undefined;
    first ??= raw.repository;
    organisation ??= raw.organisation?.object?.text ?? undefined;
    open.push(...raw.repository.pullRequests.nodes);
    const { hasNextPage, endCursor } = raw.repository.pullRequests.pageInfo;
    if (!hasNextPage) break;
    after = endCursor;
  }
  if (!first) return undefined;
  const text = first.defaultBranchRef?.target?.file?.object?.text ?? undefined;
  const id = first.databaseId;
  const pulls: OpenPull[] = [];
  for (const pull of open) pulls.push(await openPull(repository, pull, id, secret));
  return {
    repository: id,
    config: mergeConfig({ organisation, repository: text }),
    comments: [
      ...(await readRecentComments(repository, since, app)),
      ...open.flatMap((pull) => reviewsOf(pull, since)),
    ],
    pulls,
  };
}

async function openPull(
  repository: Repository,
  { number, headRefOid: head, updatedAt, commits, comments }: RawOpen,
  id: number,
  secret: string,
): Promise<OpenPull> {
  let { sticky } = findSticky(comments.nodes);
  if (!sticky && comments.pageInfo.hasNextPage)
    sticky = findSticky(await readComments(repository, number)).sticky;
  const state =
    sticky && !sticky.altered
      ? verifyState(sticky.body, stateKey(secret, { repository: id, pull: number }))
      : undefined;
  const checked = commits.nodes.some((node) => node?.commit.oid === head && hasCheck(node.commit));
  return { number, head, updated: Date.parse(updatedAt), checked, state };
}

function hasCheck({ checkSuites }: RawChecked): boolean {
  return (checkSuites?.nodes ?? []).some((suite) => (suite?.checkRuns?.totalCount ?? 0) > 0);
}

function reviewsOf({ number, reviews }: RawOpen, since: number): RecentComment[] {
  return (reviews?.nodes ?? [])
    .filter(({ createdAt }) => Date.parse(createdAt) >= since)
    .map(({ id, fullDatabaseId, body, createdAt, viewerDidAuthor, author }) => ({
      source: "review",
      number,
      id: Number(fullDatabaseId),
      node: id,
      body,
      at: Date.parse(createdAt),
      author: author?.login ?? "",
      own: viewerDidAuthor,
      bot: author?.__typename !== "User",
      reactions: false,
    }));
}
