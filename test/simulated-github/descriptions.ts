// GitHub's published descriptions → what is wrong with a request, an answer or a webhook. Empty lists: nothing.
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";

type Schema = { readonly [key: string]: unknown };
type Operation = {
  readonly parameters?: readonly Schema[];
  readonly requestBody?: { readonly content?: Record<string, { readonly schema?: Schema }> };
  readonly responses: Record<string, Schema>;
};
type Description = { readonly paths: Record<string, Record<string, Operation>>; readonly components: Schema };

const require = createRequire(import.meta.url);
// The plain description: 13 MB; the dereferenced one is 73 MB. Schemas are compiled one by one, when first asked for.
const api = require("@octokit/openapi/generated/api.github.com.json") as Description;
const webhooks = require("@octokit/webhooks-schemas/schema.json") as {
  readonly definitions: Record<string, Schema>;
};

const options = {
  ...{ strict: false, validateFormats: false, allErrors: true, inlineRefs: false },
  // Each is compiled in every worker and run a few times: shorter code would not pay.
  code: { optimize: false },
} as const;
const ajv = new Ajv(options);
ajv.addSchema(translate(api) as Schema, "api");
const hooks = new Ajv(options);
hooks.addSchema(webhooks, "webhooks");

const compiled = new Map<string, ValidateFunction>();

const operations = Object.entries(api.paths).map(([path, methods]) => ({
  path,
  methods,
  // A parameter that takes the rest of a path (contents, refs, branches) may hold slashes.
  expression: new RegExp(`^${path.replace(/[.+]/g, "\\$&").replace(/\{(\w+)\}/g, parameterPattern)}$`),
  literals: path.replace(/\{\w+\}/g, "").length,
}));

function parameterPattern(_whole: string, name: string): string {
  return ["path", "ref", "branch", "tree_sha", "basehead"].includes(name) ? "(.+)" : "([^/]+)";
}

/** The description of a call: the path with the most literal characters that fits and has the method. */
function operationOf(method: string, path: string) {
  const plain = path.split("?")[0] ?? "";
  const fitting = operations.filter((one) => one.methods[method.toLowerCase()] && one.expression.test(plain));
  const found = fitting.sort((a, b) => b.literals - a.literals)[0];
  return found && { path: found.path, operation: found.methods[method.toLowerCase()] as Operation };
}

/** What is wrong with a request: an unknown call, unknown or wrong query parameters, a body the description refuses. */
export function checkRequest(method: string, path: string, body: unknown): readonly string[] {
  if (path === "/graphql") return [];
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path} is not described`];
  return [...checkQuery(found.operation, path), ...checkBody(method, found, body)];
}

function checkQuery(operation: Operation, path: string): readonly string[] {
  const described = (operation.parameters ?? []).map((one) => resolve(one));
  const query = new URL(path, "https://api.github.com").searchParams;
  return [...query].flatMap(([name, value]) => {
    const parameter = described.find((one) => one["in"] === "query" && one["name"] === name);
    if (!parameter) return [`?${name} is not described`];
    const schema = resolve((parameter["schema"] ?? {}) as Schema);
    const typed =
      schema["type"] === "integer" ? Number(value) : schema["type"] === "boolean" ? value === "true" : value;
    const validate = compiledFor(`query ${JSON.stringify(schema)}`, () => ajv.compile(schema));
    return validate(typed) ? [] : [`?${name}=${value}: ${ajv.errorsText(validate.errors)}`];
  });
}

function checkBody(
  method: string,
  { path, operation }: { path: string; operation: Operation },
  body: unknown,
): readonly string[] {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  if (!schema) return body === undefined ? [] : [`${method} ${path} takes no body`];
  const pointer = [
    "paths",
    path,
    method.toLowerCase(),
    "requestBody",
    "content",
    "application/json",
    "schema",
  ];
  return check(pointer, body ?? {});
}

/** What is wrong with an answer: a status or a body that is not described for that call. */
export function checkResponse(
  method: string,
  path: string,
  status: number,
  body: unknown,
): readonly string[] {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path} is not described`];
  const described = found.operation.responses[String(status)];
  if (!described) return [`${method} ${found.path} never answers ${status}`];
  const { $ref } = described as { $ref?: string };
  const base = $ref
    ? $ref.slice(2).split("/")
    : ["paths", found.path, method.toLowerCase(), "responses", String(status)];
  const content = resolve(described)["content"] as Schema | undefined;
  if (!content?.["application/json"]) return body === undefined ? [] : ["has a body where none is described"];
  return check([...base, "content", "application/json", "schema"], body);
}

function check(pointer: readonly string[], value: unknown): readonly string[] {
  const ref = `api#/${pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
  const validate = compiledFor(ref, () => ajv.compile({ $ref: ref }));
  return validate(value)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** What is wrong with a webhook's payload. */
export function checkWebhook(event: string, payload: { readonly action?: string }): readonly string[] {
  const name = payload.action ? `${event}$${payload.action}` : `${event}$event`;
  if (!webhooks.definitions[name]) return [`${name} is not described`];
  const ref = `webhooks#/definitions/${encodeURIComponent(name)}`;
  const validate = compiledFor(ref, () => hooks.compile({ $ref: ref }));
  return validate(payload)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function compiledFor(key: string, make: () => ValidateFunction): ValidateFunction {
  const found = compiled.get(key) ?? make();
  compiled.set(key, found);
  return found;
}

function resolve(schema: Schema): Schema {
  const { $ref } = schema as { $ref?: string };
  if (!$ref) return schema;
  const target = $ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (at as Schema)[key], api);
  return resolve(target as Schema);
}

/** OpenAPI 3.0 → JSON schema: `nullable` becomes a null beside the type, the enumeration or the alternatives. */
function translate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translate);
  if (typeof value !== "object" || value === null) return value;
  const { nullable, example: _example, examples: _examples, ...rest } = value as Schema;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, translate(inner)]));
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}
