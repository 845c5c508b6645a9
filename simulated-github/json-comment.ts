// Comments and reactions → GitHub's JSON.
import { appJson, userJson } from "./json-account.ts";
import type { Comment, Reaction, Repository, Review } from "./state.ts";
import { apiUrl, botAccount, nodeId, pageUrl, timeOf, type World } from "./world.ts";

const contents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"];

/** A comment; what the app wrote names the app. */
export function commentJson(world: World, repository: Repository, comment: Comment) {
  const url = `${apiUrl(repository)}/issues/comments/${comment.id}`;
  const own = comment.user.id === botAccount(world).id;
  return {
    url,
    html_url: commentPage(repository, comment),
    issue_url: `${apiUrl(repository)}/issues/${comment.number}`,
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: userJson(comment.user),
    created_at: timeOf(comment.createdAt),
    updated_at: timeOf(comment.updatedAt),
    author_association: own ? "NONE" : "COLLABORATOR",
    body: comment.body,
    reactions: reactionTotals(url, comment.reactions),
    performed_via_github_app: own ? appJson(world) : null,
  };
}

/** Where a person reads a comment. */
export function commentPage(repository: Repository, comment: Comment): string {
  const kind = repository.state.issues.has(comment.number) ? "issues" : "pull";
  return `${pageUrl(repository)}/${kind}/${comment.number}#issuecomment-${comment.id}`;
}

/** Where a person reads a review. */
export function reviewPage(repository: Repository, review: Review): string {
  return `${pageUrl(repository)}/pull/${review.number}#pullrequestreview-${review.id}`;
}

/** A review that only comments, as its webhook has it. */
export function reviewJson(repository: Repository, review: Review) {
  const [html, pull] = [reviewPage(repository, review), `${apiUrl(repository)}/pulls/${review.number}`];
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: userJson(review.user),
    body: review.body,
    commit_id: review.commit,
    submitted_at: timeOf(review.createdAt),
    state: "commented",
    html_url: html,
    pull_request_url: pull,
    author_association: "COLLABORATOR",
    _links: { html: { href: html }, pull_request: { href: pull } },
  };
}

/** Reactions, counted by kind. */
export function reactionTotals(url: string, reactions: readonly Reaction[]) {
  const counts = contents.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    ...(Object.fromEntries(counts) as Record<string, number>),
  };
}

/** One reaction. */
export function reactionJson(reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: userJson(reaction.user),
    content: reaction.content,
    created_at: timeOf(reaction.createdAt),
  };
}

/** Whether GitHub knows that reaction. */
export function isReaction(content: unknown): content is string {
  return typeof content === "string" && contents.includes(content);
}
