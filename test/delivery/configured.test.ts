// What the configuration tells about delivery: roots, Supervisors, other repositories, clusters that Git does not show.
import { describe, expect, test } from "@jest/globals";
import { CONFIG_PATH } from "../../src/policy/configuration/merge.ts";
import type { FileMap } from "../support/repository.ts";
import { planInputs } from "../support/repository.ts";

const URL = "https://github.com/example-org/fleet.git";
const app = (
  name: string,
  path: string,
  destination = "{name: in-cluster, namespace: argocd}",
  namespace = "argocd",
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  project: default
  source: {repoURL: ${URL}, targetRevision: HEAD, path: ${path}}
  destination: ${destination}
  syncPolicy: {automated: {prune: true}}
`;
const configMap = (value: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data: {key: ${value}}
`;
const cluster = (replicas: number) => `apiVersion: cluster.x-k8s.io/v1beta1
kind: Cluster
metadata: {name: cl01, namespace: prod}
spec: {topology: {class: builtin, version: v1.33.1, controlPlane: {replicas: ${replicas}}}}
`;

const plan = (base: FileMap, head: FileMap, config = "") =>
  planInputs({ base: { ...base, [CONFIG_PATH]: config }, head: { ...head, [CONFIG_PATH]: config } });

describe("roots", () => {
  const files = (value: string) => ({
    "root.yaml": app("root", "web"),
    "stray.yaml": app("stray", "stray"),
    "web/a.yaml": configMap("same"),
    "stray/a.yaml": configMap(value),
  });

  test("are found where nothing names them", async () => {
    const { changes, undelivered } = await plan(files("old"), files("new"));
    expect([changes.length, undelivered.length]).toEqual([1, 0]);
  });

  test("are those that are named and no other", async () => {
    const { changes, undelivered } = await plan(files("old"), files("new"), "roots: [argocd/root]\n");
    expect([changes.length, undelivered.length]).toEqual([0, 1]);
  });

  test("that neither side declares are not evaluated", async () => {
    const { deliveries } = await plan(files("old"), files("new"), "roots: [argocd/root, argocd/gone]\n");
    expect(deliveries.notEvaluated).toEqual([
      {
        application: "argocd/gone",
        reason: "the configuration names it as a root, and no file of either side declares it",
      },
    ]);
  });
});

test("named roots are missed where no file declares any Application", async () => {
  const files = (value: string) => ({ "web/a.yaml": configMap(value) });
  const { deliveries } = await plan(files("old"), files("new"), "roots: [argocd/root]\n");
  expect(deliveries.notEvaluated.map(({ application }) => application)).toEqual(["argocd/root"]);
});

describe("copies of one object that nobody delivers", () => {
  const files = (one: string, other: string) => ({
    "root.yaml": app("root", "live"),
    "live/a.yaml": configMap("live"),
    "one/a.yaml": configMap(one),
    "other/a.yaml": configMap(other),
  });
  const dormantPaths = async (base: FileMap, head: FileMap) =>
    (await plan(base, head)).deliveries.undelivered.map(
      (one) => `${one.base?.origin.path} ${one.head?.origin.path}`,
    );

  test("are each compared with their own file", async () => {
    const commented = { "other/a.yaml": `# a word\n${configMap("same")}` };
    const head = { ...files("new", "same"), ...commented };
    expect(await dormantPaths(files("old", "same"), head)).toEqual(["one/a.yaml one/a.yaml"]);
  });

  test("are found again where they move", async () => {
    const { "one/a.yaml": one, ...rest } = files("1", "2");
    expect(await dormantPaths({ "one/a.yaml": one, ...rest }, { ...rest, "moved/a.yaml": one })).toEqual([]);
  });
});

describe("supervisors", () => {
  const files = (replicas: number) => ({
    "east.yaml": app("east", "east", "{name: east, namespace: prod}"),
    "west.yaml": app("west", "west", "{name: in-cluster, namespace: prod}", "argocd-west"),
    "east/cl01.yaml": cluster(replicas),
    "west/cl01.yaml": cluster(3),
  });

  test.each([
    ["nothing tells", "", "supervisor:argocd"],
    ["each has a name", "supervisors: {eu: [east], us: [argocd-west/in-cluster]}\n", "supervisor:eu"],
    [
      "its own cluster goes by its address",
      "supervisors: {eu: [east], us: ['argocd-west/https://kubernetes.default.svc']}\n",
      "supervisor:eu",
    ],
    [
      "both mean one, one of them by its address",
      "supervisors: {eu: [east, 'https://kubernetes.default.svc']}\n",
      "supervisor",
    ],
    ["both mean one", "supervisors: {eu: [east, in-cluster]}\n", "supervisor"],
  ])("where %s", async (_, config, label) => {
    const { changes } = await plan(files(3), files(5), config);
    expect(changes.map(({ destination }) => destination.cluster)).toEqual([label]);
  });
});

test("edits that no Application here delivers may matter where other repositories are named", async () => {
  const files = (value: string) => ({ "root.yaml": app("root", "web"), "other/a.yaml": configMap(value) });
  const config = "repositories: [https://github.com/example-org/platform]\n";
  const { undelivered, deliveries } = await plan(files("old"), files("new"), config);
  expect(undelivered).toEqual([]);
  expect(deliveries.notEvaluated).toEqual([
    { path: "other/a.yaml", reason: expect.stringContaining("example-org/platform are not read") },
  ]);
});

describe("a cluster of the catalogue", () => {
  const CATALOG = "catalog: {clusters: [{name: cl09, labels: {tier: web}}]}\n";

  test("does not dangle", async () => {
    const files = (value: string) => ({
      "root.yaml": app("root", "web", "{name: cl09, namespace: web}"),
      "web/a.yaml": configMap(value),
    });
    const dangling = async (config: string) =>
      (await plan(files("old"), files("new"), config)).head.delivery.applications.get("argocd/root")
        ?.destination.dangling;
    expect([await dangling(""), await dangling(CATALOG)]).toEqual(["cl09", undefined]);
  });

  test("is one that an ApplicationSet generates for", async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {tier: web}}}}]
  template:
    metadata: {name: "web-{{name}}"}
    spec:
      project: default
      source: {repoURL: ${URL}, targetRevision: HEAD, path: web}
      destination: {name: "{{name}}", namespace: web}
`;
    const files = (value: string) => ({ "set.yaml": set, "web/a.yaml": configMap(value) });
    const { head } = await plan(files("old"), files("new"), CATALOG);
    expect([...head.delivery.applications.keys()]).toEqual(["argocd/web-cl09"]);
  });
});
