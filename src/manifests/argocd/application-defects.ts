// Application, ApplicationSet or AppProject → fields of a type that the API refuses. Never throws.

import { get, isMap, list } from "../../lib/json.ts";
import type { FieldPath } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import { defect, type FieldType, typeDefects } from "../values/field-types.ts";
import type { Defect } from "../yaml/manifests.ts";

/** What is wrong by the schema of its kind (argo-cd manifests/crds). The first that is wrong hides what is below it. */
export function applicationDefects(manifest: Manifest): Defect[] {
  const { group, kind, object } = manifest;
  if (group !== "argoproj.io" || !Object.hasOwn(TYPES, kind)) return [];
  const spec = get(object, ["spec"]);
  if (!isMap(spec))
    return [
      defect(
        manifest,
        spec === undefined ? [] : ["spec"],
        `${kind} ${manifest.name} needs a spec, which is a map`,
      ),
    ];
  const sources = list(spec, ["sources"]).map((_, i): FieldPath => ["spec", "sources", i]);
  return [
    ...typeDefects(manifest, { finalizers: "texts" }, ["metadata"]),
    ...typeDefects(manifest, TYPES[kind] as Types, ["spec"]),
    ...(kind === "Application" ? [["spec", "source"], ...sources] : []).flatMap((path) =>
      typeDefects(manifest, SOURCE, path),
    ),
  ];
}

type Types = Readonly<Record<string, FieldType>>;

const SOURCE: Types = {
  repoURL: "text",
  path: "text",
  targetRevision: "text",
  chart: "text",
  ref: "text",
  helm: "map",
  kustomize: "map",
  directory: "map",
};

const SYNC_POLICY: Types = {
  syncPolicy: "map",
  "syncPolicy.automated": "map",
  "syncPolicy.automated.prune": "boolean",
  "syncPolicy.automated.selfHeal": "boolean",
  "syncPolicy.automated.allowEmpty": "boolean",
  "syncPolicy.syncOptions": "texts",
};

const TYPES: Readonly<Record<string, Types>> = {
  Application: {
    project: "text",
    source: "map",
    sources: "list",
    destination: "map",
    "destination.name": "text",
    "destination.server": "text",
    "destination.namespace": "text",
    ignoreDifferences: "list",
    ...SYNC_POLICY,
  },
  ApplicationSet: {
    generators: "list",
    goTemplate: "boolean",
    goTemplateOptions: "texts",
    template: "map",
    templatePatch: "text",
    syncPolicy: "map",
    "syncPolicy.applicationsSync": "text",
    "syncPolicy.preserveResourcesOnDeletion": "boolean",
  },
  AppProject: {
    sourceRepos: "texts",
    destinations: "list",
    clusterResourceWhitelist: "list",
    clusterResourceBlacklist: "list",
    namespaceResourceWhitelist: "list",
    namespaceResourceBlacklist: "list",
    sourceNamespaces: "texts",
    syncWindows: "list",
  },
};
