// What a token may see and do in GraphQL, and the errors when it may not.
import { GraphQLError } from "graphql";
import type { GraphqlCall } from "./graphql-call.ts";
import type { Repository } from "./state.ts";
import { mayAccess } from "./tokens.ts";

/** An error with the type GitHub gives it. */
export function refuseGraphql(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** A repository the token reaches. Throws NOT_FOUND for any other. */
export function reachableRepository(call: GraphqlCall, owner: string, name: string): Repository {
  const found = call.world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (found && mayAccess(call.world, call.token, found)) return found;
  throw refuseGraphql("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
}

/** Throws unless one of the permissions is granted for writing and the repository takes changes. */
export function requireWrite(call: GraphqlCall, repository: Repository, names: readonly string[]): void {
  if (!names.some((name) => call.token.permissions[name] === "write")) {
    throw refuseGraphql("FORBIDDEN", "Resource not accessible by integration");
  }
  if (repository.state.archived)
    throw refuseGraphql("UNPROCESSABLE", "Repository was archived so is read-only.");
}
