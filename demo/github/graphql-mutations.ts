// The two mutations: a commit on a branch, and folding a comment away.
import { setComment } from "./comment-acts.ts";
import { commitFiles, type FileContent } from "./fast-import.ts";
import type { GraphqlCall } from "./graphql.ts";
import { reachableRepository, refuseGraphql, requireWrite } from "./graphql-access.ts";
import { commitNode, refNode } from "./graphql-objects.ts";
import { commentNode } from "./graphql-pull.ts";
import { diskRef, moveRef } from "./refs.ts";
import type { Repository } from "./state.ts";
import { mayAccess } from "./tokens.ts";
import { botAccount, idOfNode, inTurn, nextCommitDate } from "./world.ts";

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
  const { refs, protectedBranches } = repository.state;
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
