// Charts that ask whether their destination has custom resources, and what Git delivers there.
import { expect, test } from "@jest/globals";
import type { Renderers } from "../../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const application = (name: string, destination: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", path: ${name}}
  destination: {name: ${destination}, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`;
const crd = (group: string, served = true) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: monitors.${group}}
spec:
  group: ${group}
  names: {kind: Monitor, plural: monitors}
  scope: Namespaced
  versions:
  - {name: v1, served: ${served}, storage: true}
`;
const GROUP = "monitoring.example.com";
const tree = (value: number, more: FileMap): FileMap => ({
  "apps/chart.yaml": application("chart", "one"),
  "apps/crds.yaml": application("crds", "one"),
  "apps/far.yaml": application("far", "two"),
  "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
  "chart/templates/a.yaml": `{{ if .Capabilities.APIVersions.Has "${GROUP}/v1/Monitor" }}\n`,
  "chart/values.yaml": `a: ${value}\n`,
  "crds/none.yaml": "",
  "far/none.yaml": "",
  ...more,
});

/** A Helm that prints one object, and another one where it is told of the API. */
const renderers: Renderers = {
  render: async ({ steps, files }) => {
    const value = files.get("chart/values.yaml")?.text.trim();
    const object = (name: string) =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {is: "${value}"}\n`;
    const told = steps.at(-1)?.includes(`${GROUP}/v1/Monitor`);
    return { state: "rendered", text: object("a") + (told ? object("monitor") : "") };
  },
};

async function planned(base: FileMap, head: FileMap): Promise<string[]> {
  const { snapshots: made, readBlobs } = snapshots(tree(1, base), tree(2, head));
  const [before, after] = made as [Snapshot, Snapshot];
  const plan = await planImpact(before, after, DEFAULT_CONFIG, CONTEXT, { readBlobs, renderers });
  const changes = plan.changes.filter(({ object }) => object.kind === "ConfigMap");
  return [
    ...changes.map(({ operation, object }) => `${operation} ${object.name}`),
    ...plan.notEvaluated.map(({ reason }) => reason),
  ];
}

const UNKNOWN = `the chart depends on whether the destination has ${GROUP}/v1/Monitor, which Git does not tell`;

test.each<[string, FileMap, FileMap, string[]]>([
  [
    "both sides deliver",
    { "crds/crd.yaml": crd(GROUP) },
    { "crds/crd.yaml": crd(GROUP) },
    ["update a", "update monitor"],
  ],
  ["nobody delivers", {}, {}, [UNKNOWN]],
  ["this merge brings", {}, { "crds/crd.yaml": crd(GROUP) }, [UNKNOWN]],
  ["this merge takes away", { "crds/crd.yaml": crd(GROUP) }, {}, [UNKNOWN]],
  ["goes elsewhere", { "far/crd.yaml": crd(GROUP) }, { "far/crd.yaml": crd(GROUP) }, [UNKNOWN]],
  [
    "is not served",
    { "crds/crd.yaml": crd(GROUP, false) },
    { "crds/crd.yaml": crd(GROUP, false) },
    [UNKNOWN],
  ],
  [
    "is of another group",
    { "crds/crd.yaml": crd("x.example.com") },
    { "crds/crd.yaml": crd("x.example.com") },
    [UNKNOWN],
  ],
])("a definition that %s", async (_, base, head, expected) => {
  expect(await planned(base, head)).toEqual(expected);
});
