// Applications and sets below something that is not evaluated: who delivers them, and what is claimed of them.
import { describe, expect, test } from "@jest/globals";
import { changeLine } from "../../support/plan-lines.ts";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, object } from "../../support/small-fleet.ts";

const plugin = (name: string, path: string) =>
  app(name, { path, namespace: "argocd" }).replace(
    `    path: ${path}`,
    `    path: ${path}\n    plugin: {name: p}`,
  );
const REMOTE = "'github.com/example-org/shared/base?ref=v1'";
const kustomization = (...resources: string[]) => `resources: [${resources.join(", ")}]\n`;
const child = app("child", { path: "web", destination: "cl01", finalizer: true });
const WEB: FileMap = { "web/one.yaml": object("ConfigMap", "one") };
const changedWeb: FileMap = { "web/one.yaml": `${object("ConfigMap", "one")}data: {a: b}\n` };

async function said(base: FileMap, head: FileMap) {
  const { changes, deliveries } = await planInputs({ base, head });
  return {
    changes: changes.map((change) => `${changeLine(change)} by ${change.via.join(" > ")}`),
    roots: deliveries.head.roots,
    unknown: [...new Set(deliveries.notEvaluated.map(({ application }) => application))],
  };
}

describe("an Application that is declared in full", () => {
  const byPlugin = { ...WEB, "boot.yaml": plugin("boot", "boot"), "boot/child.yaml": child };
  const byRemote = {
    ...WEB,
    "boot.yaml": app("boot", { namespace: "argocd" }),
    "boot/child.yaml": child,
    "boot/kustomization.yaml": kustomization(REMOTE, "child.yaml"),
  };

  test.each([
    ["a plugin", byPlugin],
    ["a kustomization with a remote base", byRemote],
  ])("comes from %s that gets it, and is no root", async (_, files) => {
    expect(await said(files, { ...files, ...changedWeb })).toEqual({
      changes: ["update ConfigMap shop/one by argocd/boot > argocd/child"],
      roots: ["argocd/boot"],
      unknown: [],
    });
  });

  test("leaves with the line that names it, whatever the remote base holds", async () => {
    const head = { ...byRemote, "boot/kustomization.yaml": kustomization(REMOTE) };
    const { changes, unknown } = await said(byRemote, head);
    expect(changes).toContainEqual(expect.stringContaining("remove Application argocd/child"));
    expect(unknown).toEqual(["argocd/boot"]);
  });
});

test("what a kustomization that is not built renames is no root", async () => {
  const files = {
    ...WEB,
    "boot.yaml": app("boot", { namespace: "argocd" }),
    "boot/child.yaml": child,
    "boot/kustomization.yaml": `namePrefix: p-\n${kustomization("child.yaml")}`,
  };
  const { roots, changes, unknown } = await said(files, { ...files, ...changedWeb });
  expect([roots, changes, unknown]).toEqual([["argocd/boot"], [], ["argocd/boot"]]);
});

test.each([
  ["no longer", 0],
  ["only now", 1],
])("an Application that can be evaluated %s takes nothing away and brings nothing", async (_, evaluated) => {
  const read = { ...WEB, "boot.yaml": app("boot", { namespace: "argocd" }), "boot/child.yaml": child };
  const unread = {
    ...read,
    "boot/kustomization.yaml": `namePrefix: p-\n${kustomization(REMOTE, "child.yaml")}`,
  };
  const [base, head] = evaluated === 0 ? [read, unread] : [unread, read];
  const { changes, unknown } = await said(base as FileMap, head as FileMap);
  expect([changes, unknown]).toEqual([[], ["argocd/boot"]]);
});

describe("an Application in what a set makes for clusters that Git does not know", () => {
  const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: boot, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {env: prod}}}}]
  template:
    metadata: {name: "{{name}}-boot"}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: 'boot/{{values.tier}}'}
      destination: {name: in-cluster, namespace: argocd}
`;
  const files = {
    ...WEB,
    "boot.yaml": set,
    "boot/gold/child.yaml": child,
    "boot/root.yaml": app("other", { path: "other" }),
    "other/two.yaml": object("ConfigMap", "two"),
  };

  test("is no root, and what it reads is not evaluated", async () => {
    const head = { ...files, ...changedWeb };
    expect(await said(files, head)).toEqual({
      changes: [],
      roots: ["argocd/other", "argocd/boot"],
      unknown: ["argocd/boot"],
    });
  });
});
