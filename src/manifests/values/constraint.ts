// A CEL constraint of an AddonInstall and a Cluster → whether it holds, as far as Git shows.
import {
  type CelFunc,
  type CelInput,
  CelScalar,
  celEnv,
  celError,
  celFunc,
  celMethod,
  isCelError,
  mapType,
  parse,
  plan,
} from "@bufbuild/cel";
import { list, map, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { inRange } from "./version-range.ts";

/** Evaluates an expression over a Cluster; undefined where Git does not determine it. */
export type HoldsFor = (expression: string, cluster: JsonObject) => boolean | undefined;

/** No constraint of a real repository is nearly as long; nested comprehensions may run long. */
const LONGEST = 1_000;
const MOST_COMPREHENSIONS = 1;
const COMPREHENSION = /\.\s*(?:all|exists|exists_one|map|filter)\s*\(/g;

/** Fields that the platform fills in: their absence from Git means nothing. */
const LIVE =
  /\bstatus\b|\bcreationTimestamp\b|\bgeneration\b|\bresourceVersion\b|\buid\b|\bownerReferences\b/;
const ASKS_FOR_PRESENCE = /\bhas\s*\(\s*([^)]*)\)/g;
const WRITTEN_BY_PEOPLE = /^cluster\.metadata\.(?:labels|annotations)\b/;

/**
 * Standard CEL, with the functions that releases of add-ons are known to use: `version_in_range(version, range)` and
 * `cluster.cniRefName()`. An unknown function, a field that the object does not have, and one that the platform fills in
 * leave the answer open. Expressions and clusters are prepared once for each evaluator.
 */
export function createConstraints(): HoldsFor {
  const programs = new Map<string, ((cluster: JsonObject) => boolean | undefined) | undefined>();
  const inputs = new WeakMap<JsonObject, CelInput>();
  return (expression, cluster) => {
    if (!programs.has(expression)) programs.set(expression, compile(expression, inputs));
    return programs.get(expression)?.(cluster);
  };
}

function compile(
  expression: string,
  inputs: WeakMap<JsonObject, CelInput>,
): ((cluster: JsonObject) => boolean | undefined) | undefined {
  if (!isDecidable(expression)) return undefined;
  try {
    const program = plan(ENVIRONMENT, parse(expression));
    return (cluster) => {
      const input = inputs.get(cluster) ?? toCel(cluster);
      inputs.set(cluster, input);
      const result = program({ cluster: input });
      return isCelError(result) || typeof result !== "boolean" ? undefined : result;
    };
  } catch {
    // The parser throws where the expression is no CEL: the API refuses it, or knows more than we do.
    return undefined;
  }
}

function isDecidable(expression: string): boolean {
  if (expression.length > LONGEST || LIVE.test(expression)) return false;
  if ((expression.match(COMPREHENSION)?.length ?? 0) > MOST_COMPREHENSIONS) return false;
  return [...expression.matchAll(ASKS_FOR_PRESENCE)].every(([, field]) =>
    WRITTEN_BY_PEOPLE.test((field as string).trim()),
  );
}

const OBJECT = mapType(CelScalar.STRING, CelScalar.DYN);

const FUNCTIONS: CelFunc[] = [
  celFunc("version_in_range", [CelScalar.STRING, CelScalar.STRING], CelScalar.BOOL, (version, range) => {
    const found = inRange(version, range);
    if (found === undefined) throw celError(`no range of versions: ${range}`);
    return found;
  }),
  // A cluster that names no CNI runs the platform's default, which Git does not show.
  celMethod("cniRefName", OBJECT, [], CelScalar.STRING, function () {
    const cni = this.get(CNI);
    if (typeof cni !== "string") throw celError("the cluster names no CNI");
    return cni;
  }),
];

const ENVIRONMENT = celEnv({ funcs: FUNCTIONS });

/** Where the CNI is put for cniRefName; no field of a Cluster bears such a name. */
const CNI = "\u0000cni";

/** `bootstrapAddons.cniRef` of the ClusterClass builtin-generic. */
function cniOf(cluster: JsonObject): string | undefined {
  const variables = list(cluster, ["spec", "topology", "variables"]);
  const addons = variables.find((variable) => str(variable, ["name"]) === "bootstrapAddons");
  return str(addons, ["value", "cniRef", "name"]);
}

function toCel(cluster: JsonObject): CelInput {
  const input = celOf(cluster) as Map<string, CelInput>;
  const cni = cniOf(cluster);
  return cni === undefined ? input : new Map([...input, [CNI, cni]]);
}

function celOf(value: Json): CelInput {
  if (Array.isArray(value)) return (value as readonly Json[]).map(celOf);
  const object = map(value);
  if (!object) return value as CelInput;
  return new Map(Object.entries(object).map(([key, inner]) => [key, celOf(inner)]));
}
