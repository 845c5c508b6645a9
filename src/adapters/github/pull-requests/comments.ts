// The bot's comment on a pull request: found by marker and author, written once, its copies minimised.
import { outcomeUnknown, statusOf } from "../errors.ts";
import { graphql, type Repository } from "../repository.ts";

/** How a plan's comment begins; see render/comment/header.ts. */
const MARKER = "<!-- breakwater v1 ";

export const COMMENT_PAGE =
  "pageInfo { hasNextPage endCursor } nodes { id fullDatabaseId body createdAt lastEditedAt viewerDidAuthor isMinimized author { login } editor { login } }";

const MORE = `query Comments($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    issueOrPullRequest(number: $number) {
      ... on Issue { comments(first: 100, after: $after) { ${COMMENT_PAGE} } }
      ... on PullRequest { comments(first: 100, after: $after) { ${COMMENT_PAGE} } }
    }
  }
}`;

const MINIMIZE = `mutation Minimize($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`;

export type RawComment = {
  readonly id: string;
  readonly fullDatabaseId: string | number;
  readonly body: string;
  readonly createdAt: string;
  readonly lastEditedAt?: string | null;
  readonly viewerDidAuthor: boolean;
  readonly isMinimized: boolean;
  readonly author?: { readonly login: string } | null;
  /** Who edited it last. */
  readonly editor?: { readonly login: string } | null;
};
export type RawComments = {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly nodes: readonly RawComment[];
};

/**
 * The bot's comment with the time it last changed ("2026-11-22T10:00:00Z"), and the node ids of further ones it left that
 * everybody still sees. `altered`: see `LivePullRequest`.
 */
export type FoundComments = {
  readonly sticky:
    | { readonly id: number; readonly body: string; readonly changed: string; readonly altered: boolean }
    | undefined;
  readonly extra: readonly string[];
};

/** All comments, oldest first, from the first page on. */
export async function commentPages(
  repository: Repository,
  number: number,
  first: RawComments,
): Promise<readonly RawComment[]> {
  const all = [...first.nodes];
  for (let { pageInfo } = first; pageInfo.hasNextPage; ) {
    const page = await readPage(repository, number, pageInfo.endCursor);
    if (!page) break;
    all.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  return all;
}

/** All comments of a pull request or an issue, oldest first. */
export async function readComments(repository: Repository, number: number): Promise<readonly RawComment[]> {
  const first = await readPage(repository, number);
  return first ? commentPages(repository, number, first) : [];
}

/** By marker and author: anybody can write the marker, and the bot writes other comments. The oldest one stays. */
export function findSticky(comments: readonly RawComment[]): FoundComments {
  const own = comments.filter(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(MARKER));
  const [oldest, ...others] = own;
  return {
    sticky: oldest && {
      id: Number(oldest.fullDatabaseId),
      body: oldest.body,
      changed: oldest.lastEditedAt ?? oldest.createdAt,
      altered: isAltered(oldest),
    },
    extra: others.filter(({ isMinimized }) => !isMinimized).map(({ id }) => id),
  };
}

/** Everybody with write access may edit any comment. */
function isAltered({ author, editor }: RawComment): boolean {
  return editor !== undefined && editor !== null && editor.login !== author?.login;
}

/**
 * Makes the bot's comment say `body`: nothing where it does, an update where there is one, else a new one. A comment
 * deleted meanwhile is written again. After a lost response, GitHub is asked what happened before anything is written
 * again, and that only once.
 */
export async function writeComment(
  repository: Repository,
  number: number,
  found: FoundComments,
  body: string,
): Promise<void> {
  await Promise.all([writeOnce(repository, number, found.sticky, body), minimise(repository, found.extra)]);
}

async function writeOnce(
  repository: Repository,
  number: number,
  sticky: FoundComments["sticky"],
  body: string,
): Promise<void> {
  try {
    await put(repository, number, sticky, body);
  } catch (error) {
    if (!outcomeUnknown(error)) throw error;
    const now = findSticky(await readComments(repository, number));
    await put(repository, number, now.sticky, body);
  }
}

async function put(
  { octokit, owner, repo }: Repository,
  number: number,
  sticky: FoundComments["sticky"],
  body: string,
): Promise<void> {
  if (sticky?.body.trimEnd() === body.trimEnd()) return;
  if (sticky) {
    try {
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: sticky.id, body });
      return;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
  await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
}

/** A copy that stays visible is no reason to fail. */
async function minimise(repository: Repository, ids: readonly string[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => graphql(repository, MINIMIZE, { id })));
}

async function readPage(
  repository: Repository,
  number: number,
  after?: string | null,
): Promise<RawComments | undefined> {
  type Page = { repository: { issueOrPullRequest: { comments: RawComments } | null } | null };
  const { repository: found } = await graphql<Page>(repository, MORE, { number, after: after ?? null });
  return found?.issueOrPullRequest?.comments;
}
