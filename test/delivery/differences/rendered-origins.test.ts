// Where a changed value of a rendered object is said to be declared.
import { expect, test } from "@jest/globals";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const tree = (values: string, parameter = "x", template = "data"): FileMap => ({
  "app.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: it, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", path: c, helm: {parameters: [{name: p, value: ${parameter}}]}}
  destination: {name: somewhere, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`,
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "c/values.yaml": values,
  "c/templates/a.yaml": `line one\n${template}\n`,
});

/** Instead of Helm: the values, and the parameter, as data of one object. */
async function placeOf(base: FileMap, head: FileMap): Promise<string | undefined> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  const plan = await planImpact(before, after, DEFAULT_CONFIG, CONTEXT, {
    readBlobs,
    renderers: {
      render: async ({ files, steps }) => {
        const values = (files.get("c/values.yaml")?.text ?? "").replaceAll(/^/gm, "  ");
        const set = steps[0]?.find((arg) => arg.startsWith("p=")) ?? "";
        const key = files.get("c/templates/a.yaml")?.text.split("\n")[1];
        const text = `# Source: c/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {p: ${set}}}\n${key}:\n${values}\n`;
        return { state: "rendered", text };
      },
    },
  });
  const source = plan.changes.find(({ object }) => object.kind === "ConfigMap")?.source;
  return source ? `${source.path}:${source.line}` : undefined;
}

test.each<[string, FileMap, FileMap, string]>([
  ["the only value that differs", tree("a: one\nb: two\n"), tree("a: one\nb: six\n"), "c/values.yaml:2"],
  ["the value that says the same", tree("x: 1\na: one\n"), tree("x: 2\na: six\n"), "c/values.yaml:2"],
  [
    "one of two that say the same: nobody knows",
    tree("a: one\nb: two\n"),
    tree("a: six\nb: six\n"),
    "c/templates/a.yaml:1",
  ],
  [
    "a template that differs itself",
    tree("a: one\n"),
    tree("a: one\n", "x", "binaryData"),
    "c/templates/a.yaml:2",
  ],
  [
    "an Application that is declared otherwise too",
    tree("a: one\n"),
    tree("a: one # same\n", "y"),
    "c/templates/a.yaml:1",
  ],
])("%s", async (_, base, head, place) => {
  expect(await placeOf(base, head)).toBe(place);
});
