// Comments and reactions → GitHub's JSON.
import { appJson, userJson } from "./json-account.ts";
import type { Comment, Reaction, Repository } from "./state.ts";
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
  return `${pageUrl(repository)}/pull/${comment.number}#issuecomment-${comment.id}`;
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
