// Reasons for which something is not evaluated: each where a pull request meets it, with the words that a reviewer reads.
import { expect, test } from "@jest/globals";
import type { Rendered } from "../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../src/impact/plan-impact.ts";
import type { NotEvaluated } from "../../src/model/plan.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { CONTEXT, configOf, type FileMap, snapshots } from "../support/repository.ts";
import { object } from "../support/small-fleet.ts";

const REPO = "https://github.com/example-org/fleet.git";
const application = (source: string, name = "it") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  source: {repoURL: "${REPO}", ${source}}
  destination: {name: in-cluster, namespace: shop}
  syncPolicy: {automated: {prune: true}}
`;
const applicationSet = (name: string, spec: string, source = "path: p") => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}, namespace: argocd}
spec:
  ${spec}
  template:
    metadata: {name: '${name}-{{.name}}'}
    spec:
      project: default
      source: {repoURL: "${REPO}", ${source}}
      destination: {name: in-cluster, namespace: shop}
`;
const ELEMENTS = "goTemplate: true\n  generators: [{list: {elements: [{name: a}]}}]";
const ONE = object("ConfigMap", "one");
const EDITED = `${ONE}data: {a: b}\n`;
const PLAIN: FileMap = { "app.yaml": application("path: p"), "p/one.yaml": ONE };
const kustomized = (options = "", kustomization = "resources: [one.yaml]\n"): FileMap => ({
  "app.yaml": application(`path: k${options}`),
  "k/kustomization.yaml": kustomization,
  "k/one.yaml": ONE,
});
const charted = (options = ""): FileMap => ({
  "app.yaml": application(`path: c${options}`),
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "c/templates/one.yaml": ONE,
});

/** A text that begins so stands for a file of another mode, or for one that cannot be read. */
const MODES: Readonly<Record<string, string>> = { "link to ": "120000", "submodule at ": "160000" };
const UNREADABLE = "unreadable as ";

async function notEvaluated(
  base: FileMap,
  head: FileMap,
  answer?: Rendered,
): Promise<readonly NotEvaluated[]> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made.map((snapshot, side) => ({
    ...snapshot,
    files: new Map(
      [...snapshot.files].map(([path, { oid }]) => {
        const text = (side === 0 ? base : head)[path] ?? "";
        const mark = Object.keys(MODES).find((one) => text.startsWith(one));
        return [path, { oid, mode: MODES[mark ?? ""] ?? "100644" }] as const;
      }),
    ),
  })) as Snapshot[] as [Snapshot, Snapshot];
  const plan = await planImpact(before, after, configOf(base), CONTEXT, {
    readBlobs: async (oids) =>
      new Map(
        [...(await readBlobs(oids))].map(([oid, blob]) => {
          const text = "text" in blob ? blob.text : "";
          if (text.startsWith("link to ")) return [oid, { text: text.slice(8) }];
          if (!text.startsWith(UNREADABLE)) return [oid, blob];
          return [oid, { unreadable: text.slice(UNREADABLE.length) as "binary" }];
        }),
      ),
    renderers: answer && { render: async () => answer },
  });
  if (plan.notEvaluated.length > 0) expect([plan.complete, plan.impact]).not.toEqual([true, "none"]);
  return plan.notEvaluated;
}

const RENDERED: Rendered = { state: "rendered", text: ONE };
const of = (path: string, reason: string, application = "argocd/it"): NotEvaluated => ({
  path,
  application,
  reason,
});
const edit = (files: FileMap, path: string, text = EDITED) => ({ ...files, [path]: text });

test.each<[string, FileMap, string, string, string]>([
  ["is no text", PLAIN, "p/one.yaml", `${UNREADABLE}binary`, "is no UTF-8 text"],
  ["is large", PLAIN, "p/one.yaml", `${UNREADABLE}too-large`, "is larger than 2 MiB"],
  ["is not there", PLAIN, "p/one.yaml", `${UNREADABLE}missing`, "cannot be read"],
  [
    "is deep",
    PLAIN,
    "p/one.yaml",
    `${ONE}data: ${"[".repeat(500)}${"]".repeat(500)}\n`,
    "it is nested deeper than 200 levels",
  ],
  [
    "has a tag",
    PLAIN,
    "p/one.yaml",
    `${ONE}data: {a: !secret b}\n`,
    "Kubernetes ignores the tag !secret; other readers may not",
  ],
  [
    "has an end mark",
    PLAIN,
    "p/one.yaml",
    `${ONE}...\nkind: Pod\n`,
    "Argo CD does not read what follows the line `...`",
  ],
  [
    "has foreign line breaks",
    PLAIN,
    "p/one.yaml",
    `${ONE}data: {a: "b\u2028c"}\n`,
    "a line break other than a line feed, which parsers disagree about",
  ],
  [
    "has blanks after a block",
    PLAIN,
    "p/one.yaml",
    `${ONE}data:\n  a: |+2\n    b\n      \n    \n\n`,
    "lines of blanks end a block scalar, which parsers disagree about",
  ],
  [
    "is indented too little",
    PLAIN,
    "p/one.yaml",
    `${ONE}data:\n  a: [\n  b,\n]\n`,
    "its lines are indented less than expected, so it was not read",
  ],
  [
    "is read by a plugin",
    edit(PLAIN, "app.yaml", application("path: p, plugin: {name: x}")),
    "p/one.yaml",
    EDITED,
    "a config management plugin renders it",
  ],
  [
    "is a submodule",
    {
      "app.yaml": application("path: p, directory: {recurse: true}"),
      "p/one.yaml": ONE,
      "p/sub": "submodule at a",
    },
    "p/sub",
    "submodule at b",
    "content of a Git submodule",
  ],
  [
    "is a submodule around the path",
    { "app.yaml": application("path: vendor/p"), vendor: "submodule at a" },
    "vendor",
    "submodule at b",
    "content of a Git submodule",
  ],
  ["is read by Kustomize", kustomized(), "k/one.yaml", EDITED, "Kustomize is not rendered"],
  ["is read by Helm", charted(), "c/templates/one.yaml", EDITED, "Helm is not rendered"],
])("a changed file that %s", async (_, files, path, text, reason) => {
  const found = await notEvaluated(files, edit(files, path, text));
  expect(found).toEqual([{ ...of(path, reason), reason: expect.stringContaining(reason) }]);
});

test.each<[string, FileMap, string]>([
  [
    "an option of tomorrow",
    kustomized(", kustomize: {tomorrow: 1}"),
    "option kustomize.tomorrow is not reproduced",
  ],
  [
    "one field in two cases",
    kustomized("", "resources: [one.yaml]\nRESOURCES: [one.yaml]\n"),
    "k/kustomization.yaml has the keys resources and RESOURCES, which Kustomize takes for the same field",
  ],
  [
    "a way out",
    kustomized("", "resources: [one.yaml, ../../x.yaml]\n"),
    "../../x.yaml leads out of the repository",
  ],
  [
    "transformers without load restrictions",
    {
      ...kustomized("", "resources: [one.yaml]\ntransformers: [one.yaml]\n"),
      "argocd.yaml": application("path: argocd", "argocd"),
      "argocd/cm.yaml": `${object("ConfigMap", "argocd-cm", { namespace: "argocd" })}data: {kustomize.buildOptions: --load-restrictor LoadRestrictionsNone}\n`,
    },
    "transformers of a kustomization are not run without load restrictions",
  ],
  ["many files", { ...kustomized(), ...manyFiles(5000) }, "the source has more than 5000 files"],
  [
    "many characters",
    {
      ...kustomized(),
      ...Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k/${i}.txt`, "x".repeat(2_000_000)])),
    },
    "the source has more than 33554432 characters",
  ],
])("Kustomize is not asked about %s", async (_, files, reason) => {
  expect(await notEvaluated(files, edit(files, "k/one.yaml"), RENDERED)).toEqual([of("k/one.yaml", reason)]);
});

test("Kustomize is not asked about patches for what is no map", async () => {
  const files = kustomized(", kustomize: {patches: [{patch: x}]}", "- a\n");
  expect(await notEvaluated(files, edit(files, "k/kustomization.yaml", "- b\n"), RENDERED)).toEqual([
    of("k/kustomization.yaml", "its kustomization cannot be read as one map"),
  ]);
});

function manyFiles(count: number): FileMap {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k/more/${i}.yaml`, ""]));
}

test.each<[string, FileMap, string]>([
  ["an older Helm", charted(", helm: {version: v2}"), "helm.version is not v3"],
  [
    "a large number",
    charted(", helm: {valuesObject: {a: 9007199254740993}}"),
    "its valuesObject holds a number that cannot be written exactly",
  ],
  [
    "values named by the commit",
    charted(", helm: {valueFiles: [$ARGOCD_APP_REVISION.yaml]}"),
    "value file $ARGOCD_APP_REVISION.yaml depends on $ARGOCD_APP_REVISION, which only the merged commit tells",
  ],
  [
    "values behind a link",
    {
      ...charted(", helm: {valueFiles: [../linked/v.yaml]}"),
      linked: "link to other",
      "other/v.yaml": "a: 1\n",
    },
    "value file ../linked/v.yaml leads through a symbolic link, which is not followed",
  ],
  [
    "values in a submodule",
    { ...charted(", helm: {valueFiles: [../vendor/v.yaml]}"), vendor: "submodule at a" },
    "value file ../vendor/v.yaml is content of a Git submodule",
  ],
])("Helm is not asked about %s", async (_, files, reason) => {
  const found = await notEvaluated(files, edit(files, "c/templates/one.yaml"), RENDERED);
  expect(found).toEqual([of("c/templates/one.yaml", reason)]);
});

test("what Helm fails on for reasons of its own", async () => {
  const files = charted();
  const answer = { state: "failed", message: "out of luck", exact: true } as const;
  expect(await notEvaluated(files, edit(files, "c/templates/one.yaml"), answer)).toEqual([
    of("c/templates/one.yaml", "Helm failed: out of luck"),
  ]);
});

test.each<[string, string, string]>([
  [
    "behind a link",
    "link to ../other.yaml",
    "p/.argocd-source.yaml is a symbolic link, which is not followed",
  ],
  ["that is no map", "- a\n", "p/.argocd-source.yaml cannot be read as one map"],
])("an override of the source %s", async (_, text, reason) => {
  const files = { ...PLAIN, "other.yaml": "a: 1\n" };
  expect(await notEvaluated(files, edit(files, "p/.argocd-source.yaml", text))).toEqual([
    of("p/.argocd-source.yaml", reason),
  ]);
});

test("an Application that turns to another repository", async () => {
  const files = edit(
    PLAIN,
    "app.yaml",
    application("path: p").replace(REPO, "https://example.com/other.git"),
  );
  expect(await notEvaluated(PLAIN, files)).toEqual([
    { application: "argocd/it", reason: "its source is another repository, https://example.com/other.git" },
  ]);
});

test.each<[string, string, readonly (string | RegExp)[]]>([
  [
    "whose template is refused",
    applicationSet(
      "web",
      "goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators: [{list: {elements: [{other: a}]}}]",
    ),
    [/^the Applications of this ApplicationSet are not generated: /],
  ],
  [
    "that ignores what an expression names",
    applicationSet(
      "web",
      `${ELEMENTS}\n  ignoreApplicationDifferences: [{jqPathExpressions: ['.spec.source | select(.path)']}]`,
      "path: q",
    ),
    [
      "the expression .spec.source | select(.path) in ignoreApplicationDifferences is not evaluated: what it names may not reach the Applications that exist",
    ],
  ],
])("an ApplicationSet %s", async (_, text, reasons) => {
  const files = { ...PLAIN, "set.yaml": applicationSet("web", ELEMENTS), "q/one.yaml": ONE };
  const found = await notEvaluated(files, edit(files, "set.yaml", text));
  expect(found).toEqual(
    reasons.map((one) => of("set.yaml", expect.stringMatching(one) as unknown as string, "argocd/web")),
  );
});

test("an ApplicationSet below more of its kind than are followed", async () => {
  const depths = Array.from({ length: 10 }, (_, i) => i);
  const files = Object.fromEntries([
    ["p/one.yaml", ONE],
    ...depths.map((i) => [
      `${i === 0 ? "" : `d${i}/`}set.yaml`,
      applicationSet(`set${i}`, ELEMENTS, `path: d${i + 1}`).replace(
        "namespace: shop}",
        "namespace: argocd}",
      ),
    ]),
  ]) as FileMap;
  const last = "d9/set.yaml";
  expect(await notEvaluated(files, edit(files, last, files[last]?.replace("path: d10", "path: p")))).toEqual([
    of(last, "the Applications of this ApplicationSet are not generated", "argocd/set8"),
  ]);
});

test("kinds that a project permits, where what its Application renders is not known", async () => {
  const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: default, namespace: argocd}
spec: {sourceRepos: ['*'], destinations: [{server: '*', namespace: '*'}, {name: '*', namespace: '*'}]}
`;
  const files = {
    ...charted(),
    "root.yaml": application("path: projects", "root"),
    "projects/one.yaml": project,
  };
  const head = edit(
    files,
    "projects/one.yaml",
    project.replace("spec: {", "spec: {namespaceResourceBlacklist: [{group: '', kind: Secret}], "),
  );
  expect(await notEvaluated(files, head)).toContainEqual(
    of(
      "projects/one.yaml",
      "AppProject argocd/default changes the kinds it permits; which kinds these render is not known",
    ),
  );
});

test("a kustomization with Applications that a person applies and that cannot be built", async () => {
  const files = {
    ...PLAIN,
    "boot/kustomization.yaml": "resources: [web.yaml, https://example.com/more]\n",
    "boot/web.yaml": application("path: q", "web"),
    "q/one.yaml": ONE,
  };
  const head = edit(files, "boot/kustomization.yaml", `${files["boot/kustomization.yaml"]}namePrefix: x-\n`);
  expect(await notEvaluated(files, head)).toContainEqual({
    path: "boot/kustomization.yaml",
    reason:
      "no Application builds the kustomization in boot, and it cannot be built here: Kustomize is not rendered",
  });
});

test("a number beyond what JSON has is no reason to fail", async () => {
  const large = charted(", helm: {valuesObject: {a: 9007199254740993}}");
  const files = {
    ...large,
    ...PLAIN,
    "app.yaml": large["app.yaml"] ?? "",
    "plain.yaml": application("path: p", "plain"),
  };
  const head = {
    ...files,
    "p/one.yaml": `${object("Thing", "one", { api: "example.com/v1" })}spec: {a: 9007199254740993}\n`,
  };
  expect(await notEvaluated(files, head)).toEqual([]);
});

test("what a Source Hydrator renders for an Application that a set generates", async () => {
  const hydrated = applicationSet("web", ELEMENTS).replace(
    /source: .*/,
    `sourceHydrator: {drySource: {repoURL: "${REPO}", targetRevision: main, path: p}, syncSource: {targetBranch: env/a, path: p}}`,
  );
  const files = { "set.yaml": hydrated, "p/one.yaml": ONE };
  expect(await notEvaluated(files, edit(files, "p/one.yaml"))).toEqual([
    of(
      "p/one.yaml",
      "the Source Hydrator renders its dry source and commits that to branch env/a, from where it is synced; what it renders is not evaluated",
      "argocd/web-a",
    ),
  ]);
});

test.each([
  [
    "a revision",
    "path: p, targetRevision: '{{.name}}'",
    "<cluster> depends on a cluster that Git does not list",
  ],
  [
    "a directory that is there for none",
    "path: 'edge/{{.name}}'",
    "its path edge/<cluster> depends on a cluster that Git does not list, and no directory is there for any",
  ],
])("what is read by clusters that Git does not list: %s", async (_, source, reason) => {
  const clusters = "goTemplate: true\n  generators: [{clusters: {selector: {matchLabels: {zone: edge}}}}]";
  const files = { "p/one.yaml": ONE };
  const entries = await notEvaluated(files, {
    ...files,
    "set.yaml": applicationSet("web", clusters, source),
  });
  expect(entries.map((entry) => entry.reason)).toContainEqual(reason);
});
