// A GraphQL request → GitHub's answer, executed against GitHub's published schema.
import { schema as published } from "@octokit/graphql-schema";
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
} from "graphql";
import { type Answer, ok } from "./answer.ts";
import {
  addReaction,
  conversationNode,
  createCommitOnBranch,
  minimizeComment,
  removeReaction,
} from "./graphql-mutations.ts";
import { commentNode, reviewNode } from "./graphql-pull.ts";
import { repositoryNode } from "./graphql-repository.ts";
import type { Token } from "./tokens.ts";
import { botAccount, nodeId, type World } from "./world.ts";

/** One request: whose token, and whether it reads what was before the last change. */
export type GraphqlCall = { readonly world: World; readonly token: Token; readonly stale: boolean };

let built: GraphQLSchema | undefined;

/** Built with the first query: it takes a quarter of a second. */
function githubSchema(): GraphQLSchema {
  built ??= buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  return built;
}

/** The root fields of a request, as `repository` or `createCommitOnBranch`, separated by spaces. */
export function operationOf(body: unknown): string | undefined {
  const document = parseQuery((body as { query?: unknown } | undefined)?.query);
  if (!document || document instanceof GraphQLError) return undefined;
  const fields = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  );
  return fields.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : [])).join(" ");
}

/** Errors are answered with 200, as GitHub does. A field that is not simulated is an error too. */
export async function answerGraphql(
  call: GraphqlCall,
  body: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const document = parseQuery(body["query"]);
  if (!document)
    return ok({ errors: [{ message: "A query attribute must be specified and must be a string." }] });
  if (document instanceof GraphQLError) return ok({ errors: [errorJson(document)] });
  const faults = validate(githubSchema(), document);
  if (faults.length > 0) return ok({ errors: faults.map(errorJson) });
  const result = await execute({
    schema: githubSchema(),
    document,
    rootValue: rootOf(call),
    variableValues: (body["variables"] ?? {}) as Record<string, unknown>,
    fieldResolver: resolveField,
  });
  const errors = result.errors?.map(errorJson);
  return ok({ data: result.data ?? null, ...(errors ? { errors } : {}) });
}

function parseQuery(query: unknown): DocumentNode | GraphQLError | undefined {
  if (typeof query !== "string") return undefined;
  try {
    return parse(query);
  } catch (error) {
    return error as GraphQLError;
  }
}

// A missing property would read as null, which GitHub may never answer there.
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  const record = source as Record<string, unknown>;
  if (!(info.fieldName in record)) {
    throw new GraphQLError(`${info.parentType.name}.${info.fieldName} is not simulated`);
  }
  const value = record[info.fieldName];
  return typeof value === "function"
    ? (value as (args: unknown, context: unknown) => unknown)(args, context)
    : value;
};

function errorJson(error: GraphQLError) {
  const type = error.extensions["type"];
  return {
    ...(type ? { type } : {}),
    ...(error.path ? { path: error.path } : {}),
    locations: error.locations ?? [],
    message: error.message,
  };
}

function rootOf(call: GraphqlCall) {
  const bot = botAccount(call.world);
  return {
    repository: (args: { owner: string; name: string }) => repositoryNode(call, args.owner, args.name),
    viewer: { id: nodeId("BOT", bot.id), login: bot.login, databaseId: bot.id },
    createCommitOnBranch: (args: Parameters<typeof createCommitOnBranch>[1]) =>
      createCommitOnBranch(call, args),
    node: ({ id }: { id: string }) => {
      const { repository, comment, review } = conversationNode(call, id);
      return comment
        ? commentNode(call, repository, comment)
        : review && reviewNode(call, repository, review);
    },
    addReaction: (args: Parameters<typeof addReaction>[1]) => addReaction(call, args),
    removeReaction: (args: Parameters<typeof removeReaction>[1]) => removeReaction(call, args),
    minimizeComment: (args: Parameters<typeof minimizeComment>[1]) => minimizeComment(call, args),
  };
}
