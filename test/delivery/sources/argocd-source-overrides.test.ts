// What stands beside a source, or in Argo CD's own configuration, and changes what is asked of the renderers.
import { expect, test } from "@jest/globals";
import type { RenderJob } from "../../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const application = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: it, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", ${source}}
  destination: {name: somewhere, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`;
const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";
const PLAIN: FileMap = { "app.yaml": application("path: p"), "p/a.yaml": CONFIG_MAP };
const KUSTOMIZED: FileMap = {
  "app.yaml": application("path: k, kustomize: {images: [a=b:1], namePrefix: x-}"),
  "k/kustomization.yaml": "resources: [a.yaml]\n",
  "k/a.yaml": CONFIG_MAP,
};

async function planOf(base: FileMap, head: FileMap): Promise<{ plan: Plan; asked: string[] }> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const jobs: RenderJob[] = [];
  const render = async (job: RenderJob) => {
    jobs.push(job);
    const data = `data: {steps: ${JSON.stringify(JSON.stringify(job.steps))}}\n`;
    return { state: "rendered", text: `${CONFIG_MAP}${data}` } as const;
  };
  const [before, after] = made as [Snapshot, Snapshot];
  const ports = { readBlobs, renderers: { render } };
  const plan = await planImpact(before, after, DEFAULT_CONFIG, CONTEXT, ports);
  return { plan, asked: jobs.map((job) => job.steps.map((step) => step.join(" ")).join("; ")) };
}

test("overrides are merged: all, then the Application's own, lists as a whole; null clears nothing", async () => {
  const base = {
    ...KUSTOMIZED,
    "k/.argocd-source.yaml": "kustomize: {images: [a=b:2], nameSuffix: -y}\npath: elsewhere\n",
    "k/.argocd-source-other.yaml": "kustomize: {images: [a=b:9]}\n",
  };
  const head = { ...base, "k/.argocd-source-it.yaml": "kustomize: {images: [a=b:3], namePrefix: null}\n" };
  const { plan, asked } = await planOf(base, head);
  expect(asked).toEqual([
    "edit set nameprefix -- x-; edit set namesuffix -- -y; edit set image -- a=b:2; build .",
    "edit set nameprefix -- x-; edit set namesuffix -- -y; edit set image -- a=b:3; build .",
  ]);
  expect(plan.changes).toMatchObject([{ object: { kind: "ConfigMap" }, application: "argocd/it" }]);
  expect(plan.notEvaluated).toEqual([]);
});

test("one that changes how files are read is not applied, and said", async () => {
  const { plan } = await planOf(PLAIN, { ...PLAIN, "p/.argocd-source.yaml": "directory: {recurse: true}\n" });
  expect(plan.notEvaluated).toEqual([
    {
      path: "p/.argocd-source.yaml",
      application: "argocd/it",
      reason: "p/.argocd-source.yaml changes how its files are read, which is not applied",
    },
  ]);
});

test("one that cannot be parsed freezes the Application", async () => {
  const { plan } = await planOf(PLAIN, { ...PLAIN, "p/.argocd-source.yaml": "kustomize: [\n" });
  expect(plan.changes).toContainEqual(
    expect.objectContaining({ operation: "break", object: expect.objectContaining({ name: "it" }) }),
  );
});

test("build options of argocd-cm reach Kustomize, and their change every kustomization", async () => {
  const settings = (options: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {kustomize.buildOptions: ${options}}\n`;
  const base = { ...KUSTOMIZED, "argocd/argocd-cm.yaml": settings("--reorder legacy") };
  const head = { ...KUSTOMIZED, "argocd/argocd-cm.yaml": settings("--reorder none") };
  const { asked } = await planOf(base, head);
  expect(asked.map((one) => one.split("; ").at(-1))).toEqual([
    "build . --reorder legacy",
    "build . --reorder none",
  ]);
});

test("build options count for the Argo CD in whose namespace they are applied", async () => {
  const settings = (options: string, namespace = "") =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm${namespace}}\ndata: {kustomize.buildOptions: ${options}}\n`;
  const install = KUSTOMIZED["app.yaml"]
    ?.replace("name: it", "name: other-argocd")
    .replace("path: k,", "path: delivered,")
    .replace("namespace: demo", "namespace: other") as string;
  const head = {
    ...KUSTOMIZED,
    "k/a.yaml": `${CONFIG_MAP}data: {a: b}\n`,
    "install.yaml": install,
    "named/argocd-cm.yaml": settings("--network", ", namespace: other"),
    "beside/kustomization.yaml": "namespace: other\nresources: [argocd-cm.yaml]\n",
    "beside/argocd-cm.yaml": settings("--enable-star"),
    "delivered/argocd-cm.yaml": settings("--stack-trace"),
    "own/kustomization.yaml": "namespace: argocd\nresources: [argocd-cm.yaml]\n",
    "own/argocd-cm.yaml": settings("--reorder none"),
  };
  const { asked } = await planOf(KUSTOMIZED, head);
  expect(asked.filter((one) => one.includes("set image")).map((one) => one.split("; ").at(-1))).toContain(
    "build . --reorder none",
  );
});

test("Argo CD's own kustomizeBuildOptions count too; two that differ are nothing known", async () => {
  const argocd = `apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: {name: a, namespace: argocd}\nspec: {kustomizeBuildOptions: --network}\n`;
  const { plan } = await planOf(KUSTOMIZED, { ...KUSTOMIZED, "argocd/a.yaml": argocd });
  expect(plan.notEvaluated).toMatchObject([
    { reason: "Argo CD's kustomize.buildOptions --network is not reproduced" },
  ]);
});

test("what is the same on both sides is rendered once", async () => {
  const twice = {
    ...KUSTOMIZED,
    "second.yaml": KUSTOMIZED["app.yaml"]?.replace("name: it", "name: also") as string,
  };
  const { asked } = await planOf(twice, { ...twice, "notes/n.yaml": "# read by nobody\n" });
  expect(asked).toHaveLength(1);
});
