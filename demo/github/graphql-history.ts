// A commit → its history, of one path if asked, and the pull requests that brought it, as GraphQL shows them.
import { connection, type PageArguments } from "./graphql-connection.ts";
import { commitNode } from "./graphql-objects.ts";
import type { Pull, Repository } from "./state.ts";

/** Every commit that `git log` lists, those of merged branches included: GitHub does not follow first parents. */
export async function commitHistory(
  repository: Repository,
  oid: string,
  args: PageArguments & { readonly path?: string | null },
) {
  const oids = await repository.git.log(oid, args.path ?? undefined);
  return connection(args, oids, (one) => commitNode(repository, one));
}

/** Merged pull requests whose commits it is among, or whose merge it is. */
export async function pullsOfCommit(repository: Repository, oid: string, args: PageArguments) {
  const found: Pull[] = [];
  for (const pull of repository.state.pulls.values()) {
    if (pull.merged && (await brought(repository, pull.merged.sha, pull.headSha, oid))) found.push(pull);
  }
  return connection(args, found, (pull) => ({
    __typename: "PullRequest",
    number: pull.number,
    merged: pull.merged !== undefined,
    baseRefName: pull.baseRef,
    mergeCommit: () => (pull.merged ? commitNode(repository, pull.merged.sha) : null),
  }));
}

async function brought(repository: Repository, merge: string, head: string, oid: string): Promise<boolean> {
  if (oid === merge) return true;
  const before = (await repository.git.commit(merge))?.parents[0];
  return (await repository.git.commitsBetween(before, head, 250)).includes(oid);
}
