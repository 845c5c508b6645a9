// What a project permits, as argo-cd's own app_project_types_test.go and util/glob describe it.
import { expect, test } from "@jest/globals";
import {
  permitsDestination,
  permitsKind,
  permitsNamespaceOfApplication,
  permitsSource,
} from "../../../src/delivery/projects/project-matching.ts";
import { builtInProject } from "../../../src/manifests/argocd/project.ts";
import type { ClusterPlace, ProjectDestination, ProjectSpec } from "../../../src/model/project.ts";

const project = (part: Partial<ProjectSpec>): ProjectSpec => ({
  ...builtInProject("argocd"),
  name: "team",
  ...part,
});
const FLEET = "https://github.com/example-org/fleet.git";

test.each<[string[], string, boolean]>([
  [["*"], FLEET, true],
  [[], FLEET, false],
  [["https://github.com/example-org/fleet"], FLEET, true],
  [["https://GitHub.com/Example-Org/*"], FLEET, true],
  [["https://github.com/*"], FLEET, false],
  [["https://github.com/**"], FLEET, true],
  [["https://github.com/?xample-org/fl**t"], FLEET, true],
  [["*", "!https://github.com/example-org/*"], FLEET, false],
  [["!https://github.com/example-org/other"], FLEET, true],
  [["!*"], FLEET, true],
  [["https://github.com/{example-org,other}/fleet"], FLEET, false],
  [["git@github.com:example-org/*"], "ssh://git@github.com/example-org/fleet.git", true],
  [["git@github.com:example-org/*"], FLEET, false],
])("sourceRepos %j and %s", (sourceRepos, url, expected) => {
  expect(permitsSource(project({ sourceRepos }), url)).toBe(expected);
});

const NOWHERE = { guest: false, scopedTo: undefined, scopedNamespaces: [] };
const GUEST: ClusterPlace = { ...NOWHERE, name: "cl01", server: undefined, guest: true, scopedTo: "" };
const OWN: ClusterPlace = { ...NOWHERE, name: "in-cluster", server: "https://kubernetes.default.svc" };
const ANY = "https://kubernetes.default.svc";
const at = (name: string, server: string, namespace: string): ProjectDestination => ({
  name,
  server,
  namespace,
});

test.each<[string, ProjectDestination[], ClusterPlace, string, boolean | undefined]>([
  ["a name", [at("cl01", "", "shop")], GUEST, "shop", true],
  ["another namespace", [at("cl01", "", "shop")], GUEST, "bank", false],
  ["a namespace pattern", [at("cl*", "", "shop-*")], GUEST, "shop-web", true],
  ["every address", [at("", "*", "*")], GUEST, "shop", true],
  ["no destination", [], GUEST, "shop", false],
  ["an address Git does not show", [at("", "https://10.0.0.1:6443", "*")], GUEST, "shop", undefined],
  ["Argo CD's own address is no guest's", [at("", ANY, "*")], GUEST, "shop", false],
  ["an own address", [at("", ANY, "*")], OWN, "shop", true],
  ["a denied own address", [at("", "*", "*"), at("", `!${ANY}`, "*")], OWN, "shop", false],
  [
    "the own address is denied, a guest is not",
    [at("", "*", "*"), at("", `!${ANY}`, "*")],
    GUEST,
    "shop",
    true,
  ],
  ["a denied name", [at("*", "", "*"), at("!cl01", "", "*")], GUEST, "shop", false],
  ["a denied namespace", [at("", "*", "!kube-system"), at("", "*", "*")], OWN, "kube-system", false],
  ["a namespace that is not the denied one", [at("", "*", "!kube-system")], OWN, "shop", true],
  [
    "a namespace denied by cluster name alone does not bite",
    [at("*", "", "*"), at("cl01", "", "!x")],
    GUEST,
    "x",
    true,
  ],
])("destinations: %s", (_, destinations, place, namespace, expected) => {
  expect(permitsDestination(project({ destinations }), place, namespace)).toBe(expected);
});

test("a cluster registered for the project is permitted without being listed, and where the registration says", () => {
  const none = project({ destinations: [] });
  expect(permitsDestination(none, { ...GUEST, scopedTo: "team" }, "shop")).toBe(true);
  expect(permitsDestination(none, { ...GUEST, scopedTo: "other" }, "shop")).toBe(false);
  const namespaced = { ...GUEST, scopedTo: "team", scopedNamespaces: ["shop"] };
  expect([permitsDestination(none, namespaced, "shop"), permitsDestination(none, namespaced, "x")]).toEqual([
    true,
    false,
  ]);
});

test("where only clusters registered for the project are permitted", () => {
  const only = project({ onlyScopedClusters: true });
  const scopedTo = ["team", "other", undefined] as const;
  expect(scopedTo.map((to) => permitsDestination(only, { ...GUEST, scopedTo: to }, "shop"))).toEqual([
    true,
    false,
    undefined,
  ]);
});

test.each<[string, Partial<ProjectSpec>, [string, string], boolean, boolean]>([
  ["no list of namespaced kinds", {}, ["apps", "Deployment"], false, true],
  ["an empty one", { namespaceKinds: { permitted: [], denied: [] } }, ["apps", "Deployment"], false, false],
  [
    "one denied by pattern",
    { namespaceKinds: { permitted: undefined, denied: [{ group: "*.k8s.io", kind: "*" }] } },
    ["networking.k8s.io", "NetworkPolicy"],
    false,
    false,
  ],
  [
    "no list of cluster-scoped kinds",
    { clusterKinds: { permitted: [], denied: [] } },
    ["", "Namespace"],
    true,
    false,
  ],
  [
    "permitted and denied",
    { clusterKinds: { permitted: [{ group: "*", kind: "*" }], denied: [{ group: "", kind: "Namespace" }] } },
    ["", "Namespace"],
    true,
    false,
  ],
])("kinds: %s", (_, part, [group, kind], clusterScoped, expected) => {
  expect(permitsKind(project(part), { group, kind }, clusterScoped)).toBe(expected);
});

test("namespaces of Applications: the instance's own, globs, and regular expressions that nobody evaluates", () => {
  const of = (sourceNamespaces: string[], namespace: string) =>
    permitsNamespaceOfApplication(project({ sourceNamespaces }), namespace);
  expect(of([], "argocd")).toBe(true);
  expect(of([], "team-a")).toBe(false);
  expect(of(["team-*"], "team-a")).toBe(true);
  expect(of(["/^team-.*$/"], "team-a")).toBe(undefined);
});
