// Calls about a pull request's conversation: comments and reactions to them.
import { type ApiResponse, invalid, listPage, notFound, ok } from "./answer.ts";
import { addComment, editComment, longestBody, removeComment, setComment } from "./comment-acts.ts";
import { commentJson, isReaction, reactionJson } from "./json-comment.ts";
import { commentsOf } from "./json-pull.ts";
import { type Needs, numberOf, type RepositoryCall, type Route, textOf } from "./route.ts";
import type { Comment } from "./state.ts";
import { apiUrl, botAccount, takeId } from "./world.ts";

// A conversation belongs to the issue as much as to the pull request: either permission will do.
const read: Needs = ["issues:read", "pull_requests:read"];
const write: Needs = ["issues:write", "pull_requests:write"];
const onPull = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const one = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export const commentRoutes: readonly Route[] = [
  { method: "GET", pattern: "/repos/{owner}/{repo}/issues/comments", needs: read, answer: listAllComments },
  { method: "GET", pattern: onPull, needs: read, answer: listComments },
  { method: "POST", pattern: onPull, needs: write, writes: true, answer: createComment },
  { method: "GET", pattern: one, needs: read, answer: onComment(getComment) },
  { method: "PATCH", pattern: one, needs: write, writes: true, answer: onComment(updateComment) },
  { method: "DELETE", pattern: one, needs: write, writes: true, answer: onComment(deleteComment) },
  { method: "GET", pattern: `${one}/reactions`, needs: read, answer: onComment(listReactions) },
  {
    method: "POST",
    pattern: `${one}/reactions`,
    needs: write,
    writes: true,
    answer: onComment(createReaction),
  },
  {
    method: "DELETE",
    pattern: `${one}/reactions/{reaction_id}`,
    needs: write,
    writes: true,
    answer: onComment(deleteReaction),
  },
];

/** The comment in the path, or 404. */
function onComment(answer: (call: RepositoryCall, comment: Comment) => ApiResponse) {
  return (call: RepositoryCall): ApiResponse => {
    const comment = call.state.comments.get(numberOf(call, "comment_id"));
    return comment ? answer(call, comment) : notFound();
  };
}

function listComments(call: RepositoryCall): ApiResponse {
  const { world, repository, state, url } = call;
  const number = numberOf(call, "issue_number");
  if (!state.pulls.has(number) && !state.issues.has(number)) return notFound();
  const since = Date.parse(url.searchParams.get("since") ?? "1970-01-01");
  const comments = commentsOf(state, number).filter(({ updatedAt }) => updatedAt >= since);
  return listPage(url, comments, (page) => page.map((comment) => commentJson(world, repository, comment)));
}

/** Those of a whole repository: by `updated` or, unless told, by when they were written. */
function listAllComments({ world, repository, state, url }: RepositoryCall): ApiResponse {
  const since = Date.parse(url.searchParams.get("since") ?? "1970-01-01");
  const by = url.searchParams.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const down = url.searchParams.get("direction") === "desc" ? -1 : 1;
  const comments = [...state.comments.values()]
    .filter(({ updatedAt }) => updatedAt >= since)
    .sort((a, b) => down * (a[by] - b[by] || a.id - b.id));
  return listPage(url, comments, (page) => page.map((comment) => commentJson(world, repository, comment)));
}

function getComment({ world, repository }: RepositoryCall, comment: Comment): ApiResponse {
  return ok(commentJson(world, repository, comment));
}

function createComment(call: RepositoryCall): ApiResponse {
  const { world, repository, state } = call;
  const number = numberOf(call, "issue_number");
  if (!state.pulls.has(number) && !state.issues.has(number)) return notFound();
  const body = textOf(call, "body");
  const fault = faultOfBody(body);
  if (body === undefined || fault) return fault ?? notFound();
  const comment = addComment(world, repository, number, botAccount(world), body);
  const location = `${apiUrl(repository)}/issues/comments/${comment.id}`;
  return { status: 201, body: commentJson(world, repository, comment), headers: { location } };
}

function updateComment(call: RepositoryCall, comment: Comment): ApiResponse {
  const { world, repository } = call;
  const body = textOf(call, "body");
  const fault = faultOfBody(body);
  if (body === undefined || fault) return fault ?? notFound();
  return ok(commentJson(world, repository, editComment(world, repository, comment, body, botAccount(world))));
}

function faultOfBody(body: string | undefined): ApiResponse | undefined {
  if (!body?.trim()) return invalid("IssueComment", "data", "unprocessable", "Body can't be blank");
  if (body.length <= longestBody) return undefined;
  const message = `Body is too long (maximum is ${longestBody} characters)`;
  return invalid("IssueComment", "data", "unprocessable", message);
}

function deleteComment({ world, repository }: RepositoryCall, comment: Comment): ApiResponse {
  removeComment(world, repository, comment, botAccount(world));
  return { status: 204 };
}

function listReactions({ url }: RepositoryCall, comment: Comment): ApiResponse {
  const wanted = url.searchParams.get("content");
  const found = comment.reactions.filter((reaction) => !wanted || reaction.content === wanted);
  return listPage(url, found, (page) => page.map(reactionJson));
}

/** The same reaction again is the one that is there, with 200. */
function createReaction(call: RepositoryCall, comment: Comment): ApiResponse {
  const { world, repository, body } = call;
  const content = body["content"];
  if (!isReaction(content)) return invalid("Reaction", "content", "invalid");
  const user = botAccount(world);
  const found = comment.reactions.find((own) => own.user.id === user.id && own.content === content);
  if (found) return ok(reactionJson(found));
  const reaction = { id: takeId(world), user, content, createdAt: world.now() };
  setComment(repository, { ...comment, reactions: [...comment.reactions, reaction] });
  return { status: 201, body: reactionJson(reaction) };
}

function deleteReaction(call: RepositoryCall, comment: Comment): ApiResponse {
  const id = numberOf(call, "reaction_id");
  if (!comment.reactions.some((reaction) => reaction.id === id)) return notFound();
  const reactions = comment.reactions.filter((reaction) => reaction.id !== id);
  setComment(call.repository, { ...comment, reactions });
  return { status: 204 };
}
