// Manifests of a small fleet, for tests that turn one screw at a time.
import type { FileMap } from "../../support/repository.ts";

export type AppOptions = {
  readonly path?: string;
  readonly destination?: string;
  readonly namespace?: string;
  /** undefined: automated with prune; null: no automated sync; else the block's own fields. */
  readonly automated?: string | null;
  readonly finalizer?: boolean;
  readonly syncOptions?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly recurse?: boolean;
  readonly revision?: string;
};

/** An Application in namespace argocd that reads a path of the same name. */
export function app(name: string, options: AppOptions = {}): string {
  const { path = name, destination = "in-cluster", namespace = "shop", finalizer } = options;
  const annotations = Object.entries(options.annotations ?? {}).map(([k, v]) => `    ${k}: "${v}"`);
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

export function cluster(name: string): string {
  return `${object("Cluster", name, { namespace: "workloads", api: "cluster.x-k8s.io/v1beta2" })}spec:
  topology:
    classRef: {name: builtin-generic-v3.6.0, namespace: vmware-system-vks-public}
    version: v1.33.6---vmware.1-fips-vkr.2
    controlPlane: {replicas: 3}
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

export function drop(files: FileMap, ...paths: readonly string[]): FileMap {
  for (const path of paths) if (!(path in files)) throw new Error(`${path} is not there`);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}
