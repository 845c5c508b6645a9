// A repository and a time → the comments that were written or edited since, and whether the app has judged one.
import type { Source } from "../../../usecases/respond/command-key.ts";
import type { Repository } from "../repository.ts";

/** A comment, or the text of a review. */
export type RecentComment = {
  readonly source: Source;
  readonly number: number;
  readonly id: number;
  readonly node: string;
  readonly body: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly author: string;
  /** The app's. */
  readonly own: boolean;
  /** Any app's. */
  readonly bot: boolean;
  /** Whether anybody reacted to it; false for reviews, which are not asked. */
  readonly reactions: boolean;
};

/** Pages that a list is read for: of a hundred comments, as of pull requests in recent-activity.ts. */
export const MOST_PAGES = 5;

/** Of issues and pull requests, open or not. */
export async function readRecentComments(
  { octokit, owner, repo }: Repository,
  since: number,
  app: number,
): Promise<RecentComment[]> {
  const said: RecentComment[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data } = await octokit.rest.issues.listCommentsForRepo({
      owner,
      repo,
      since: new Date(since).toISOString(),
      sort: "updated",
      direction: "desc",
      per_page: 100,
      page,
    });
    for (const { id, node_id, body = "", created_at, issue_url, user, reactions, ...by } of data)
      said.push({
        source: "comment",
        number: Number(/\/(\d+)$/.exec(issue_url)?.[1]),
        id,
        node: node_id,
        body,
        at: Date.parse(created_at),
        author: user?.login ?? "",
        own: by.performed_via_github_app?.id === app,
        bot: user?.type !== "User",
        reactions: (reactions?.total_count ?? 0) > 0,
      });
    if (data.length < 100) break;
  }
  return said;
}

/**
 * Whether the app has judged a comment, which stays where somebody deletes its reply. `login`: the app's. Eyes say no more
 * than that it began.
 */
export async function hasReaction(
  { octokit, owner, repo }: Repository,
  id: number,
  login: string,
): Promise<boolean> {
  const { data } = await octokit.rest.reactions.listForIssueComment({
    owner,
    repo,
    comment_id: id,
    per_page: 100,
  });
  return data.some(({ user, content }) => user?.login === login && content !== "eyes");
}
