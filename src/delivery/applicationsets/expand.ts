// An ApplicationSet and a side's inventory → the Applications it generates, and what of it nobody can know from Git.

import { bool, get, isMap, list, map, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { RESOURCES_FINALIZER } from "../../manifests/argocd/application.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { SetFlaw } from "../../model/applicationset.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Expansion } from "../tree/application-tree.ts";
import { withoutUnknownServers } from "./clusters.ts";
import { generate, kindOf } from "./generators.ts";
import { TemplateFault } from "./go-template-parser.ts";
import type { Inventory } from "./inventory.ts";
import { isObjectName } from "./names.ts";
import { Broken, type Generating, Unknowable } from "./parameters.ts";
import { fillIn, fillText, type Params, type Templating } from "./render-template.ts";

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
  const by: Generating = { inventory, templating, namespace: instance, inputs, doubts: new Set() };
  const unknown: { generator: Json; reason: string }[] = [];
  const applications = new Map<string, Manifest>();
  const flaws: SetFlaw[] = [];
  try {
    for (const generator of list(set.object, ["spec", "generators"])) {
      const params = await known(generator, by, unknown);
      for (const one of params ?? []) {
        const missing = new Set<string>();
        const application = applicationOf(set, generator, one, { ...templating, missing }, namespace);
        const { name } = application;
        const unusable = unusableName(name, applications);
        if (unusable) flaws.push({ kind: unusable, name, expressions: [...missing] });
        else applications.set(name, application);
        if (!unusable && missing.size > 0) flaws.push({ kind: "no-value", name, expressions: [...missing] });
      }
    }
  } catch (fault) {
    const none = { applications: [], unknown, inputs: [...inputs], flaws: [] };
    if (fault instanceof Broken) {
      const { path, line, message } = fault;
      return { ...none, refused: message, broken: { path, line, message } };
    }
    if (!(fault instanceof Unknowable || fault instanceof TemplateFault)) throw fault;
    return { ...none, refused: fault.message };
  }
  return {
    applications: [...applications.values()],
    unknown,
    refused: undefined,
    inputs: [...inputs],
    flaws,
  };
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

async function known(
  generator: Json,
  by: Generating,
  unknown: { generator: Json; reason: string }[],
): Promise<Params[] | undefined> {
  try {
    by.doubts.clear();
    const params = await generate(generator, by);
    for (const reason of by.doubts) unknown.push({ generator, reason });
    return params;
  } catch (fault) {
    if (!(fault instanceof Unknowable)) throw fault;
    unknown.push({ generator, reason: fault.message });
    return undefined;
  }
}

/** (argo-cd applicationset/controllers/template, GenerateApplications; utils.go, RenderTemplateParams) */
function applicationOf(
  set: Manifest,
  generator: Json,
  params: Params,
  templating: Templating,
  namespace: string,
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
  const name = str(patched, ["metadata", "name"]) ?? "";
  if (name === "") throw new Unknowable("it generates an Application without a name");
  if (name.includes("{{")) throw new Unknowable(`the name ${name} has a placeholder that nothing fills in`);
  const object = withoutUnknownServers({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    ...patched,
    metadata: { ...map(patched, ["metadata"]), name, namespace },
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
