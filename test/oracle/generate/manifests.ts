// Names and options → the text of manifests, from a small vocabulary.

export const REPOSITORY = "https://github.com/example-org/fleet.git";

/** `data` is the part that pull requests edit. */
export function configMap(name: string, data = "one", extra = ""): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${extra}data:\n  value: ${data}\n`;
}

export const KEEPING = {
  prune: `  annotations: {argocd.argoproj.io/sync-options: "Prune=false"}\n`,
  delete: `  annotations: {argocd.argoproj.io/sync-options: "Delete=false"}\n`,
};

export function claim(name: string, size = "one"): string {
  const gibibytes = { one: 1, two: 2, three: 3, four: 4 }[size] ?? 5;
  return `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: ${name}\nspec:\n  accessModes: [ReadWriteOnce]\n  resources: {requests: {storage: ${gibibytes}Gi}}\n`;
}

export function deployment(name: string, image = "one"): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: "registry.example.org/web:${image}"}]}
`;
}

export function clusterRole(name: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n- {apiGroups: [""], resources: [pods], verbs: [get]}\n`;
}

export function namespace(name: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;
}

/** What Git LFS leaves in a repository of a file. */
export function pointer(content: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${content.repeat(16).slice(0, 64)}\nsize 12345\n`;
}

export function jsonMap(name: string, data = "one"): string {
  return `${JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { value: data } }, null, 2)}\n`;
}

export type AppOptions = {
  readonly path: string;
  readonly namespace?: string;
  /** The name of a registered cluster, or Argo CD's own. */
  readonly destination?: string;
  readonly project?: string;
  /** The fields of `automated`; undefined where nothing syncs on its own. */
  readonly automated?: string | undefined;
  readonly finalizer?: boolean;
  /** Lines of the sync policy before `automated`. */
  readonly sync?: readonly string[];
  /** Lines of the source beside its path. */
  readonly source?: readonly string[];
};

export function application(name: string, options: AppOptions): string {
  return [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata:",
    `  name: ${name}`,
    "  namespace: argocd",
    ...(options.finalizer ? ["  finalizers: [resources-finalizer.argocd.argoproj.io]"] : []),
    ...specLines(options),
    "",
  ].join("\n");
}

/** The spec of an Application, also inside a set's template. */
function specLines({ path, source = [], ...options }: AppOptions): string[] {
  const {
    project = "default",
    destination = "in-cluster",
    namespace = "web",
    automated,
    sync = [],
  } = options;
  const policy = [...sync, ...(automated === undefined ? [] : [`automated: {${automated}}`])];
  return [
    "spec:",
    `  project: ${project}`,
    "  source:",
    `    repoURL: ${REPOSITORY}`,
    "    targetRevision: main",
    `    path: ${path}`,
    ...source.map((line) => `    ${line}`),
    "  destination:",
    `    name: ${destination}`,
    `    namespace: ${namespace}`,
    ...(policy.length === 0 ? [] : ["  syncPolicy:", ...policy.map((line) => `    ${line}`)]),
  ];
}

export type SetOptions = {
  readonly go: boolean;
  readonly generators: readonly string[];
  /** A template of the Applications' names. */
  readonly name: string;
  readonly application: AppOptions;
  readonly policy?: readonly string[];
};

export function applicationSet(
  name: string,
  { go, generators, policy = [], ...options }: SetOptions,
): string {
  const spec = specLines(options.application).map((line) => `    ${quoted(line)}`);
  return [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: ApplicationSet",
    "metadata:",
    `  name: ${name}`,
    "  namespace: argocd",
    "spec:",
    ...(go ? ["  goTemplate: true", `  goTemplateOptions: ["missingkey=error"]`] : []),
    "  generators:",
    ...generators.map((line) => `  ${line}`),
    ...(policy.length > 0 ? ["  syncPolicy:", ...policy.map((line) => `    ${line}`)] : []),
    "  template:",
    "    metadata:",
    `      name: "${options.name}"`,
    ...spec,
    "",
  ].join("\n");
}

/** A value that is a template needs quotes: "{" begins a map. */
function quoted(line: string): string {
  return line.replace(/^(\s*(?:- )?\w+: )([^"{[].*\{\{.*|\{\{.*)$/, '$1"$2"');
}

export function project(name: string, lines: readonly string[]): string {
  return [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: AppProject",
    "metadata:",
    `  name: ${name}`,
    "  namespace: argocd",
    "spec:",
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** As examples/fleet registers its clusters. */
export function clusterFiles(name: string, labels: string): Record<string, string> {
  return {
    "cluster.yaml": `apiVersion: cluster.x-k8s.io/v1beta1
kind: Cluster
metadata:
  name: ${name}
  namespace: fleet
spec:
  topology:
    class: builtin-generic-v3.5.0
    classNamespace: vmware-system-vks-public
    version: v1.32.10---vmware.1-fips-vkr.2
    controlPlane: {replicas: 1}
    workers:
      machineDeployments:
      - {class: node-pool, name: workers, replicas: 2}
`,
    "register.yaml": `apiVersion: field.vmware.com/v1
kind: ArgoCluster
metadata:
  name: ${name}
  namespace: fleet
spec:
  clusterName: ${name}
  argoNamespace: argocd
  project: default
  clusterLabels: {${labels}}
`,
  };
}

export function clusterSecret(name: string, labels: string): string {
  return `apiVersion: v1
kind: Secret
metadata:
  name: cluster-${name}
  namespace: argocd
  labels: {argocd.argoproj.io/secret-type: cluster, ${labels}}
stringData:
  name: ${name}
  server: https://${name}.example.org:6443
`;
}
