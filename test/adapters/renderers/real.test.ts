// The real Kustomize and Helm, where they are on this machine: options, faults, and attempts to get out.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import { renderHelm } from "../../../src/delivery/generate/helm.ts";
import { renderKustomize } from "../../../src/delivery/generate/kustomize.ts";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { readSources } from "../../../src/manifests/argocd/source.ts";
import type { Source } from "../../../src/model/application.ts";
import type { ReadBlobs, Snapshot } from "../../../src/model/snapshot.ts";
import type { SourceResult } from "../../../src/model/source-result.ts";
import { isPresent, REQUIRED, realRenderers, type Tool } from "../../support/renderers.ts";
import { type FileMap, snapshots } from "../../support/repository.ts";
import { SCOPE } from "../../support/scope.ts";

const port = realRenderers();

/** Skips with the reason in its name, or fails where the tools are required. */
function withTool(tool: Tool, name: string, tests: () => void): void {
  if (isPresent(tool)) describe(name, tests);
  else if (REQUIRED)
    throw new Error(`${tool} is required and not on this machine: npm run renderers, and bubblewrap`);
  else describe.skip(`${name} (skipped: ${tool} is not on this machine, see npm run renderers)`, tests);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - {name: web, image: "registry.example.com/web:1.0"}
`;
const TREE: FileMap = {
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": DEPLOYMENT,
  "k/kustomization.yaml":
    "# an overlay\nresources:\n- ../base\nconfigMapGenerator:\n- name: settings\n  literals: [a=b]\n",
  "part/kustomization.yaml":
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {part: taken}\n",
};

withTool("kustomize", "kustomize", () => {
  test("as it is, with origins", async () => {
    const { manifests } = generated(await kustomize(TREE, {}));
    expect(manifests.map((m) => `${m.kind} ${m.origin.path}:${m.origin.line}`).sort()).toEqual([
      "ConfigMap k/kustomization.yaml:1",
      "Deployment base/web.yaml:1",
    ]);
    expect(manifests.flatMap((m) => Object.keys(m.object["metadata"] as JsonObject))).not.toContain(
      "annotations",
    );
  });

  test("with every option", async () => {
    const { manifests } = generated(
      await kustomize(TREE, {
        namePrefix: "pre-",
        nameSuffix: "-suf",
        images: ["registry.example.com/web=registry.example.com/other:2.0"],
        replicas: [{ name: "web", count: 4 }],
        commonLabels: { team: "a" },
        labelWithoutSelector: true,
        commonAnnotations: { note: "b" },
        namespace: "spaces",
        patches: [
          { target: { kind: "Deployment" }, patch: '[{"op": "add", "path": "/spec/paused", "value": true}]' },
        ],
        components: ["../part"],
      }),
    );
    const { object } = manifests.find((m) => m.kind === "Deployment") ?? {};
    expect(object).toMatchObject({
      metadata: {
        name: "pre-web-suf",
        namespace: "spaces",
        labels: { team: "a" },
        annotations: { note: "b", part: "taken" },
      },
      spec: {
        replicas: 4,
        paused: true,
        selector: { matchLabels: { app: "web" } },
        template: { spec: { containers: [{ image: "registry.example.com/other:2.0" }] } },
      },
    });
  });

  test.each<[string, FileMap]>([
    ["a resource that is not there", { "k/kustomization.yaml": "resources: [no.yaml]\n" }],
    ["a field that does not exist", { "k/kustomization.yaml": "resource: [a]\n" }],
    [
      "a patch without target",
      {
        ...TREE,
        "k/kustomization.yaml":
          "resources: [../base]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Service\n    metadata: {name: no}\n",
      },
    ],
    [
      "a circle",
      { "k/kustomization.yaml": "resources: [../l]\n", "l/kustomization.yaml": "resources: [../k]\n" },
    ],
  ])("%s freezes the Application", async (_, files) => {
    const { manifests, problems } = generated(await kustomize(files, {}));
    expect(manifests).toEqual([]);
    expect(problems).toMatchObject([
      { code: "invalid-manifest", freezes: true, path: "k/kustomization.yaml" },
    ]);
    expect(problems[0]?.message).not.toMatch(/breakwater-render|\/tmp/);
  });

  test("a file outside of the root is Kustomize's to refuse", async () => {
    const files = { "k/kustomization.yaml": "resources: [../web.yaml]\n", "web.yaml": DEPLOYMENT };
    const result = await kustomize(files, {});
    expect(result.state === "generated" ? result.manifests : []).toEqual([]);
  });

  test("a program in a generator is not run", async () => {
    const files = {
      "k/kustomization.yaml": "generators: [g.yaml]\n",
      "k/g.yaml": "apiVersion: example.com/v1\nkind: Evil\nmetadata: {name: x}\n",
    };
    expect((await kustomize(files, {})).state).toBe("unevaluated");
  });
});

const CHART: FileMap = {
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "c/values.yaml": "a: 1\n",
  "c/templates/a.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  a: {{ .Values.a | quote }}\n  v: {{ .Capabilities.KubeVersion.Version | quote }}\n",
};

withTool("helm", "helm", () => {
  test("with values from everywhere, and the destination's version", async () => {
    const options = { values: "a: 2\n", parameters: [{ name: "a", value: "3", forceString: true }] };
    const { manifests } = generated(await helm(CHART, options));
    expect(manifests.map((m) => m.object)).toMatchObject([
      { metadata: { name: "rel", namespace: "ns" }, data: { a: "3", v: "v1.33.0" } },
    ]);
    expect(manifests[0]?.origin.path).toBe("c/templates/a.yaml");
  });

  test.each<[string, string]>([
    ["fail", '{{ fail "no" }}'],
    ["a broken template", "{{ if }}"],
    ["a required value", '{{ required "needed" .Values.no }}'],
  ])("%s freezes the Application", async (_, text) => {
    const { problems } = generated(await helm({ ...CHART, "c/templates/b.yaml": text }, {}));
    expect(problems).toMatchObject([{ code: "invalid-manifest", freezes: true }]);
    expect(problems[0]?.message).not.toMatch(/breakwater-render|\/tmp/);
  });

  test.each<[string, string]>([
    ["the environment", '{{ env "HOME" }}'],
    ["files outside", '{{ .Files.Get "/etc/passwd" }}{{ .Files.Get "../../../../../etc/passwd" }}'],
    ["a host", '{{ getHostByName "example.com" }}'],
    ["the cluster", '{{ lookup "v1" "Secret" "" "" }}'],
  ])("%s shows nothing", async (_, text) => {
    const template = CHART["c/templates/a.yaml"]?.replace("data:\n", `data:\n  y: |-\n    [${text}]\n`) ?? "";
    const result = await helm({ ...CHART, "c/templates/a.yaml": template }, {});
    const seen = JSON.stringify(result.state === "generated" ? result.manifests.map((m) => m.object) : []);
    expect(seen).not.toMatch(/root:|\/home|93\.184|\d+\.\d+\.\d+\.\d+/);
  });

  test("chance is not a change", async () => {
    const template = `${CHART["c/templates/a.yaml"]}  r: {{ randAlphaNum 12 }}\n`;
    const result = await helm({ ...CHART, "c/templates/a.yaml": template }, {});
    expect(result).toMatchObject({
      state: "unevaluated",
      reason: expect.stringMatching(/renders otherwise each time/),
    });
  });

  const PARENT: FileMap = {
    ...CHART,
    "c/Chart.yaml": `${CHART["c/Chart.yaml"]}dependencies: [{name: d, version: ">=1.0.0", repository: "file://../d"}]\n`,
  };
  const CHILD: FileMap = {
    "d/Chart.yaml": "apiVersion: v2\nname: d\nversion: 1.0.0\n",
    "d/templates/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: child}\n",
  };

  test("a chart beside the chart is built in", async () => {
    const { manifests } = generated(await helm({ ...PARENT, ...CHILD }, {}));
    expect(manifests.map((m) => m.name).sort()).toEqual(["child", "rel"]);
  });

  test("a packed chart is taken as it is", async () => {
    const packed = packedChart(CHILD);
    const { manifests } = generated(await helm({ ...PARENT, "c/charts/d-1.0.0.tgz": "packed" }, {}, packed));
    expect(manifests.map((m) => m.name).sort()).toEqual(["child", "rel"]);
  });

  test("Kubernetes' own APIs are known with their kinds", async () => {
    const template = CHART["c/templates/a.yaml"]?.replace(
      "\ndata:\n",
      '\ndata:\n  pdb: {{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" | quote }}\n  psp: {{ .Capabilities.APIVersions.Has "policy/v1beta1/PodSecurityPolicy" | quote }}\n',
    );
    const { manifests } = generated(await helm({ ...CHART, "c/templates/a.yaml": template ?? "" }, {}));
    expect(manifests[0]?.object["data"]).toMatchObject({ pdb: "true", psp: "false" });
  });

  test("an API that Git does not tell of is not guessed", async () => {
    const gated = `{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}\n${CHART["c/templates/a.yaml"]?.replace("Name }}", "Name }}-m")}{{ end }}\n`;
    const result = await helm({ ...CHART, "c/templates/m.yaml": gated }, {});
    expect(result).toMatchObject({
      state: "unevaluated",
      reason: expect.stringMatching(/monitoring\.coreos\.com/),
    });
    const told = await helm(
      { ...CHART, "c/templates/m.yaml": gated },
      { apiVersions: ["monitoring.coreos.com/v1"] },
    );
    expect(generated(told).manifests.length).toBe(2);
  });
});

function generated(result: SourceResult): Extract<SourceResult, { readonly state: "generated" }> {
  if (result.state !== "generated") throw new Error(`${result.state}: ${result.reason}`);
  return result;
}

function kustomize(files: FileMap, options: JsonObject): Promise<SourceResult> {
  const { snapshot, opened, source } = open(files, { path: "k", kustomize: options });
  return renderKustomize({ snapshot, files: opened }, source, SCOPE, port);
}

/** `packed` are the bytes of whatever file is no text. */
function helm(files: FileMap, options: JsonObject, packed?: Uint8Array): Promise<SourceResult> {
  const { snapshot, opened, source } = open(files, { path: "c", helm: options }, packed);
  const delivery = { release: "rel", namespace: "ns", kubeVersion: "1.33" };
  return renderHelm({ snapshot, files: opened }, source, SCOPE, port, delivery);
}

function packedChart(files: FileMap): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "chart-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const bytes = execFileSync("tar", ["-czf", "-", "-C", folder, "d"]);
  rmSync(folder, { recursive: true });
  return bytes;
}

function open(files: FileMap, source: JsonObject, packed?: Uint8Array) {
  const { snapshots: made, readBlobs } = snapshots(files);
  const read: ReadBlobs = async (oids) => {
    const texts = [...(await readBlobs(oids))];
    const binary = { unreadable: "binary", bytes: packed ?? new Uint8Array() } as const;
    return new Map(
      texts.map(([oid, blob]) => [oid, "text" in blob && blob.text === "packed" ? binary : blob]),
    );
  };
  return {
    snapshot: made[0] as Snapshot,
    opened: createFiles(read),
    source: readSources({ source: { repoURL: "x", ...source } })[0] as Source,
  };
}
