// What projects permit: what breaks, what stays, and what Git cannot tell.
import { describe, expect, test } from "@jest/globals";
import { laidOver, replacing } from "../../../support/check.ts";
import { type FileMap, FLEET, planInputs } from "../../../support/repository.ts";
import { app, drop, object, shop } from "../../../support/small-fleet.ts";

const PROJECT = "platform/project-workloads.yaml";
const CL02 = "bootstrap/argoApps/cl02-app.yaml";

type Edits = readonly (readonly [string, string])[];
const edited = (path: string, ...edits: Edits) => withEdits(FLEET, path, edits);
const withEdits = (tree: FileMap, path: string, edits: Edits) =>
  laidOver(tree, { [path]: replacing(...edits) });

async function judged(head: FileMap, base: FileMap = FLEET) {
  const { changes, deliveries } = await planInputs({ base, head });
  const broken = changes.filter((c) => c.operation === "break").map((c) => c.object.name);
  return { changes, broken, reasons: deliveries.notEvaluated.map((entry) => entry.reason) };
}

const rules = (text: string): [string, string] => [
  "  clusterResourceWhitelist:",
  `${text}\n  clusterResourceWhitelist:`,
];

describe("an Application breaks", () => {
  test("by a namespace that one of its objects names", async () => {
    const page = "workloads/cl01/demo-app/html.yaml";
    const narrow = withEdits(FLEET, PROJECT, [
      [
        `  - name: cl01\n    namespace: "*"`,
        "  - name: cl01\n    namespace: demo-app\n  - name: cl01\n    namespace: online-boutique",
      ],
    ]);
    const base = withEdits(narrow, "clusters/cl01/argo-register.yaml", [
      ["project: workloads", "project: default"],
    ]);
    const head = withEdits(base, page, [["namespace: demo-app", "namespace: elsewhere"]]);
    expect((await judged(head, base)).broken).toEqual(["app-1"]);
  });

  test("by a cluster-scoped kind", async () => {
    expect((await judged(edited(PROJECT, ["kind: Namespace", "kind: StorageClass"]))).broken).toEqual([
      "app-2",
    ]);
  });

  test("by what it is generated from: a set's Application like any other", async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd-instance-1}
spec:
  generators: [{list: {elements: [{team: red}]}}]
  template:
    metadata: {name: "{{team}}"}
    spec:
      project: workloads
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: workloads/cl01/demo-app}
      destination: {name: cl02, namespace: red}
`;
    const base = { ...FLEET, "bootstrap/teams.yaml": set };
    const head = withEdits(base, PROJECT, [
      ["https://github.com/example-org/fleet.git", "https://example.org/x"],
    ]);
    expect((await judged(head, base)).broken.sort()).toEqual(["app-1", "app-2", "red"]);
  });
});

describe("an AppProject that Git drops", () => {
  test("breaks nothing where it is not pruned", async () => {
    const keep = edited(PROJECT, [
      "  namespace: argocd-instance-1",
      "  namespace: argocd-instance-1\n  annotations: {argocd.argoproj.io/sync-options: Prune=false}",
    ]);
    expect((await judged(drop(keep, PROJECT), keep)).broken).toEqual([]);
    expect((await judged(drop(FLEET, PROJECT))).broken).toEqual(["app-1", "app-2"]);
  });
});

describe("objects that a project does not permit", () => {
  test("stay when their Application is deleted with its finalizer", async () => {
    const denied = edited(PROJECT, rules("  namespaceResourceBlacklist:\n  - {group: '', kind: Service}"));
    const { changes } = await judged(drop(denied, "bootstrap/argoApps/app-1.yaml"), denied);
    const fates = changes
      .filter((c) => c.application?.endsWith("app-1"))
      .map((c) => [c.object.kind, c.operation, c.cause]);
    expect(fates).toContainEqual(["Service", "orphan", "not-permitted"]);
    expect(fates).toContainEqual(["ConfigMap", "delete", "cascade"]);
  });

  test("stay as well where a person deletes the Application", async () => {
    const denied = `${object("AppProject", "strict", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", name: "*", namespace: "*"}]
  namespaceResourceBlacklist: [{group: "", kind: Secret}]
`;
    const base = {
      ...shop({ finalizer: true }, { automated: null }),
      "apps/strict.yaml": denied,
      "apps/shop.yaml": app("shop", { finalizer: true }).replace("spec:", "spec:\n  project: strict"),
      "shop/two.yaml": object("Secret", "two"),
    };
    const { changes } = await planInputs({ base, head: drop(base, "apps/shop.yaml") });
    expect(
      changes
        .filter((c) => c.application === "argocd/shop")
        .map((c) => [c.object.kind, c.operation, c.applies, c.cause]),
    ).toEqual([
      ["Secret", "orphan", "manual", "not-permitted"],
      ["ConfigMap", "delete", "manual", "cascade"],
    ]);
  });
});

describe("what is not known", () => {
  test("a project that Git does not deliver, once for all that ask it", async () => {
    const one = edited(CL02, ["project: default", "project: payments"]);
    const undeclared =
      "AppProject argocd-instance-1/payments is not delivered from Git, so what it permits is not known";
    expect((await judged(one)).reasons).toEqual([undeclared]);
    const two = withEdits(one, "bootstrap/argoApps/cl03-app.yaml", [
      ["project: default", "project: payments"],
    ]);
    expect((await judged(two)).reasons).toEqual([`${undeclared} (2 Applications)`]);
    expect((await judged(withEdits(one, CL02, [["prune: true", "prune: false"]]), one)).reasons).toEqual([]);
  });

  test("a cluster's address that Git does not show", async () => {
    const apart = (tree: FileMap) =>
      withEdits(tree, "clusters/cl01/argo-register.yaml", [["project: workloads", "project: default"]]);
    const head = edited(PROJECT, ["name: cl01", "server: https://10.1.2.3:6443"]);
    const { reasons, broken } = await judged(apart(head), apart(FLEET));
    expect(broken).toEqual([]);
    expect(reasons.join("\n")).toContain(
      "whether it permits the destination cl01, namespace demo-app is not known from Git",
    );
  });

  test("signatures and accounts, when they change", async () => {
    const head = edited(
      PROJECT,
      rules(
        "  signatureKeys: [{keyID: ABCDEF0123456789}]\n  destinationServiceAccounts: [{server: '*', namespace: '*', defaultServiceAccount: deployer}]",
      ),
    );
    expect((await judged(head)).reasons).toEqual([
      "AppProject argocd-instance-1/workloads demands signed commits; whether they are signed is not evaluated",
      "AppProject argocd-instance-1/workloads changes the accounts that sync; what they may do is not evaluated",
    ]);
    expect((await judged(head, head)).reasons).toEqual([]);
  });
});

test("a declared default project holds, but for clusters that are registered for it", async () => {
  const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: default, namespace: argocd-instance-1}
spec:
  sourceRepos: ["*"]
  destinations: [{name: "*", server: "*", namespace: argocd-instance-1}]
`;
  const { broken } = await judged({ ...FLEET, "bootstrap/default.yaml": project });
  expect(broken.sort()).toEqual(["platform", "root-app"]);
});

test("another change of an Application says nothing of its project", async () => {
  const { changes, reasons } = await judged(
    edited("bootstrap/argoApps/app-1.yaml", ["selfHeal: true", "selfHeal: false"]),
  );
  expect(changes).toHaveLength(1);
  expect(reasons).toEqual([]);
});
