// Pull requests that try to read a file of the machine → plans that show nothing of it, with an empty root and without.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { findJail, type Jail, type NoJail } from "../../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../../src/adapters/renderers/renderers.ts";
import type { Renderers } from "../../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { isPresent, PROGRAMS, REQUIRED } from "../../support/renderers.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const WORD = "c4n4ry-7f3b-of-the-machine";

/** A folder of the machine beside every scratch directory, with the word in files that each tool would read. */
const outside = mkdtempSync(join(tmpdir(), "breakwater-machine-"));
afterAll(() => rmSync(outside, { recursive: true, force: true }));
const CONFIG_MAP = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: stolen}\ndata: {stolen: ${WORD}}\n`;
const MACHINE: FileMap = {
  "object.yaml": CONFIG_MAP,
  "patch.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata: {stolen: ${WORD}}\n`,
  "plain.txt": `${WORD}\n`,
  "variables.env": `STOLEN=${WORD}\n`,
  "values.yaml": `stolen: ${WORD}\n`,
  "set/kustomization.yaml": "resources: [object.yaml]\n",
  "set/object.yaml": CONFIG_MAP,
  "part/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {stolen: ${WORD}}\n`,
  "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
  "chart/templates/object.yaml": CONFIG_MAP,
};
for (const [path, text] of Object.entries(MACHINE)) {
  mkdirSync(join(outside, path, ".."), { recursive: true });
  writeFileSync(join(outside, path), text);
}

/** The scratch directory is two above `app`, beside the folder of the machine: ../../../<folder> is there. */
const up = (path: string) => `../../../${basename(outside)}/${path}`;
const abs = (path: string) => join(outside, path);
const LINK = "link:";

const application = (source: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app, namespace: argocd}
spec:
  project: default
  source: {repoURL: "https://github.com/example-org/fleet.git", path: app${source}}
  destination: {name: in-cluster, namespace: app}
  syncPolicy: {automated: {prune: true}}
`;
const OWN = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata: {a: b}\n";

const kustomization = (value: object, files: FileMap = {}): FileMap => ({
  "apps/app.yaml": application(""),
  "app/kustomization.yaml": JSON.stringify(value),
  "app/own.yaml": OWN,
  ...files,
});
const chart = (template: string, source = "", files: FileMap = {}): FileMap => ({
  "apps/app.yaml": application(source),
  "app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  "app/values.yaml": "a: b\n",
  "app/templates/own.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\ndata:\n  a: ${template}\n`,
  ...files,
});
const generator = (field: string, path: string) => ({ [field]: [{ name: "stolen", files: [path] }] });
const read = (expression: string) => `{{ ${expression} | toJson }}`;

const KUSTOMIZE: Readonly<Record<string, FileMap>> = {
  "a generator's file, absolute": kustomization(generator("configMapGenerator", abs("plain.txt"))),
  "a generator's file, upwards": kustomization(generator("configMapGenerator", up("plain.txt"))),
  "a generator's file with a key": kustomization(generator("configMapGenerator", `k=${up("plain.txt")}`)),
  "a generator in another case": kustomization(generator("ConfigMapGenerator", abs("plain.txt"))),
  "a generator in capitals": kustomization(generator("CONFIGMAPGENERATOR", up("plain.txt"))),
  "a generator with a long s": kustomization(generator("ſecretGenerator", abs("plain.txt"))),
  "files in another case": kustomization({
    configMapGenerator: [{ name: "stolen", Files: [abs("plain.txt")] }],
  }),
  "two keys for files": kustomization({
    configMapGenerator: [{ name: "stolen", files: [], FILES: [abs("plain.txt")] }],
  }),
  "envs in another case": kustomization({
    configMapGenerator: [{ name: "stolen", Envs: [abs("variables.env")] }],
  }),
  "envs, upwards": kustomization({ configMapGenerator: [{ name: "stolen", envs: [up("variables.env")] }] }),
  "env, absolute": kustomization({ configMapGenerator: [{ name: "stolen", env: abs("variables.env") }] }),
  "a secret's file": kustomization(generator("secretGenerator", abs("plain.txt"))),
  "a resource, absolute": kustomization({ resources: [abs("object.yaml")] }),
  "a resource, upwards": kustomization({ resources: [up("object.yaml")] }),
  "Resources in another case": kustomization({ Resources: [abs("object.yaml")] }),
  "a directory": kustomization({ resources: [up("set")] }),
  "a base": kustomization({ bases: [abs("set")] }),
  "a component": kustomization({ resources: ["own.yaml"], components: [up("part")] }),
  "a patch": kustomization({ resources: ["own.yaml"], patches: [{ path: abs("patch.yaml") }] }),
  "a patch in another case": kustomization({
    resources: ["own.yaml"],
    Patches: [{ Path: abs("patch.yaml") }],
  }),
  "a strategic merge patch": kustomization({
    resources: ["own.yaml"],
    patchesStrategicMerge: [up("patch.yaml")],
  }),
  "a generator plugin that is built in": kustomization(
    { resources: ["own.yaml"], generators: ["g.yaml"] },
    {
      "app/g.yaml": `apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: stolen}\nfiles: [${abs("plain.txt")}]\n`,
    },
  ),
  "a transformer that is built in": kustomization(
    { resources: ["own.yaml"], transformers: ["t.yaml"] },
    {
      "app/t.yaml": `apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: stolen}\npath: ${abs("patch.yaml")}\n`,
    },
  ),
  "a file below file://": kustomization({ resources: [`file://${abs("set")}`] }),
  "a repository below file://": kustomization({ resources: [`git::file://${outside}//set`] }),
  "a link to a file": kustomization(
    { resources: ["link.yaml"] },
    { "app/link.yaml": LINK + abs("object.yaml") },
  ),
  "a link to a directory": kustomization({ resources: ["link"] }, { "app/link": LINK + abs("set") }),
  "a link, upwards": kustomization({ resources: ["link"] }, { "app/link": LINK + up("set") }),
  "a nested kustomization": kustomization(
    { resources: ["inner"] },
    { "app/inner/kustomization.yaml": JSON.stringify({ Resources: [abs("object.yaml")] }) },
  ),
  "a chart's values": kustomization({
    helmCharts: [{ name: "c", valuesFile: abs("values.yaml") }],
    helmGlobals: { chartHome: abs(".") },
  }),
};

const HELM: Readonly<Record<string, FileMap>> = {
  "Files.Get, absolute": chart(read(`.Files.Get "${abs("plain.txt")}"`)),
  "Files.Get, upwards": chart(read(`.Files.Get "${up("plain.txt")}"`)),
  "Files.Glob": chart(read(`(.Files.Glob "../../../**").AsConfig`)),
  "the environment": chart(read(`env "HOME"`)),
  "the environment, expanded": chart(read(`expandenv "$HOME $GITHUB_TOKEN"`)),
  "a template of templates": chart(read(`tpl (.Files.Get "${abs("plain.txt")}") .`)),
  "a value file, absolute": chart(read(".Values"), `, helm: {valueFiles: ["${abs("values.yaml")}"]}`),
  "a value file, upwards": chart(read(".Values"), `, helm: {valueFiles: ["${up("values.yaml")}"]}`),
  "a value file below file://": chart(
    read(".Values"),
    `, helm: {valueFiles: ["file://${abs("values.yaml")}"]}`,
  ),
  "a file parameter": chart(
    read(".Values"),
    `, helm: {fileParameters: [{name: s, path: "${abs("plain.txt")}"}]}`,
  ),
  "a parameter that names a file": chart(
    read(".Values"),
    `, helm: {parameters: [{name: s, value: "@${abs("plain.txt")}"}]}`,
  ),
  "a template that is a link": chart("x", "", {
    "app/templates/link.yaml": LINK + abs("object.yaml"),
  }),
  "values that are a link": chart(read(".Values"), "", { "app/values.yaml": LINK + abs("values.yaml") }),
  "a file that is a link": chart(read(`.Files.Get "f"`), "", { "app/f": LINK + abs("plain.txt") }),
  "a chart inside that is a link": chart("x", "", { "app/charts/c": LINK + abs("chart") }),
  "a dependency outside": chart("x", "", {
    "app/Chart.yaml": `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: chart, version: 1.0.0, repository: "file://${abs("chart")}"}]\n`,
  }),
  "a dependency, upwards": chart("x", "", {
    "app/Chart.yaml": `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: chart, version: 1.0.0, repository: "file://${up("chart")}"}]\n`,
  }),
  "Dependencies in another case": chart("x", "", {
    "app/Chart.yaml": `apiVersion: v2\nname: app\nversion: 1.0.0\nDependencies: [{Name: chart, Version: 1.0.0, Repository: "file://${up("chart")}"}]\n`,
  }),
  "a source path, upwards": { "apps/app.yaml": application(`/../${up("set")}`) },
  "a source path that is a link": { "apps/app.yaml": application(""), app: LINK + abs("set") },
};

/** Delivered with every attack: what would let Kustomize read where it likes. */
const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, namespace: argocd}
data: {kustomize.buildOptions: --load-restrictor LoadRestrictionsNone}
`;

/** What the tools printed, and the plan. */
async function shown(files: FileMap, jail: Jail | NoJail): Promise<string> {
  const base: FileMap = { "apps/argocd-cm.yaml": SETTINGS };
  const { snapshots: made, readBlobs } = snapshots(base, { ...base, ...files });
  const [before, after] = made as [Snapshot, Snapshot];
  const linked = new Map(
    [...after.files].map(([path, file]) => {
      return [path, files[path]?.startsWith(LINK) ? { ...file, mode: "120000" } : file];
    }),
  );
  const blobs: typeof readBlobs = async (oids) =>
    new Map(
      [...(await readBlobs(oids))].map(([oid, blob]) => [
        oid,
        "text" in blob ? { text: blob.text.replace(/^link:/, "") } : blob,
      ]),
    );
  const { render } = createRenderers(PROGRAMS, jail);
  const printed: string[] = [];
  const renderers: Renderers = {
    render: async (job) => {
      const rendered = await render(job);
      printed.push(JSON.stringify(rendered));
      return rendered;
    },
  };
  const head = { ...after, files: linked };
  const plan = await planImpact(before, head, DEFAULT_CONFIG, CONTEXT, { readBlobs: blobs, renderers });
  return [...printed, JSON.stringify(plan)].join("\n");
}

const SHAPES = [WORD, Buffer.from(`${WORD}\n`).toString("base64"), Buffer.from(WORD).toString("hex")];
const present = isPresent("kustomize") && isPresent("helm");
if (!present && REQUIRED)
  throw new Error("kustomize and helm are required: npm run renderers, and bubblewrap");

// Where the environment gives up isolation, as CI does on a machine without namespaces, only what is left of it is tried.
const ISOLATIONS = process.env["BREAKWATER_RENDER_ISOLATION"] === "none" ? ["none"] : ["bubblewrap", "none"];

(present ? describe : describe.skip).each(ISOLATIONS)(
  "isolation %s (needs kustomize and helm)",
  (isolation) => {
    const jail = findJail({ BREAKWATER_RENDER_ISOLATION: isolation });
    if ("refused" in jail) throw new Error(jail.refused);

    test("what is in the repository is rendered", async () => {
      const text = await shown(kustomization(generator("configMapGenerator", "own.yaml")), jail);
      expect(text).toContain('"name":"stolen-');
    });

    test.each(Object.entries({ ...KUSTOMIZE, ...HELM }))("%s", async (_, files) => {
      const text = await shown(files, jail);
      for (const shape of SHAPES) expect(text).not.toContain(shape);
    });
  },
);
