// A parent that delivers to another cluster: the set that it leaves behind goes on generating.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, object } from "../../support/small-fleet.ts";

const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: fan, namespace: argocd}
spec:
  generators: [{list: {elements: [{unit: a}]}}]
  template:
    metadata: {name: "fan-{{unit}}"}
    spec:
      source: {repoURL: "https://github.com/example-org/fleet.git", targetRevision: main, path: "fan/{{unit}}"}
      destination: {name: in-cluster, namespace: fan}
      syncPolicy: {automated: {prune: true}}
`;

const fleet = (destination: string): FileMap => ({
  "root.yaml": app("root", { path: "apps", destination }),
  "apps/fan.yaml": SET,
  "fan/a/one.yaml": object("ConfigMap", "one", { namespace: "fan" }),
});

test("nothing that it generated is removed", async () => {
  const { changes } = await planInputs({ base: fleet("in-cluster"), head: fleet("nowhere") });
  const removed = changes.filter(({ operation }) => ["remove", "delete"].includes(operation));
  expect(removed).toEqual([]);
});
