// Objects that the real Kustomize and Helm render: where a field comes from, and what else hangs on it.
import { describe, expect, test } from "@jest/globals";
import { editedTree } from "../../../src/commands/execute/overlay-snapshot.ts";
import { findOrigin } from "../../../src/commands/origin/find.ts";
import { compareSnapshots } from "../../../src/impact/plan-impact.ts";
import type { Json } from "../../../src/lib/json-types.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { isPresent, REQUIRED, SHARED_RENDERERS, type Tool } from "../../support/renderers.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const renderers = SHARED_RENDERERS;

const application = (name: string, source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source:
    repoURL: https://github.com/example-org/fleet.git
    path: ${name}
${source}
  destination: {name: in-cluster, namespace: demo}
`;

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - {name: web, image: "registry.example.com/web:1.0.3"}
`;
const OVERLAY = "resources: [../base]\n";
const BASE: FileMap = {
  "apps/one.yaml": application("one", ""),
  "base/kustomization.yaml": "resources: [web.yaml]\n",
  "base/web.yaml": WEB,
};
const REPLICAS = ["spec", "replicas"];
const IMAGE = ["spec", "template", "spec", "containers", 0, "image"];
const NEW_IMAGE = "registry.example.com/web:1.0.4";

/** "path:line" of the origin and the names of what else would be another, or why there is none. */
async function originIn(tree: FileMap, field: (string | number)[], wanted: Json): Promise<string> {
  const { snapshots: made, readBlobs } = snapshots(tree);
  const [snapshot] = made as [Snapshot];
  const deliver = async (side: Snapshot, read = readBlobs) => {
    const ports = { readBlobs: read, renderers };
    return (await compareSnapshots(side, side, DEFAULT_CONFIG, CONTEXT, ports)).base.delivery;
  };
  const delivery = await deliver(snapshot);
  const web = [...delivery.objects.values()]
    .flat()
    .find(({ ref, application: by }) => ref.kind === "Deployment" && by === "argocd/one");
  if (web === undefined) throw new Error("the tree delivers no Deployment");
  const found = await findOrigin(web, field, wanted, {
    delivery,
    paths: snapshot.paths,
    texts: async (paths) => new Map(paths.map((path) => [path, tree[path] ?? ""])),
    redeliverWith: async (path, text) => {
      const edited = editedTree([{ path, after: text }], snapshot, readBlobs);
      return deliver(edited.snapshot, edited.readBlobs);
    },
  });
  if (found === "own") return found;
  if ("refused" in found) return found.refused;
  const others = found.others.map(({ kind, name }) => `${kind} ${name}`);
  return [`${found.path}:${found.line}`, ...others].join(", ");
}

function withTool(tool: Tool, tests: () => void): void {
  if (isPresent(tool)) describe(tool, tests);
  else if (REQUIRED)
    throw new Error(`${tool} is required and not on this machine: npm run renderers, and bubblewrap`);
  else describe.skip(`${tool} (skipped: it is not on this machine, see npm run renderers)`, tests);
}

withTool("kustomize", () => {
  test.each<[string, FileMap, (string | number)[], Json, string]>([
    ["the base", { "one/kustomization.yaml": OVERLAY }, REPLICAS, 5, "base/web.yaml:6"],
    [
      "a strategic merge patch, of the same value as the base",
      {
        "one/kustomization.yaml": `${OVERLAY}patches: [{path: web.yaml}]\n`,
        "one/web.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n",
      },
      REPLICAS,
      5,
      "one/web.yaml:5",
    ],
    [
      "a JSON patch in a file",
      {
        "one/kustomization.yaml": `${OVERLAY}patches: [{path: web.json, target: {kind: Deployment}}]\n`,
        "one/web.json": '[\n  {"op": "replace", "path": "/spec/replicas", "value": 4}\n]\n',
      },
      REPLICAS,
      5,
      "one/web.json:2",
    ],
    [
      "a patch in the kustomization",
      {
        "one/kustomization.yaml": `${OVERLAY}patches:\n- target: {kind: Deployment}\n  patch: |\n    - {op: replace, path: /spec/replicas, value: 4}\n`,
      },
      REPLICAS,
      5,
      "one/kustomization.yaml:5",
    ],
    [
      "the replicas of a kustomization",
      { "one/kustomization.yaml": `${OVERLAY}replicas:\n- name: web\n  count: 4\n` },
      REPLICAS,
      5,
      "one/kustomization.yaml:4",
    ],
    [
      "the images of a kustomization, its tag alone",
      {
        "one/kustomization.yaml": `${OVERLAY}images:\n- name: registry.example.com/web\n  newTag: 1.0.2\n`,
      },
      IMAGE,
      NEW_IMAGE,
      "one/kustomization.yaml:4",
    ],
    [
      "a component",
      {
        "one/kustomization.yaml": `${OVERLAY}components: [../part]\n`,
        "part/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas:\n- {name: web, count: 4}\n",
      },
      REPLICAS,
      5,
      "part/kustomization.yaml:4",
    ],
    [
      "the Application's own patch",
      {
        "apps/one.yaml": application(
          "one",
          '    kustomize:\n      patches:\n        - target: {kind: Deployment}\n          patch: \'[{"op": "replace", "path": "/spec/replicas", "value": 4}]\'',
        ),
        "one/kustomization.yaml": OVERLAY,
      },
      REPLICAS,
      5,
      "apps/one.yaml:11",
    ],
    [
      "a base that another Application inherits",
      {
        "one/kustomization.yaml": OVERLAY,
        "apps/two.yaml": application("two", ""),
        "two/kustomization.yaml": `nameSuffix: -two\n${OVERLAY}`,
      },
      REPLICAS,
      5,
      "base/web.yaml:6, Deployment web-two",
    ],
  ])("%s", async (_, files, field, wanted, expected) => {
    expect(await originIn({ ...BASE, ...files }, field, wanted)).toBe(expected);
  });
});

const CHART: FileMap = {
  "apps/one.yaml": application("one", "    helm:\n      valueFiles: [values.yaml, own.yaml]"),
  "one/Chart.yaml": "apiVersion: v2\nname: one\nversion: 1.0.0\n",
  "one/templates/web.yaml": WEB.replace("replicas: 3", "replicas: {{ .Values.web.replicas }}").replace(
    "1.0.3",
    "{{ .Values.web.tag }}",
  ),
  "one/values.yaml": 'other: 3\nweb:\n  replicas: 3\n  tag: "1.0.3"\n',
  "one/own.yaml": "{}\n",
};

withTool("helm", () => {
  test.each<[string, FileMap, (string | number)[], Json, string]>([
    ["the values of the chart", {}, REPLICAS, 5, "one/values.yaml:3"],
    [
      "the last of two value files",
      { "one/own.yaml": "web: {replicas: 3}\n" },
      REPLICAS,
      5,
      "one/own.yaml:1",
    ],
    ["a part of what the template makes", {}, IMAGE, NEW_IMAGE, "one/values.yaml:4"],
    [
      "a parameter of the Application",
      {
        "apps/one.yaml": application(
          "one",
          '    helm:\n      parameters:\n        - name: web.replicas\n          value: "3"',
        ),
      },
      REPLICAS,
      5,
      "apps/one.yaml:11",
    ],
    [
      "nothing that a template counts together",
      { "one/templates/web.yaml": WEB.replace("replicas: 3", "replicas: {{ add 1 .Values.web.replicas }}") },
      REPLICAS,
      5,
      "no file that it is rendered from says `4`: the template `one/templates/web.yaml` makes it of other values. Change those by hand",
    ],
    [
      "nothing that is only the same number",
      {
        "one/templates/web.yaml": WEB.replace("replicas: 3", "replicas: {{ add 1 .Values.web.replicas }}"),
        "one/own.yaml": "four: 4\n",
      },
      REPLICAS,
      5,
      "the places that say `4` do not decide it alone: `one/own.yaml` (four). 4 files were looked at; change it by hand",
    ],
  ])("%s", async (_, files, field, wanted, expected) => {
    expect(await originIn({ ...CHART, ...files }, field, wanted)).toBe(expected);
  });
});

test("an object that no renderer made has its own file", async () => {
  const tree = { "apps/one.yaml": application("one", ""), "one/web.yaml": WEB };
  expect(await originIn(tree, REPLICAS, 5)).toBe("own");
});
