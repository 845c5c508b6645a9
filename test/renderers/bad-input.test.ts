// Renderers that fail one Application → exactly that one is not evaluated, and the rest of the plan stands.
import { expect, test } from "@jest/globals";
import type { Rendered } from "../../src/generate/render-job.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { planImpact } from "../../src/pipeline.ts";
import { CONTEXT, type FileMap, snapshots } from "../support/repository.ts";

const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", path: ${name}}
  destination: {name: somewhere, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`;
const configMap = (name: string, value: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "${value}"}\n`;
const tree = (value: number): FileMap => ({
  "apps/bad.yaml": application("bad"),
  "apps/good.yaml": application("good"),
  "apps/plain.yaml": application("plain"),
  "bad/kustomization.yaml": "resources: [a.yaml]\n",
  "bad/a.yaml": configMap("bad", value),
  "good/kustomization.yaml": "resources: [a.yaml]\n",
  "good/a.yaml": configMap("good", value),
  "plain/a.yaml": configMap("plain", value),
});

test.each<[string, Rendered, string]>([
  ["missing", { state: "unavailable", reason: "Kustomize is not installed" }, "Kustomize is not installed"],
  ["too slow", { state: "unavailable", reason: "it took longer than 30 s" }, "it took longer than 30 s"],
  [
    "failing for reasons of its own",
    { state: "failed", message: "out of memory", exact: true },
    "Kustomize failed: out of memory",
  ],
  [
    "another version, failing",
    { state: "failed", message: "yaml: no", exact: false },
    "Kustomize failed: yaml: no",
  ],
  ["silent", { state: "rendered", text: "\n" }, "Kustomize printed nothing although there are resources"],
])("%s", async (_, answer, reason) => {
  const { snapshots: made, readBlobs } = snapshots(tree(1), tree(2));
  const [before, after] = made as [Snapshot, Snapshot];
  const plan = await planImpact(before, after, DEFAULT_CONFIG, CONTEXT, {
    readBlobs,
    renderers: {
      render: async ({ directory, files }) =>
        directory === "bad" ? answer : { state: "rendered", text: files.get("good/a.yaml")?.text ?? "" },
    },
  });
  expect(plan.notEvaluated).toEqual([{ path: "bad/a.yaml", application: "argocd/bad", reason }]);
  expect(plan.changes.map(({ object, operation }) => `${operation} ${object.name}`)).toEqual([
    "update good",
    "update plain",
  ]);
  expect(plan.dormant).toEqual([]);
});
