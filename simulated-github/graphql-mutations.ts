// The mutations: a commit on a branch, reactions, and folding a comment away.
import { setComment, setReview } from "./comment-acts.ts";
import { commitFiles, type FileContent } from "./fast-import.ts";
import { reachableRepository, refuseGraphql, requireWrite } from "./graphql-access.ts";
import type { GraphqlCall } from "./graphql-call.ts";
import { commitNode, refNode } from "./graphql-objects.ts";
import { commentNode } from "./graphql-pull.ts";
import { diskRef, moveRef } from "./refs.ts";
import type { Reaction, Repository } from "./state.ts";
import { mayAccess } from "./tokens.ts";
import { botAccount, idOfNode, inTurn, nextCommitDate, takeId } from "./world.ts";

type CommitInput = {
  readonly clientMutationId?: string;
  readonly branch: { readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents?: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
  readonly expectedHeadOid: string;
};

/**
 * Commits to a branch whose tip is `expectedHeadOid`, else refuses with STALE_DATA in GitHub's words
 * (ministryofjustice/modernisation-platform#11985 shows the whole error). Sends `push`, and `synchronize` after it.
 */
export function createCommitOnBranch(call: GraphqlCall, { input }: { input: CommitInput }) {
  const [owner, name] = (input.branch.repositoryNameWithOwner ?? "").split("/");
  const repository = reachableRepository(call, owner ?? "", name ?? "");
  return inTurn(repository, () => commitInTurn(call, repository, input));
}

async function commitInTurn(call: GraphqlCall, repository: Repository, input: CommitInput) {
  requireWrite(call, repository, ["contents"]);
  const branch = (input.branch.branchName ?? "").replace(/^refs\/heads\//, "");
  const ref = `refs/heads/${branch}`;
  const { refs, protectedBranches, ruledBranches } = repository.state;
  const tip = refs.get(ref);
  if (tip === undefined) throw refuseGraphql("NOT_FOUND", "No such branch in the repository.");
  if (tip !== input.expectedHeadOid) {
    const message = `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`;
    throw refuseGraphql("STALE_DATA", message);
  }
  if (protectedBranches.has(branch)) {
    const message = `protected branch '${branch}' check failed:\nChanges must be made through a pull request.`;
    throw refuseGraphql("UNPROCESSABLE", message);
  }
  if (ruledBranches.has(branch)) {
    const message = "Repository rule violations found\n\nChanges must be made through a pull request.\n\n";
    throw refuseGraphql("UNPROCESSABLE", message);
  }
  const bot = botAccount(call.world);
  const oid = await commitFiles(repository.git, {
    ref: diskRef(repository, ref),
    parent: tip,
    files: await changedFiles(repository, tip, input.fileChanges ?? {}),
    message: input.message.body
      ? `${input.message.headline}\n\n${input.message.body}`
      : input.message.headline,
    author: { name: bot.login, email: `${bot.id}+${bot.login}@users.noreply.github.com` },
    date: nextCommitDate(call.world),
  });
  repository.signed.add(oid);
  await moveRef(call.world, repository, ref, oid, bot);
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: () => commitNode(repository, oid),
    ref: () => refNode(repository, repository.state, ref),
  };
}

async function changedFiles(
  repository: Repository,
  tip: string,
  changes: NonNullable<CommitInput["fileChanges"]>,
): Promise<Record<string, FileContent>> {
  const files: Record<string, FileContent> = {};
  for (const { path } of changes.deletions ?? []) {
    if (!(await repository.git.read(`${tip}:${path}`))) {
      const message = `A path was requested for deletion which does not exist as of commit oid \`${tip}\``;
      throw refuseGraphql("STALE_DATA", message);
    }
    files[path] = null;
  }
  for (const { path, contents } of changes.additions ?? [])
    files[path] = Buffer.from(contents ?? "", "base64");
  return files;
}

/** REST's names of reactions by GraphQL's. */
const CONTENTS: Readonly<Record<string, string>> = {
  CONFUSED: "confused",
  EYES: "eyes",
  HEART: "heart",
  HOORAY: "hooray",
  LAUGH: "laugh",
  ROCKET: "rocket",
  THUMBS_DOWN: "-1",
  THUMBS_UP: "+1",
};

type ReactionInput = {
  readonly clientMutationId?: string;
  readonly subjectId: string;
  readonly content: string;
};

/** On a comment or a review. The same reaction again is the one that is there. */
export function addReaction(call: GraphqlCall, { input }: { input: ReactionInput }) {
  return react(call, input, (reactions, content) => {
    const user = botAccount(call.world);
    const found = reactions.some((one) => one.user.id === user.id && one.content === content);
    const made = { id: takeId(call.world), user, content, createdAt: call.world.now() };
    return found ? reactions : [...reactions, made];
  });
}

/** Takes the app's own reaction away. */
export function removeReaction(call: GraphqlCall, { input }: { input: ReactionInput }) {
  const { id } = botAccount(call.world);
  return react(call, input, (reactions, content) =>
    reactions.filter((one) => one.user.id !== id || one.content !== content),
  );
}

function react(
  call: GraphqlCall,
  input: ReactionInput,
  becomes: (reactions: readonly Reaction[], content: string) => readonly Reaction[],
) {
  const { repository, comment, review } = conversationNode(call, input.subjectId);
  return inTurn(repository, async () => {
    requireWrite(call, repository, ["issues", "pull_requests"]);
    const content = CONTENTS[input.content] ?? "";
    if (comment) setComment(repository, { ...comment, reactions: becomes(comment.reactions, content) });
    if (review) setReview(repository, { ...review, reactions: becomes(review.reactions, content) });
    return { clientMutationId: input.clientMutationId ?? null, reaction: { content: input.content } };
  });
}

/** A comment or a review by its node id, with its repository. Throws NOT_FOUND where there is none. */
export function conversationNode(call: GraphqlCall, id: string) {
  const [comment, review] = [idOfNode("IC", id) ?? -1, idOfNode("PRR", id) ?? -1];
  for (const repository of call.world.repositories.values()) {
    const { comments, reviews } = repository.state;
    if (!comments.has(comment) && !reviews.has(review)) continue;
    if (!mayAccess(call.world, call.token, repository)) break;
    return { repository, comment: comments.get(comment), review: reviews.get(review) };
  }
  throw refuseGraphql("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

type MinimizeInput = {
  readonly clientMutationId?: string;
  readonly subjectId: string;
  readonly classifier: string;
};

/** Folds a comment. The reason is the classifier in lower case, as GitHub shows it. */
export function minimizeComment(call: GraphqlCall, { input }: { input: MinimizeInput }) {
  const id = idOfNode("IC", input.subjectId);
  const repository = [...call.world.repositories.values()].find((one) => one.state.comments.has(id ?? -1));
  if (id === undefined || !repository || !mayAccess(call.world, call.token, repository)) {
    throw refuseGraphql(
      "NOT_FOUND",
      `Could not resolve to a node with the global id of '${input.subjectId}'`,
    );
  }
  return inTurn(repository, async () => {
    requireWrite(call, repository, ["issues", "pull_requests"]);
    const comment = repository.state.comments.get(id);
    if (!comment)
      throw refuseGraphql(
        "NOT_FOUND",
        `Could not resolve to a node with the global id of '${input.subjectId}'`,
      );
    const minimized = { ...comment, minimizedReason: input.classifier.toLowerCase().replaceAll("_", "-") };
    setComment(repository, minimized);
    const clientMutationId = input.clientMutationId ?? null;
    return { clientMutationId, minimizedComment: commentNode(call, repository, minimized) };
  });
}
