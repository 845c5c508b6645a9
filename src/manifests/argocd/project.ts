// Manifest → AppProject, and the one Argo CD makes itself. Never throws.

import { bool, get, isList, list, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ProjectKind, ProjectSpec, SyncWindow } from "../../model/project.ts";

/** The project of Applications that name none. */
export const DEFAULT_PROJECT = "default";

const FINALIZER = "resources-finalizer.argocd.argoproj.io";

export function isProject({ group, kind }: Pick<Manifest, "group" | "kind">): boolean {
  return group === "argoproj.io" && kind === "AppProject";
}

/**
 * An AppProject as Argo CD reads it (argo-cd pkg/apis/application/v1alpha1/types.go, AppProjectSpec). `namespace`
 * is the effective one: projects count in the namespace of the Argo CD instance.
 */
export function readProject({ object, name }: Manifest, namespace: string): ProjectSpec {
  const spec = get(object, ["spec"]);
  return {
    namespace,
    name,
    sourceRepos: strings(spec, ["sourceRepos"]),
    destinations: list(spec, ["destinations"]).map((item) => ({
      name: str(item, ["name"]) ?? "",
      server: str(item, ["server"]) ?? "",
      namespace: str(item, ["namespace"]) ?? "",
    })),
    clusterKinds: {
      permitted: kinds(spec, "clusterResourceWhitelist"),
      denied: kinds(spec, "clusterResourceBlacklist"),
    },
    namespaceKinds: {
      permitted: isList(get(spec, ["namespaceResourceWhitelist"]))
        ? kinds(spec, "namespaceResourceWhitelist")
        : undefined,
      denied: kinds(spec, "namespaceResourceBlacklist"),
    },
    sourceNamespaces: strings(spec, ["sourceNamespaces"]),
    onlyScopedClusters: bool(spec, ["permitOnlyProjectScopedClusters"]) ?? false,
    signatureKeys: list(spec, ["signatureKeys"]).map((key) => str(key, ["keyID"]) ?? ""),
    serviceAccounts: list(spec, ["destinationServiceAccounts"]).map((item) =>
      ["server", "namespace", "defaultServiceAccount"].map((field) => str(item, [field]) ?? "").join(" "),
    ),
    windows: list(spec, ["syncWindows"]).map(readWindow),
    finalizer: strings(object, ["metadata", "finalizers"]).includes(FINALIZER),
  };
}

/**
 * The project that Argo CD creates when it starts without `default` (argo-cd server/server.go,
 * initializeDefaultProject).
 */
export function builtInProject(namespace: string): ProjectSpec {
  return {
    namespace,
    name: DEFAULT_PROJECT,
    sourceRepos: ["*"],
    destinations: [{ name: "", server: "*", namespace: "*" }],
    clusterKinds: { permitted: [{ group: "*", kind: "*" }], denied: [] },
    namespaceKinds: { permitted: undefined, denied: [] },
    sourceNamespaces: [],
    onlyScopedClusters: false,
    signatureKeys: [],
    serviceAccounts: [],
    windows: [],
    finalizer: false,
  };
}

function kinds(spec: Json | undefined, field: string): ProjectKind[] {
  return list(spec, [field]).map((item) => ({
    group: str(item, ["group"]) ?? "",
    kind: str(item, ["kind"]) ?? "",
  }));
}

function readWindow(window: Json): SyncWindow {
  return {
    kind: str(window, ["kind"]) ?? "",
    schedule: str(window, ["schedule"]) ?? "",
    duration: str(window, ["duration"]) ?? "",
    timeZone: str(window, ["timeZone"]) || "UTC",
    applications: strings(window, ["applications"]),
    clusters: strings(window, ["clusters"]),
    namespaces: strings(window, ["namespaces"]),
    manualSync: bool(window, ["manualSync"]) ?? false,
    andOperator: bool(window, ["andOperator"]) ?? false,
  };
}
