// An ApplicationSet and a side's inventory → the Applications it generates, and what of it nobody can know from Git.

import { bool, get, isMap, list, map, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { RESOURCES_FINALIZER } from "../../manifests/argocd/application.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { SetFlaw } from "../../model/applicationset.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { StandIn } from "../../model/stand-in.ts";
import type { Expansion } from "../tree/application-tree.ts";
import { withoutUnknownServers } from "./clusters.ts";
import { generate, kindOf } from "./generators.ts";
import { TemplateFault } from "./go-template-parser.ts";
import type { Inventory } from "./inventory.ts";
import { isObjectName } from "./names.ts";
import { Broken, type Generating, Unknowable } from "./parameters.ts";
import { fillIn, fillText, type Params, type Templating } from "./render-template.ts";
import { STAND_IN, withSymbols } from "./symbols.ts";

/** `namespace` is the one the set lives in, `instance` that of its Argo CD. Never throws for what a set may hold. */
export async function expandSet(
  set: Manifest,
  namespace: string,
  instance: string,
  inventory: Inventory,
): Promise<Expansion> {
  const templating: Templating = {
    go: bool(set.object, ["spec", "goTemplate"]) ?? false,
    options: strings(set.object, ["spec", "goTemplateOptions"]),
  };
  const inputs = new Set<string>();
  const by: Omit<Generating, "standIns"> = {
    inventory,
    templating,
    namespace: instance,
    inputs,
    doubts: new Set(),
  };
  const unknown: Expansion["unknown"][number][] = [];
  const applications = new Map<string, Manifest>();
  const standIns = new Map<string, StandIn>();
  const symbols = new Map<string, string>();
  const flaws: SetFlaw[] = [];
  try {
    for (const generator of list(set.object, ["spec", "generators"])) {
      const made = await madeBy({ set, namespace, generator, symbols }, by);
      unknown.push(...made.unknown);
      for (const { application, missing, standIn } of made.drafts) {
        const { name } = application;
        const unusable = unusableName(name, applications);
        if (unusable) flaws.push({ kind: unusable, name, expressions: missing });
        else applications.set(name, application);
        if (!unusable && standIn) standIns.set(name, standIn);
        if (!unusable && missing.length > 0) flaws.push({ kind: "no-value", name, expressions: missing });
      }
    }
  } catch (fault) {
    const none = { applications: [], standIns: new Map(), symbols: new Map(), flaws: [] };
    if (fault instanceof Broken) {
      const { path, line, message } = fault;
      return { ...none, unknown, inputs: [...inputs], refused: message, broken: { path, line, message } };
    }
    if (!isFault(fault)) throw fault;
    return { ...none, unknown, inputs: [...inputs], refused: fault.message };
  }
  return {
    applications: [...applications.values()],
    standIns,
    symbols,
    unknown,
    refused: undefined,
    inputs: [...inputs],
    flaws,
  };
}

function isFault(fault: unknown): fault is Unknowable | TemplateFault {
  return fault instanceof Unknowable || fault instanceof TemplateFault;
}

/**
 * Of several Applications of one name the controller applies the first and leaves the others out, with an error in the
 * set's conditions (argo-cd applicationset/controllers/applicationset_controller.go, validateGeneratedApplications). One
 * whose name the API refuses is not created, the others are, and then the error ends the reconciliation before anything is deleted
 * (createOrUpdateInCluster, Reconcile).
 */
function unusableName(name: string, known: ReadonlyMap<string, Manifest>): SetFlaw["kind"] | undefined {
  if (known.has(name)) return "duplicate";
  return isObjectName(name) ? undefined : "invalid-name";
}

type Template = {
  readonly set: Manifest;
  readonly namespace: string;
  readonly generator: Json;
  /** Collects those of the Applications. */
  readonly symbols: Map<string, string>;
};

/** What one generator makes. */
type Made = {
  readonly drafts: readonly {
    readonly application: Manifest;
    readonly missing: readonly string[];
    readonly standIn: StandIn | undefined;
  }[];
  readonly unknown: Expansion["unknown"];
};

/** With something in place of clusters that Git does not list, unless the template or another generator looks into what they are. */
async function madeBy(template: Template, by: Omit<Generating, "standIns">): Promise<Made> {
  const standIns = new Map<string, StandIn>();
  try {
    return await draftsOf(template, { ...by, standIns });
  } catch (fault) {
    if (!isFault(fault)) throw fault;
    if (standIns.size === 0) return unanswered(template, fault);
  }
  return draftsOf(template, { ...by, standIns: undefined }).catch((fault) => unanswered(template, fault));
}

function unanswered({ generator }: Template, fault: unknown): Made {
  if (!(fault instanceof Unanswered)) throw fault;
  return { drafts: [], unknown: [{ generator, reason: fault.message, standIns: [] }] };
}

/** Why a generator gives no parameters; any other Unknowable concerns the template, and with it the whole set. */
class Unanswered extends Unknowable {}

async function draftsOf(template: Template, by: Generating): Promise<Made> {
  const { generator } = template;
  by.doubts.clear();
  const all = await generate(generator, by).catch((fault) => {
    throw fault instanceof Unknowable ? new Unanswered(fault.message) : fault;
  });
  const drafts = all.map((params) => {
    const missing = new Set<string>();
    const application = applicationOf(template, params, { ...by.templating, missing });
    return { application, missing: [...missing], standIn: standInOf(params, by) };
  });
  const standIns = [...new Set(drafts.flatMap(({ standIn }) => standIn ?? []))];
  return { drafts, unknown: [...by.doubts].map((reason) => ({ generator, reason, standIns })) };
}

function standInOf(params: Params, { standIns }: Generating): StandIn | undefined {
  const name = Object.hasOwn(params, STAND_IN) ? params[STAND_IN] : undefined;
  return typeof name === "string" ? standIns?.get(name) : undefined;
}

/** (argo-cd applicationset/controllers/template, GenerateApplications; utils.go, RenderTemplateParams) */
function applicationOf(
  { set, generator, namespace, symbols }: Template,
  params: Params,
  templating: Templating,
): Manifest {
  const { block } = kindOf(generator);
  const template = completed(map(block, ["template"]) ?? {}, map(set.object, ["spec", "template"]) ?? {});
  const empty = Object.keys(params).length === 0;
  const filled = (empty ? template : fillIn(template, params, templating)) as JsonObject;
  const preserves = bool(set.object, ["spec", "syncPolicy", "preserveResourcesOnDeletion"]) ?? false;
  const finalizers = list(filled, ["metadata", "finalizers"]);
  const added = empty || preserves || finalizers.length > 0 ? finalizers : [RESOURCES_FINALIZER];
  const patched = patchedWith(set, params, templating, {
    metadata: { ...map(filled, ["metadata"]), ...(added.length > 0 ? { finalizers: added } : {}) },
    spec: map(filled, ["spec"]) ?? {},
  });
  const made = Object.hasOwn(params, STAND_IN) ? (withSymbols(patched, symbols) as JsonObject) : patched;
  const name = str(made, ["metadata", "name"]) ?? "";
  if (name === "") throw new Unknowable("it generates an Application without a name");
  if (name.includes("{{")) throw new Unknowable(`the name ${name} has a placeholder that nothing fills in`);
  const object = withoutUnknownServers({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    ...made,
    metadata: { ...map(made, ["metadata"]), name, namespace },
  });
  return {
    object,
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Application",
    namespace,
    name,
    origin: set.origin,
    lineOf: (field) => set.lineOf(["spec", "template", ...field]),
  };
}

/** The generator's own template, filled up from the set's (mergo.Merge: what is empty takes the other's value). */
function completed(own: JsonObject, base: JsonObject): JsonObject {
  const out: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const other = Object.hasOwn(base, key) ? base[key] : undefined;
    const empty = value === "" || value === false || value === null || value === 0;
    if (isMap(value)) out[key] = completed(value, isMap(other) ? other : {});
    else if (other === undefined || !(empty || (Array.isArray(value) && value.length === 0)))
      out[key] = value;
  }
  return out;
}

function patchedWith(
  set: Manifest,
  params: Params,
  templating: Templating,
  application: JsonObject,
): JsonObject {
  const text = str(set.object, ["spec", "templatePatch"]) ?? "";
  if (text === "") return application;
  const { documents, problems } = parseFile(fillText(text, params, templating));
  const patch = documents[0]?.value ?? {};
  if (problems.some(({ code }) => code === "invalid-yaml") || !isMap(patch))
    throw new Unknowable("its templatePatch gives no map");
  // A patch cannot change the project (template/patch.go, applyTemplatePatch).
  const { project: _, ...spec } = map(patch, ["spec"]) ?? {};
  return merged(application, isMap(get(patch, ["spec"])) ? { ...patch, spec } : patch);
}

/** Maps merge, null removes, lists are replaced; finalizers are a list that merges (strategicpatch, on an Application). */
function merged(target: JsonObject, patch: JsonObject): JsonObject {
  const out: Record<string, Json> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$")) throw new Unknowable(`its templatePatch has the directive ${key}`);
    const before = get(target, [key]);
    if (value === null) delete out[key];
    else if (isMap(value)) out[key] = merged(isMap(before) ? before : {}, value);
    else if (key === "finalizers" && Array.isArray(before) && Array.isArray(value))
      out[key] = [...new Set([...before, ...value])];
    else out[key] = value;
  }
  return out;
}
