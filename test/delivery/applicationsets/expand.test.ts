// ApplicationSets → the Applications they generate, one generator at a time.
import { describe, expect, test } from "@jest/globals";
import { expandSet } from "../../../src/delivery/applicationsets/expand.ts";
import type { KnownCluster } from "../../../src/delivery/applicationsets/inventory.ts";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import { get } from "../../../src/lib/json.ts";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { snapshots } from "../../support/repository.ts";

const TREE = {
  "apps/a/x.yaml": "a: 1\n",
  "apps/b/x.yaml": "a: 1\n",
  "apps/.hidden/x.yaml": "a: 1\n",
  "apps/b/deep/x.yaml": "a: 1\n",
  "env/dev/config.json": '{"cluster": {"name": "one", "tags": ["t"]}, "size": 3}',
  "env/prod/config.json": '[{"cluster": {"name": "two"}}, {"cluster": {"name": "three"}}]',
};
const cluster = (name: string, environment: string, server = ""): KnownCluster => ({
  name,
  server,
  project: "",
  argoNamespace: "argocd",
  labels: new Map([["environment", environment]]),
  annotations: new Map(),
});
const CLUSTERS = [cluster("cl01", "prod"), cluster("cl02", "lab", "https://cl02")];

const at = (argoNamespace: string): KnownCluster => ({ ...cluster("cl09", "prod"), argoNamespace });
const without: KnownCluster = { ...cluster("cl08", "prod"), labels: new Map() };

async function expand(
  generators: Json[],
  spec: JsonObject = {},
  template: JsonObject = {},
  clusters: readonly KnownCluster[] = CLUSTERS,
) {
  const { snapshots: made, readBlobs } = snapshots(TREE);
  const object = {
    spec: { generators, template: { metadata: { name: "{{name}}" }, spec: {}, ...template }, ...spec },
  };
  const set: Manifest = {
    object,
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "ApplicationSet",
    namespace: "argocd",
    name: "set",
    origin: { path: "set.yaml", line: 1 },
    lineOf: () => 1,
  };
  return expandSet(set, "argocd", "argocd", {
    snapshot: made[0] as Snapshot,
    files: createFiles(readBlobs),
    trackedRevision: ({ repoURL }) =>
      repoURL === "here" ? { kind: "this-merge" } : { kind: "repository", reason: "another repository" },
    clusters,
    onEitherSide: clusters,
    unseen: [],
  });
}
const names = async (...args: Parameters<typeof expand>) =>
  (await expand(...args)).applications.map(({ name }) => name);
const named = (name: string) => ({ metadata: { name } });
const list = (...elements: Json[]) => ({ list: { elements } });
const git = (block: JsonObject) => ({ git: { repoURL: "here", revision: "HEAD", ...block } });

describe("generators", () => {
  test("list", async () => {
    expect(await names([list({ name: "a" }, { name: "b" })])).toEqual(["a", "b"]);
    expect(await names([list({ n: 1 })], { goTemplate: true }, named("x{{ .n }}"))).toEqual(["x1"]);
    expect((await expand([list({ name: 1 })])).unknown[0]?.reason).toMatch(/not a text/);
  });

  test("git directories", async () => {
    const directories = [{ path: "apps/*" }, { path: "apps/b", exclude: true }];
    expect(await names([git({ directories })], {}, named("{{path[0]}}-{{path.basename}}"))).toEqual([
      "apps-a",
    ]);
    expect((await expand([git({ directories, repoURL: "there" })])).unknown[0]?.reason).toMatch(/another/);
  });

  test("git files", async () => {
    const files = [{ path: "env/*/config.json" }];
    const flat = named("{{cluster.name}}-{{path.basename}}-{{path.filename}}");
    const all = ["one-dev-config.json", "two-prod-config.json", "three-prod-config.json"];
    expect(await names([git({ files })], {}, flat)).toEqual(all);
    const nested = named("{{ .cluster.name }}-{{ .path.basename }}-{{ .path.filename }}");
    expect(await names([git({ files })], { goTemplate: true }, nested)).toEqual(all);
    expect((await expand([git({ files })], {}, flat)).inputs).toEqual([
      "env/dev/config.json",
      "env/prod/config.json",
    ]);
  });

  test("clusters", async () => {
    const lab = {
      clusters: { selector: { matchLabels: { environment: "lab" } }, values: { n: "v-{{name}}" } },
    };
    expect(await names([lab], {}, named("{{values.n}}-{{metadata.labels.environment}}"))).toEqual([
      "v-cl02-lab",
    ]);
    expect(await names([{ clusters: {} }])).toEqual(["in-cluster", "cl01", "cl02"]);
    const other = { clusters: { selector: { matchLabels: { tier: "1" } } } };
    expect((await expand([other])).unknown[0]?.reason).toMatch(/every cluster with label tier/);
  });

  test.each<[string, KnownCluster[], RegExp]>([
    ["none is registered", [], /that Git does not register/],
    ["all are with another Argo CD", [at("argocd-2")], /registers none with the Argo CD in argocd$/],
    ["the label is with another Argo CD", [at("argocd-2"), without], /label environment, which no/],
    [
      "one is with an Argo CD that is filled in",
      [at("<argocd>"), ...CLUSTERS],
      /cl09 in <argocd>, a placeholder/,
    ],
  ])("clusters are not known where %s", async (_, clusters, reason) => {
    const asked = { clusters: { selector: { matchLabels: { environment: "prod" } } } };
    expect((await expand([asked], {}, {}, clusters)).unknown[0]?.reason).toMatch(reason);
  });

  test("an address that Git does not know becomes the name, or refuses the set", async () => {
    const { applications } = await expand(
      [{ clusters: {} }],
      {},
      { spec: { destination: { server: "{{server}}" } } },
    );
    expect(applications.map(({ object }) => (object["spec"] as JsonObject)["destination"])).toEqual([
      { server: "https://kubernetes.default.svc" },
      { name: "cl01" },
      { server: "https://cl02" },
    ]);
    const elsewhere = await expand([{ clusters: {} }], {}, { spec: { project: "{{server}}" } });
    expect(elsewhere.refused).toMatch(/address/);
  });

  test("matrix, the second child filled in from the first", async () => {
    const second = git({ directories: [{ path: "{{dir}}/*" }, { path: "apps/b", exclude: true }] });
    const matrix = { matrix: { generators: [list({ name: "x", dir: "apps" }), second] } };
    expect(await names([matrix], {}, named("{{name}}-{{path.basename}}"))).toEqual(["x-a"]);
  });

  test("merge", async () => {
    const merge = {
      merge: {
        mergeKeys: ["name"],
        generators: [list({ name: "a", s: "1" }, { name: "b", s: "1" }), list({ name: "b", s: "2" })],
      },
    };
    expect(await names([merge], {}, named("{{name}}{{s}}"))).toEqual(["a1", "b2"]);
  });

  test("a selector filters what a generator gives", async () => {
    const selector = { matchExpressions: [{ key: "name", operator: "NotIn", values: ["a"] }] };
    expect(await names([{ ...list({ name: "a" }, { name: "b" }), selector }])).toEqual(["b"]);
  });

  test.each(["scmProvider", "pullRequest", "plugin", "clusterDecisionResource"])(
    "%s is named",
    async (kind) => {
      const { applications, unknown } = await expand([{ [kind]: {} }, list({ name: "a" })]);
      expect(applications.map(({ name }) => name)).toEqual(["a"]);
      expect(unknown[0]?.reason).toContain(kind);
    },
  );
});

describe("the template", () => {
  const finalizers = async (spec: JsonObject, own: string[] = []) => {
    const { applications } = await expand([list({ name: "a" })], spec, {
      metadata: { name: "a", finalizers: own },
    });
    return get(applications[0]?.object, ["metadata", "finalizers"]);
  };

  test("brings the finalizer, unless resources are kept or it has its own", async () => {
    expect(await finalizers({})).toEqual(["resources-finalizer.argocd.argoproj.io"]);
    expect(await finalizers({ syncPolicy: { preserveResourcesOnDeletion: true } })).toEqual([]);
    expect(await finalizers({}, ["own"])).toEqual(["own"]);
  });

  test("of a generator wins over the set's; a patch over both", async () => {
    const own = { list: { elements: [{ name: "a" }], template: { metadata: {}, spec: { project: "own" } } } };
    const templatePatch = "spec:\n  destination:\n    name: {{name}}\n  extra: null\n";
    const base = { spec: { project: "base", extra: "x" } };
    const { applications } = await expand([own], { templatePatch }, base);
    expect(applications[0]?.object["spec"]).toEqual({ project: "own", destination: { name: "a" } });
  });

  test("leaves out what has a name twice or one that the API refuses, and tells what has no value", async () => {
    const go = { goTemplate: true };
    const template = {
      metadata: { name: "{{ .name }}" },
      spec: { project: "{{ .p.q }}-{{ default `x` .p }}" },
    };
    const found = await expand(
      [list({ name: "a", p: { q: "r" } }, { name: "a" }, { name: "B" }, { name: "c" })],
      go,
      template,
    );
    expect(found.applications.map(({ object }) => get(object, ["spec", "project"]))).toEqual([
      "r-map[q:r]",
      "<no value>-x",
    ]);
    expect(found.flaws).toEqual([
      { kind: "duplicate", name: "a", expressions: ["{{.p.q}}"] },
      { kind: "invalid-name", name: "B", expressions: ["{{.p.q}}"] },
      { kind: "no-value", name: "c", expressions: ["{{.p.q}}"] },
    ]);
  });

  test("refuses the set for a name that nothing fills in", async () => {
    expect((await expand([list({ other: "a" })])).refused).toMatch(/placeholder/);
    const go = { goTemplate: true, goTemplateOptions: ["missingkey=error"] };
    expect((await expand([list({})], go, named("{{ .nope }}"))).refused).toBeDefined();
  });
});
