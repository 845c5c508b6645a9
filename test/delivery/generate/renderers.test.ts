// Sources on a fake port: what is asked of the tool, and what becomes of its answer.
import { describe, expect, test } from "@jest/globals";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import { renderHelm } from "../../../src/delivery/generate/helm.ts";
import type { HelmDelivery } from "../../../src/delivery/generate/helm-options.ts";
import { renderKustomize } from "../../../src/delivery/generate/kustomize.ts";
import { type Rendered, type RenderJob, rememberRenders } from "../../../src/delivery/generate/render-job.ts";
import type { SourceScope } from "../../../src/delivery/generate/source-scope.ts";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { readSources } from "../../../src/manifests/argocd/source.ts";
import type { Source } from "../../../src/model/application.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { SourceResult } from "../../../src/model/source-result.ts";
import { type FileMap, snapshots } from "../../support/repository.ts";
import { SCOPE } from "../../support/scope.ts";

const PRINTED = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
const CHART: FileMap = {
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "c/templates/a.yaml": "x",
  "v.yaml": "a: 1\n",
};
const DELIVERY = { release: "rel", namespace: "ns", kubeVersion: "1.33" };

describe("helm", () => {
  test("gets the arguments Argo CD would give", async () => {
    const { jobs } = await helm(CHART, {
      releaseName: "other",
      valueFiles: ["/v.yaml", "$own/v.yaml"],
      valuesObject: { b: 2 },
      parameters: [
        { name: "z", value: "1,2" },
        { name: "s", value: "true", forceString: true },
        { name: "l", value: "{a,b}" },
      ],
      fileParameters: [{ name: "f", path: "../v.yaml" }],
      skipCrds: true,
    });
    expect(withoutApis(jobs[0])).toBe(
      "template . --name-template other --namespace ns --kube-version 1.33 --set l={a,b} --set z=1\\,2 --set-string s=true --set-file f=../v.yaml --values ../v.yaml --values ../v.yaml --values ../../given/values.yaml",
    );
    expect(jobs[0]?.given.get("values.yaml")).toBe('{"b":2}');
  });

  test.each<[string, FileMap, JsonObject, string]>([
    ["an address", CHART, { valueFiles: ["https://x/v.yaml"] }, "value file https://x/v.yaml is not fetched"],
    [
      "a way out",
      CHART,
      { valueFiles: ["../../v.yaml"] },
      "value file ../../v.yaml leads out of the repository",
    ],
    [
      "another source",
      CHART,
      { valueFiles: ["$other/v.yaml"] },
      "value file $other/v.yaml is in another repository or revision",
    ],
    [
      "a variable",
      CHART,
      { parameters: [{ name: "a", value: "$ARGOCD_APP_REVISION" }] },
      "parameter a depends on $ARGOCD_APP_REVISION, which only the merged commit tells",
    ],
    ["an option of tomorrow", CHART, { tomorrow: true }, "option helm.tomorrow is not reproduced"],
    [
      "a chart that is not there",
      {
        ...CHART,
        "c/Chart.yaml": "name: c\ndependencies: [{name: d, version: 1.0.0, repository: https://x}]\n",
      },
      {},
      "chart dependency d 1.0.0 from https://x is not vendored",
    ],
  ])("is not asked about %s", async (_, files, options, reason) => {
    const { jobs, result } = await helm(files, options);
    expect(jobs).toEqual([]);
    expect(result).toMatchObject({ state: "unevaluated", reason });
  });

  test("variables of the build environment are filled in", async () => {
    const { jobs } = await helm(
      { ...CHART, "c/app.yaml": "" },
      {
        valueFiles: ["${ARGOCD_APP_NAME}.yaml"],
        parameters: [{ name: "a", value: "$ARGOCD_APP_NAME-$$x-$NO.$" }],
        values: "a: $ARGOCD_APP_NAME",
      },
    );
    expect(withoutApis(jobs[0])).toContain("--set a=app-$x-.$ --values ../c/app.yaml --values");
    expect(jobs[0]?.given.get("values.yaml")).toBe("a: $ARGOCD_APP_NAME");
  });

  test("patterns are names until Argo CD 3.4, then they are what they match", async () => {
    const files = { ...CHART, "c/v/b.yaml": "", "c/v/a.yaml": "", "c/v/x/c.yaml": "" };
    const options = { valueFiles: ["v/**/*.yaml", "v/a.yaml"] };
    expect((await helm(files, options)).result).toMatchObject({ problems: [{ freezes: true }] });
    const { jobs } = await helm(files, options, undefined, { scope: { ...SCOPE, globs: true } });
    expect(withoutApis(jobs[0])).toContain(
      "--values ../c/v/b.yaml --values ../c/v/x/c.yaml --values ../c/v/a.yaml",
    );
  });

  test("what a cluster serves follows its version", async () => {
    const apis = async (kubeVersion: string) =>
      (await helm(CHART, {}, undefined, { delivery: { ...DELIVERY, kubeVersion } })).jobs[0]?.steps[0] ?? [];
    expect(await apis("1.33")).not.toContain("resource.k8s.io/v1/ResourceClaim");
    expect(await apis("v1.34.2")).toContain("resource.k8s.io/v1/ResourceClaim");
    expect(await apis("1.33")).toContain("policy/v1/PodDisruptionBudget");
    const { jobs } = await helm(CHART, { apiVersions: ["a/v1"] });
    expect(jobs[0]?.steps[0]?.filter((arg) => arg.includes("/v1"))).toEqual(["a/v1"]);
  });

  test("where the version is not known, a chart that looks at it is not guessed", async () => {
    const delivery = { release: "rel", namespace: "ns" };
    const files = { ...CHART, "c/templates/a.yaml": "{{ .Capabilities.KubeVersion.Minor }}" };
    let runs = 0;
    const port = { render: async () => ({ state: "rendered", text: `a: ${runs++}` }) as const };
    const { snapshot, opened, source } = open(files, { path: "c", helm: {} });
    const result = await renderHelm({ snapshot, files: opened }, source, SCOPE, port, delivery);
    expect(result).toMatchObject({
      state: "unevaluated",
      reason: "the chart depends on its destination's Kubernetes version, which Git does not tell",
    });
    expect((await helm(CHART, {}, undefined, { delivery })).jobs).toHaveLength(1);
  });

  test("charts beside the chart are built where all dependencies are local", async () => {
    const files = {
      ...CHART,
      "c/Chart.yaml": "name: c\ndependencies: [{name: d, version: 1.0.0, repository: 'file://../d'}]\n",
      "d/Chart.yaml": "name: d\nversion: 1.0.0\n",
    };
    const { jobs } = await helm(files, {});
    expect(jobs[0]?.steps[0]).toEqual(["dependency", "build", "."]);
    expect([...(jobs[0]?.files.keys() ?? [])]).toContain("d/Chart.yaml");
  });

  test("a missing value file freezes the Application, unless it may be missing", async () => {
    const { result } = await helm(CHART, { valueFiles: ["no.yaml"] });
    expect(result).toMatchObject({ problems: [{ code: "invalid-manifest", freezes: true }] });
    const { jobs } = await helm(CHART, { valueFiles: ["no.yaml"], ignoreMissingValueFiles: true });
    expect(jobs.length).toBe(1);
  });

  test("without a chart the Application is broken", async () => {
    const { jobs, result } = await helm({ "c/values.yaml": "a: 1\n" }, { releaseName: "x" });
    expect(jobs).toEqual([]);
    expect(result).toMatchObject({ problems: [{ path: "c/Chart.yaml", freezes: true }] });
  });

  test("tests are left out, templates are where objects come from", async () => {
    const text = `---\n# Source: c/templates/a.yaml\n${PRINTED}---\n${PRINTED.replace("name: a", 'name: t\n  annotations: {"helm.sh/hook": test}')}`;
    const { result } = await helm(CHART, {}, { state: "rendered", text });
    if (result.state !== "generated") throw new Error("not generated");
    expect(result.manifests.map((m) => [m.name, m.origin.path])).toEqual([["a", "c/templates/a.yaml"]]);
  });
});

const TREE: FileMap = { "k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": PRINTED };

describe("kustomize", () => {
  test("takes the steps of Argo CD, in its order", async () => {
    const { jobs } = await kustomize(TREE, {
      namespace: "n",
      namePrefix: "p-",
      images: ["a=b:1"],
      replicas: [{ name: "d", count: 2 }],
      commonLabels: { b: "2", a: "1" },
      forceCommonLabels: true,
      commonAnnotations: { c: "3" },
    });
    expect(jobs[0]?.steps.map((step) => step.join(" "))).toEqual([
      "edit set nameprefix -- p-",
      "edit set image -- a=b:1",
      "edit set replicas -- d=2",
      "edit add label --force -- a:1 b:2",
      "edit add annotation -- c:3",
      "edit set namespace -- n",
      "build .",
    ]);
  });

  test("variables are filled in where Argo CD does it", async () => {
    const options = {
      images: ["a=b:$ARGOCD_APP_NAME"],
      commonLabels: { l: "$ARGOCD_APP_NAME" },
      commonAnnotations: { c: "$ARGOCD_APP_NAME" },
    };
    const steps = async (more: JsonObject) =>
      (await kustomize(TREE, { ...options, ...more })).jobs[0]?.steps.map((step) => step.at(-1));
    expect(await steps({})).toEqual(["a=b:app", "l:app", "c:$ARGOCD_APP_NAME", "."]);
    expect(await steps({ commonAnnotationsEnvsubst: true, version: "v5.6.0" })).toEqual([
      "a=b:app",
      "l:app",
      "c:app",
      ".",
    ]);
  });

  test.each([
    [
      "--enable-helm --load-restrictor LoadRestrictionsNone",
      "build . --load-restrictor LoadRestrictionsNone",
    ],
    ["--load_restrictor=none --reorder legacy", "build . --load-restrictor none --reorder legacy"],
    ["--network", "Argo CD's kustomize.buildOptions --network is not reproduced"],
    [undefined, "Git has several kustomize.buildOptions: a.yaml"],
  ])("build options %s", async (buildOptions, expected) => {
    const scope = { ...SCOPE, buildOptions, settings: ["a.yaml"] };
    const { jobs, result } = await kustomize(TREE, {}, undefined, undefined, scope);
    const said = result.state === "unevaluated" ? result.reason : jobs[0]?.steps.at(-1)?.join(" ");
    expect(said).toBe(expected);
  });

  test.each<[string, FileMap, JsonObject, string]>([
    [
      "another version",
      TREE,
      { version: "v4" },
      "kustomize.version v4 is not the one that renders here (v5.6.0)",
    ],
    [
      "a remote component",
      TREE,
      { components: ["https://x/y"] },
      "remote reference https://x/y is not fetched",
    ],
    [
      "a variable",
      TREE,
      { images: ["a:$ARGOCD_APP_REVISION"] },
      "a:$ARGOCD_APP_REVISION depends on $ARGOCD_APP_REVISION, which only the merged commit tells",
    ],
    [
      "a function",
      { ...TREE, "k/a.yaml": "config.kubernetes.io/function: x" },
      {},
      "k/a.yaml asks for a plugin or function (config.kubernetes.io/function), which is not run",
    ],
  ])("is not asked about %s", async (_, files, options, reason) => {
    const { jobs, result } = await kustomize(files, options);
    expect(jobs).toEqual([]);
    expect(result).toMatchObject({ state: "unevaluated", reason });
  });

  test("a symbolic link is not followed", async () => {
    const { result } = await kustomize(TREE, {}, undefined, "120000");
    expect(result).toMatchObject({
      state: "unevaluated",
      reason: "k/a.yaml is a symbolic link, which is not followed",
    });
  });

  test("without a kustomization the Application is broken", async () => {
    const { jobs, result } = await kustomize({ "k/a.yaml": PRINTED }, { namePrefix: "x-" });
    expect(jobs).toEqual([]);
    expect(result).toMatchObject({ problems: [{ path: "k/kustomization.yaml", freezes: true }] });
  });

  test("nothing printed is not nothing delivered", async () => {
    const { result } = await kustomize(TREE, {}, { state: "rendered", text: "" });
    expect(result).toMatchObject({ state: "unevaluated" });
  });

  test.each<[string, boolean, string]>([
    ["no matches for Id Deployment", true, "generated"],
    ["no matches for Id Deployment", false, "unevaluated"],
    ["dial tcp: no such file or directory", true, "unevaluated"],
    ["something else", true, "unevaluated"],
  ])("a failure counts where it is sure: %s, exact %s", async (message, exact, state) => {
    expect((await kustomize(TREE, {}, { state: "failed", message, exact })).result.state).toBe(state);
  });

  test("what it noted about origins does not stay", async () => {
    const text = `${PRINTED}  annotations:\n    config.kubernetes.io/origin: |\n      path: a.yaml\n`;
    const { result } = await kustomize(TREE, {}, { state: "rendered", text });
    if (result.state !== "generated") throw new Error("not generated");
    expect(result.manifests[0]?.origin).toEqual({ path: "k/a.yaml", line: 1 });
    expect(result.manifests[0]?.object["metadata"]).toEqual({ name: "a" });
  });
});

test("equal jobs run once", async () => {
  let runs = 0;
  const { render } = rememberRenders({ render: async () => ({ state: "rendered", text: `${++runs}` }) });
  const job: RenderJob = { tool: "helm", directory: "", files: new Map(), given: new Map(), steps: [["a"]] };
  await render(job);
  await render({ ...job });
  expect(runs).toBe(1);
  await render({ ...job, steps: [["b"]] });
  expect(runs).toBe(2);
});

/** Without what a version of Kubernetes serves. */
function withoutApis(job: RenderJob | undefined): string {
  return (job?.steps.at(-1) ?? []).join(" ").replace(/ --api-versions \S+/g, "");
}

type Answered = { readonly jobs: readonly RenderJob[]; readonly result: SourceResult };

async function helm(
  files: FileMap,
  options: JsonObject,
  answer?: Rendered,
  { scope = SCOPE, delivery = DELIVERY }: { scope?: SourceScope; delivery?: HelmDelivery } = {},
): Promise<Answered> {
  const { snapshot, opened, source, port, jobs } = open(files, { path: "c", helm: options }, answer);
  return { jobs, result: await renderHelm({ snapshot, files: opened }, source, scope, port, delivery) };
}

async function kustomize(
  files: FileMap,
  options: JsonObject,
  answer?: Rendered,
  mode?: string,
  scope = SCOPE,
): Promise<Answered> {
  const { snapshot, opened, source, port, jobs } = open(files, { path: "k", kustomize: options }, answer);
  const changed = new Map(
    [...snapshot.files].map(([path, file]) => [path, mode && path === "k/a.yaml" ? { ...file, mode } : file]),
  );
  return {
    jobs,
    result: await renderKustomize(
      { snapshot: { ...snapshot, files: changed }, files: opened },
      source,
      scope,
      port,
    ),
  };
}

function open(files: FileMap, source: JsonObject, answer: Rendered = { state: "rendered", text: PRINTED }) {
  const { snapshots: made, readBlobs } = snapshots(files);
  const jobs: RenderJob[] = [];
  const port = {
    render: async (job: RenderJob) => {
      jobs.push(job);
      return answer;
    },
  };
  return {
    snapshot: made[0] as Snapshot,
    opened: createFiles(readBlobs),
    source: readSources({ source: { repoURL: "x", ...source } })[0] as Source,
    port,
    jobs,
  };
}
