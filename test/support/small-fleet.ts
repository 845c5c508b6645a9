// A small fleet and the manifests to build on it: what unit tests of compare, rules and plan start from.
import type { JsonObject } from "../../src/lib/json-types.ts";
import type { FileMap } from "./repository.ts";

export type AppOptions = {
  readonly path?: string;
  readonly destination?: string;
  readonly namespace?: string;
  /** undefined: automated with prune; null: no automated sync; else the block's own fields. */
  readonly automated?: string | null;
  /** Its sync wave. */
  readonly wave?: number;
  readonly finalizer?: boolean;
  readonly syncOptions?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly recurse?: boolean;
  readonly revision?: string;
};

/** An Application in namespace argocd that reads a path of the same name. */
export function app(name: string, options: AppOptions = {}): string {
  const { path = name, destination = "in-cluster", namespace = "shop", finalizer } = options;
  const wave = options.wave === undefined ? {} : { "argocd.argoproj.io/sync-wave": options.wave };
  const annotations = Object.entries({ ...wave, ...options.annotations }).map(([k, v]) => `    ${k}: "${v}"`);
  return [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata:",
    `  name: ${name}`,
    "  namespace: argocd",
    ...(annotations.length > 0 ? ["  annotations:", ...annotations] : []),
    ...(finalizer ? ["  finalizers: [resources-finalizer.argocd.argoproj.io]"] : []),
    "spec:",
    "  source:",
    "    repoURL: https://github.com/example-org/fleet.git",
    `    targetRevision: ${options.revision ?? "main"}`,
    `    path: ${path}`,
    ...(options.recurse ? ["    directory: {recurse: true}"] : []),
    `  destination: {name: ${destination}, namespace: ${namespace}}`,
    ...policyLines(options),
    "",
  ].join("\n");
}

function policyLines({ automated, syncOptions }: AppOptions): string[] {
  const parts = [
    ...(automated === null ? [] : [`automated: {${automated ?? "prune: true"}}`]),
    ...(syncOptions === undefined ? [] : [`syncOptions: [${syncOptions}]`]),
  ];
  return parts.length === 0 ? [] : [`  syncPolicy: {${parts.join(", ")}}`];
}

/** An object of the core group by default; `sync` is its sync-options annotation. */
export function object(
  kind: string,
  name: string,
  { namespace = "shop", sync, api = "v1" }: { namespace?: string; sync?: string; api?: string } = {},
): string {
  const place = namespace === "" ? "" : `  namespace: ${namespace}\n`;
  const options = sync === undefined ? "" : `  annotations: {argocd.argoproj.io/sync-options: "${sync}"}\n`;
  return `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${place}${options}`;
}

/** A manifest as a value, for rows of a table: in namespace web, where `rest` gives no metadata of its own. */
export function manifest(apiVersion: string, kind: string, name: string, rest: JsonObject = {}): JsonObject {
  const { annotations = {}, labels = {}, ...content } = rest;
  return { apiVersion, kind, metadata: { name, namespace: "web", annotations, labels }, ...content };
}

/** A file of such values. JSON is YAML. */
export function file(...manifests: readonly JsonObject[]): string {
  return manifests.map((one) => `${JSON.stringify(one)}\n`).join("---\n");
}

export type ClusterOptions = {
  readonly version?: string;
  /** Nodes of each pool. */
  readonly pools?: Readonly<Record<string, number>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** Three control-plane nodes, and pools of a size each. */
export function cluster(
  name: string,
  { version = "v1.33.6---vmware.1-fips-vkr.2", pools = {}, labels, annotations }: ClusterOptions = {},
): string {
  const entries = Object.entries(pools).map(
    ([pool, replicas]) => `        - {name: ${pool}, class: node-pool, replicas: ${replicas}}\n`,
  );
  const workers = entries.length === 0 ? "" : `    workers:\n      machineDeployments:\n${entries.join("")}`;
  const metadata = [
    ...(labels ? [`  labels: ${JSON.stringify(labels)}\n`] : []),
    ...(annotations ? [`  annotations: ${JSON.stringify(annotations)}\n`] : []),
  ].join("");
  return `${object("Cluster", name, { namespace: "workloads", api: "cluster.x-k8s.io/v1beta2" })}${metadata}spec:
  topology:
    classRef: {name: builtin-generic-v3.6.0, namespace: vmware-system-vks-public}
    version: ${version}
    controlPlane: {replicas: 3}
${workers}`;
}

/** Pods that carry the label app. */
function deployment(name: string, { replicas = 2, image = "web:1" } = {}): string {
  return `${object("Deployment", name, { namespace: "web", api: "apps/v1" })}spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: ${name}, image: "${image}"}]}
`;
}

export function registration(name: string): string {
  return `${object("ArgoCluster", name, { namespace: "workloads", api: "field.vmware.com/v1" })}spec:
  clusterName: ${name}
  argoNamespace: argocd
  project: default
`;
}

/** A root over apps/, an Application shop with two ConfigMaps, and a file that is always there. */
export function shop(options: AppOptions = {}, parent: AppOptions = {}): FileMap {
  return {
    "root.yaml": app("root", { path: "apps", ...parent }),
    "apps/project.yaml": `${object("AppProject", "spare", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec: {}\n`,
    "apps/shop.yaml": app("shop", options),
    "shop/one.yaml": object("ConfigMap", "one"),
    "shop/two.yaml": object("ConfigMap", "two"),
  };
}

/**
 * What `shop` has on the Supervisor, and a cluster cl01 with three nodes in pool a, whose Application web delivers a
 * Deployment of two pods.
 */
export const SMALL_FLEET: FileMap = {
  ...shop(),
  "apps/cl01.yaml": app("cl01", { namespace: "workloads" }),
  "cl01/cluster.yaml": cluster("cl01", { pools: { a: 3 } }),
  "cl01/register.yaml": registration("cl01"),
  "apps/web.yaml": app("web", { destination: "cl01", namespace: "web" }),
  "web/web.yaml": deployment("web"),
};

export function drop(files: FileMap, ...paths: readonly string[]): FileMap {
  for (const path of paths) if (!(path in files)) throw new Error(`${path} is not there`);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}
