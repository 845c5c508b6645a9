// Arbitrary repositories: few names and paths, so that Applications, clusters and files collide in every way.
import fc from "fast-check";
import type { FileMap } from "../support/repository.ts";

const URL = "https://github.com/example-org/fleet.git";
const PATHS = [
  "root.yaml",
  "apps/a.yaml",
  "apps/b.yaml",
  "apps/deep/c.yml",
  "a/x.yaml",
  "a/y.json",
  "a/deep/z.yaml",
  "b/x.yaml",
  "b/kustomization.yaml",
  "c/x.yaml",
  "c/Chart.yaml",
  "README.md",
];

const name = fc.constantFrom("a", "b", "root");
const clusterName = fc.constantFrom("k1", "k2");
const namespace = fc.constantFrom("team", "other");
const environment = fc.constantFrom("prod", "lab");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const destination = fc.oneof(
  fc.record({ name: fc.constantFrom("in-cluster", "supervisor-ns-team", "k1", "k2", "gone"), namespace }),
  fc.record({
    server: fc.constantFrom("https://kubernetes.default.svc", "https://k1.example.com"),
    namespace,
  }),
);

const source = fc.record(
  {
    repoURL: fc.constantFrom(URL, URL, URL, "https://example.com/else.git"),
    targetRevision: fc.constantFrom("main", "main", "HEAD", "v1"),
    path: fc.constantFrom("apps", "a", "b", "c", ".", "missing"),
    directory: fc.record(
      { recurse: fc.boolean(), include: fc.constant("*.yaml"), exclude: fc.constant("z*") },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["repoURL", "path"] },
);

const application = fc
  .record({
    name,
    wave: maybe(fc.constantFrom("0", "5", "-1", "soon")),
    cascade: fc.boolean(),
    sources: fc.array(source, { minLength: 1, maxLength: 2 }),
    destination,
    automated: maybe(fc.record({ prune: fc.boolean(), allowEmpty: fc.boolean() }, { requiredKeys: [] })),
  })
  .map(({ name, wave, cascade, sources, destination, automated }) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: "argocd",
      ...(wave === undefined ? {} : { annotations: { "argocd.argoproj.io/sync-wave": wave } }),
      ...(cascade ? { finalizers: ["resources-finalizer.argocd.argoproj.io"] } : {}),
    },
    spec: {
      project: "default",
      ...(sources.length === 1 ? { source: sources[0] } : { sources }),
      destination,
      ...(automated ? { syncPolicy: { automated } } : {}),
    },
  }));

const version = fc.constantFrom(
  "v1.33.6---vmware.1-fips-vkr.2",
  "v1.33.6+vmware.1-fips-vkr.2",
  "v1.33.6---vmware.1-vkr.2",
  "v1.33.10---vmware.1-fips-vkr.1",
  "v1.34.2---vmware.2-fips-vkr.3",
  "newest",
);
const pool = fc.record(
  {
    class: fc.constantFrom("node-pool", "gpu"),
    name: fc.constantFrom("p", "q"),
    replicas: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ["class", "name"] },
);
const cluster = fc
  .record({
    metadata: fc.record(
      { name: clusterName, namespace, labels: fc.record({ environment }) },
      { requiredKeys: ["name"] },
    ),
    version,
    replicas: fc.constantFrom(1, 2, 3),
    machineDeployments: fc.uniqueArray(pool, { selector: (p) => p.name, maxLength: 2 }),
    paused: fc.boolean(),
  })
  .map(({ metadata, version, replicas, machineDeployments, paused }) => ({
    apiVersion: "cluster.x-k8s.io/v1beta2",
    kind: "Cluster",
    metadata,
    spec: {
      paused,
      topology: {
        classRef: { name: "builtin-generic-v3.6.0", namespace: "public" },
        version,
        controlPlane: { replicas },
        workers: { machineDeployments },
      },
    },
  }));

const registration = fc.oneof(
  fc.record({ name: clusterName, namespace }).map((metadata) => ({
    apiVersion: "field.vmware.com/v1",
    kind: "ArgoCluster",
    metadata,
    spec: { clusterName: metadata.name, argoNamespace: "argocd", project: "default" },
  })),
  namespace.map((name) => ({
    apiVersion: "field.vmware.com/v1",
    kind: "ArgoNamespace",
    metadata: { name, namespace: name },
    spec: { argoNamespace: "argocd", project: "default" },
  })),
);

const addonMetadata = fc.record({ name: fc.constantFrom("contour", "k1-contour"), namespace });
const addon = fc.oneof(
  fc
    .record({
      metadata: addonMetadata,
      selectors: fc.array(environment, { maxLength: 2 }),
      pin: maybe(
        fc.constantFrom("contour.1.2.3-vmware.1-vks.1", "contour.1.2.3-vmware.1-vks.2", "contour.1.10.0"),
      ),
      stop: maybe(fc.constantFrom("Delete", "Retain")),
    })
    .map(({ metadata, selectors, pin, stop }) => ({
      apiVersion: "addons.kubernetes.vmware.com/v1alpha1",
      kind: "AddonInstall",
      metadata,
      spec: {
        addonRef: { name: "contour" },
        clusters: selectors.map((value) => ({ selector: { matchLabels: { environment: value } } })),
        ...(pin ? { releaseFilter: { ref: { name: pin } } } : {}),
        ...(stop ? { stopMatchingBehavior: stop } : {}),
      },
    })),
  fc.record({ metadata: addonMetadata, log: fc.constantFrom("info", "debug") }).map(({ metadata, log }) => ({
    apiVersion: "addons.kubernetes.vmware.com/v1alpha1",
    kind: "AddonConfig",
    metadata,
    spec: { clusterName: "k1", addonConfigDefinitionRef: { name: "contour.1" }, values: { log } },
  })),
);

const plain = fc
  .record({
    kind: fc.constantFrom("ConfigMap", "Secret", "Namespace", "ResourceQuota", "Service", "configmap"),
    metadata: fc.record(
      {
        name: fc.constantFrom("a", "team"),
        namespace,
        annotations: fc.constantFrom(
          { "argocd.argoproj.io/sync-options": "Prune=false" },
          { "argocd.argoproj.io/sync-wave": "3" },
        ),
      },
      { requiredKeys: ["name"] },
    ),
    data: fc.dictionary(fc.constantFrom("k", "l"), fc.constantFrom("1", 1, null, true, "$X"), {
      maxKeys: 2,
    }),
  })
  .map((object) => ({ apiVersion: "v1", ...object }));

const deployment = fc
  .record({ name, replicas: maybe(fc.nat(3)), image: fc.constantFrom("web:1", "web:2") })
  .map(({ name, replicas, image }) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
  }));

const set = fc.constantFrom("apps", "a").map((path) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ApplicationSet",
  metadata: { name: "set", namespace: "argocd" },
  spec: {
    generators: [{ git: { repoURL: URL, directories: [{ path: `${path}/*` }] } }],
    template: { spec: { source: { repoURL: URL, path: "{{path}}" } } },
  },
}));

const list = fc
  .array(plain, { maxLength: 2 })
  .map((items) => ({ apiVersion: "v1", kind: "List", metadata: {}, items }));

const kustomization = fc.constantFrom("x.yaml", "../a").map((resource) => ({
  apiVersion: "kustomize.config.k8s.io/v1beta1",
  kind: "Kustomization",
  resources: [resource],
}));

const document = fc.oneof(
  { weight: 6, arbitrary: application },
  { weight: 4, arbitrary: cluster },
  { weight: 3, arbitrary: registration },
  { weight: 3, arbitrary: addon },
  { weight: 3, arbitrary: plain },
  { weight: 2, arbitrary: deployment },
  { weight: 1, arbitrary: fc.oneof(set, list, kustomization) },
);

const ODD = [
  "",
  "# nothing but a comment\n",
  "a: [",
  "- 1\n- 2\n",
  "{{ if x }}\nkind: ConfigMap\n{{ end }}\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: $\x7bNAME}}\n",
  "a sentence\n",
  "---\n---\n",
  "kind: ConfigMap\n",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [a]}\ndata: {k: 1, k: 2}\n",
  "&a a: *a\n",
  "\0",
];

const file = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .array(document, { minLength: 1, maxLength: 3 })
      .map((documents) => documents.map((d) => `${JSON.stringify(d, null, 2)}\n`).join("---\n")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);

/** A repository of up to a dozen files. */
export const tree: fc.Arbitrary<FileMap> = fc
  .dictionary(fc.constantFrom(...PATHS), file, { maxKeys: PATHS.length })
  .map((files) => ({ ...files }));

/** A repository, and what a pull request with a few files makes of it. */
export const treePair: fc.Arbitrary<{ base: FileMap; head: FileMap }> = fc
  .record({
    base: tree,
    edits: fc.array(fc.tuple(fc.constantFrom(...PATHS), fc.option(file)), { minLength: 1, maxLength: 4 }),
  })
  .map(({ base, edits }) => {
    const head: Record<string, string> = { ...base };
    for (const [path, text] of edits) {
      if (text === null) delete head[path];
      else head[path] = text;
    }
    return { base, head };
  });
