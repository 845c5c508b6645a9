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
import { type ApiResponse, ok } from "./answer.ts";
import type { GraphqlCall } from "./graphql-call.ts";
import {
  addReaction,
  conversationNode,
  createCommitOnBranch,
  minimizeComment,
  removeReaction,
} from "./graphql-mutations.ts";
import { commentNode, reviewNode } from "./graphql-pull.ts";
import { repositoryNode } from "./graphql-repository.ts";
import { botAccount, nodeId } from "./world.ts";

let built: GraphQLSchema | undefined;

/** Built with the first query: it takes a quarter of a second. */
function githubSchema(): GraphQLSchema {
  built ??= buildSchema(published.idl, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  return built;
}

/** A query as it was read. `faults`: what GitHub's schema says against it; looked for when it is first executed. */
type Query = { readonly document: DocumentNode; readonly fields: string; faults?: readonly GraphQLError[] };

/** The app asks the same few questions again and again, and reading one against GitHub's schema takes milliseconds. */
const queries = new Map<string, Query | GraphQLError>();

/** The root fields of a request, as `repository` or `createCommitOnBranch`, separated by spaces. */
export function operationOf(body: unknown): string | undefined {
  const query = readQuery((body as { query?: unknown } | undefined)?.query);
  return !query || query instanceof GraphQLError ? undefined : query.fields;
}

function fieldsOf(document: DocumentNode): string {
  const fields = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  );
  return fields.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : [])).join(" ");
}

/** Errors are answered with 200, as GitHub does. A field that is not simulated is an error too. */
export async function answerGraphql(
  call: GraphqlCall,
  body: Readonly<Record<string, unknown>>,
): Promise<ApiResponse> {
  const query = readQuery(body["query"]);
  if (!query)
    return ok({ errors: [{ message: "A query attribute must be specified and must be a string." }] });
  if (query instanceof GraphQLError) return ok({ errors: [errorJson(query)] });
  const { document } = query;
  query.faults ??= validate(githubSchema(), document);
  if (query.faults.length > 0) return ok({ errors: query.faults.map(errorJson) });
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

function readQuery(text: unknown): Query | GraphQLError | undefined {
  if (typeof text !== "string") return undefined;
  const known = queries.get(text);
  if (known !== undefined) return known;
  if (queries.size >= MOST_QUERIES) queries.clear();
  const read = parseQuery(text);
  queries.set(text, read);
  return read;
}

/** Kept at once. Some queries carry names of objects in their text. */
const MOST_QUERIES = 500;

function parseQuery(text: string): Query | GraphQLError {
  try {
    const document = parse(text);
    return { document, fields: fieldsOf(document) };
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
