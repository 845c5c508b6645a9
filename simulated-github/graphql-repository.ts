// The repository as GraphQL shows it, and what is asked of it by name.

import { reachableRepository } from "./graphql-access.ts";
import type { GraphqlCall } from "./graphql-call.ts";
import { connection, type PageArguments } from "./graphql-connection.ts";
import { objectNode, refNode, repositoryFields } from "./graphql-objects.ts";
import { issueNode, pullNode } from "./graphql-pull.ts";
import { resolveRevision } from "./refs.ts";
import type { Repository, RepositoryState } from "./state.ts";

/** A repository by name. Throws NOT_FOUND as GitHub words it. */
export function repositoryNode(call: GraphqlCall, owner: string, name: string) {
  const repository = reachableRepository(call, owner, name);
  const state = call.stale ? repository.before : repository.state;
  return {
    ...repositoryFields(repository, state),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refNode(repository, state, fullRef(qualifiedName)),
    object: (args: { oid?: string; expression?: string }) => findObject(repository, state, args),
    issueOrPullRequest: ({ number }: { number: number }) => {
      const issue = state.issues.get(number);
      return issue ? issueNode(call, repository, state, issue) : pullNode(call, repository, state, number);
    },
    pullRequests: (args: PullsArguments) => pullRequests(call, repository, state, args),
    pullRequest: ({ number }: { number: number }) => pullNode(call, repository, state, number),
  };
}

type PullsArguments = PageArguments & {
  readonly states?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
};

/** By when they were opened or, where that is asked for, by when they last changed. */
function pullRequests(
  call: GraphqlCall,
  repository: Repository,
  state: RepositoryState,
  args: PullsArguments,
) {
  const by = args.orderBy?.field === "UPDATED_AT" ? "updatedAt" : "createdAt";
  const down = args.orderBy?.direction === "DESC" ? -1 : 1;
  const wanted = [...state.pulls.values()].filter(
    (pull) => !args.states || args.states.includes(pull.merged ? "MERGED" : pull.state.toUpperCase()),
  );
  wanted.sort((a, b) => down * (a[by] - b[by] || a.number - b.number));
  return connection(args, wanted, ({ number }) => pullNode(call, repository, state, number));
}

function fullRef(name: string): string {
  return name.startsWith("refs/") ? name : `refs/heads/${name}`;
}

/** By name, or by an expression such as `main:clusters/cl01.yaml`; null when there is nothing of that name. */
function findObject(
  repository: Repository,
  state: RepositoryState,
  args: { oid?: string; expression?: string },
) {
  if (args.oid !== undefined) return objectNode(repository, args.oid);
  const expression = args.expression ?? "";
  const colon = expression.indexOf(":");
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  const oid = resolveRevision(repository, state.refs, revision);
  if (oid === undefined) return null;
  return objectNode(repository, colon < 0 ? oid : oid + expression.slice(colon));
}
