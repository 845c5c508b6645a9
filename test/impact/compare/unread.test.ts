// A file that one side could not read says nothing about the objects in it.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../support/repository.ts";

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: HEAD, path: web}
  destination: {name: in-cluster, namespace: web}
  syncPolicy: {automated: {prune: true}}
`;
const configMap = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: web}
`;
const files = (a: string, more: FileMap = {}): FileMap => ({
  "app.yaml": APPLICATION,
  "web/a.yaml": a,
  "web/b.yaml": configMap("b"),
  ...more,
});
const HUGE = `${configMap("a")}# ${"x".repeat(2 * 1024 * 1024)}\n`;

test.each<[string, FileMap, FileMap, string[]]>([
  ["grows beyond what is read: nothing goes", files(configMap("a")), files(HUGE), []],
  ["shrinks to what is read: nothing comes", files(HUGE), files(configMap("a")), []],
  [
    "grows while another goes: that one goes",
    files(configMap("a"), { "web/c.yaml": configMap("c") }),
    files(HUGE),
    ["delete c"],
  ],
])("a file that %s", async (_, base, head, told) => {
  const { changes, deliveries } = await planInputs({ base, head });
  expect(changes.map(({ operation, object }) => `${operation} ${object.name}`)).toEqual(told);
  expect(deliveries.notEvaluated).toContainEqual(expect.objectContaining({ path: "web/a.yaml" }));
});

test("what cannot be evaluated on the head is no repair of what is broken on the base", async () => {
  const { changes, deliveries } = await planInputs({
    base: files("kind: ConfigMap\napiVersion: v1\nmetadata: {name: a\n"),
    head: files(configMap("a"), { "web/kustomization.yaml": "resources: [a.yaml, b.yaml]\n" }),
  });
  expect(changes.map(({ operation, object }) => `${operation} ${object.kind} ${object.name}`)).toEqual([]);
  expect(deliveries.notEvaluated).toContainEqual(expect.objectContaining({ application: "argocd/web" }));
});
