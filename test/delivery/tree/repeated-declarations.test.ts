// One Application that declares an object more than once: every reader of the delivery goes by the last declaration.
import { describe, expect, test } from "@jest/globals";
import { changeLine } from "../../support/plan-lines.ts";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, object, registration } from "../../support/small-fleet.ts";

const one = object("ConfigMap", "one");
const two = object("ConfigMap", "two");
const FLEET: FileMap = {
  "root.yaml": app("root", { path: "apps", namespace: "argocd", recurse: true }),
  "apps/web.yaml": app("web", { path: "old" }),
  "old/one.yaml": one,
  "new/two.yaml": two,
};
const copy = app("web", { path: "new" });
const SWAPPED = ["delete ConfigMap shop/one", "create ConfigMap shop/two"];

async function lines(base: FileMap, head: FileMap): Promise<string[]> {
  const { changes } = await planInputs({ base, head });
  return changes.map(changeLine).filter((line) => !line.includes(" Application "));
}

const added = (files: FileMap) => lines(FLEET, { ...FLEET, ...files });

describe("an Application declared a second time", () => {
  test.each<[string, string]>([
    ["in a file that sorts later", "apps/zweb.yaml"],
    ["in a directory that sorts later", "apps/xyz/a.yaml"],
    ["in an ending that sorts later", "apps/web.yml"],
  ])("%s counts", async (_, path) => {
    expect(await added({ [path]: copy })).toEqual(SWAPPED);
  });

  test.each<[string, string]>([
    ["in a file that sorts earlier", "apps/a.yaml"],
    ["in a directory of the same name, which comes before the file", "apps/web/a.yaml"],
    ["in a directory before a file with a dash", "apps/we/a.yaml"],
  ])("%s does not", async (_, path) => {
    expect(await added({ [path]: copy })).toEqual([]);
  });

  test("the files in a directory come before a file whose name continues its name with a dash", async () => {
    const base = { ...FLEET, "apps/web-x.yaml": app("web", { path: "old" }), "apps/web.yaml": app("other") };
    expect(await lines(base, { ...base, "apps/web/a.yaml": copy })).toEqual([]);
  });

  test("in the same file, the later document counts", async () => {
    const both = (first: string, last: string) => `${first}---\n${last}`;
    const old = FLEET["apps/web.yaml"] as string;
    expect(await added({ "apps/web.yaml": both(old, copy) })).toEqual(SWAPPED);
    expect(await added({ "apps/web.yaml": both(copy, old) })).toEqual([]);
  });

  test("in a List, the later item counts", async () => {
    const item = (text: string) => text.trimEnd().replaceAll(/^/gm, "    ").replace(/^ {4}/, "  - ");
    const items = [FLEET["apps/web.yaml"] as string, copy].map(item).join("\n");
    expect(await added({ "apps/web.yaml": `apiVersion: v1\nkind: List\nitems:\n${items}\n` })).toEqual(
      SWAPPED,
    );
  });

  test("once with the namespace of the parent's destination and once without one, it is one", async () => {
    expect(await added({ "apps/zweb.yaml": copy.replace("  namespace: argocd\n", "") })).toEqual(SWAPPED);
  });

  test("across the sources of its parent, the later source counts", async () => {
    const source = (path: string) =>
      `{repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: ${path}}`;
    const rooted = (...paths: string[]): FileMap => ({
      "root.yaml": `${object("Application", "root", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  sources: [${paths.map(source).join(", ")}]
  destination: {name: in-cluster, namespace: argocd}
  syncPolicy: {automated: {prune: true}}
`,
    });
    const both = { ...FLEET, ...rooted("apps", "more") };
    expect(await lines(both, { ...both, "more/web.yaml": copy })).toEqual(SWAPPED);
    const first = { ...FLEET, ...rooted("more", "apps") };
    expect(await lines(first, { ...first, "more/web.yaml": copy })).toEqual([]);
  });

  test("the one that counts is removed: the other one counts again", async () => {
    const base = { ...FLEET, "apps/zweb.yaml": copy };
    expect(await lines(base, FLEET)).toEqual(["create ConfigMap shop/one", "delete ConfigMap shop/two"]);
  });

  test("the one that does not count is removed: nothing", async () => {
    expect(await lines({ ...FLEET, "apps/a.yaml": copy }, FLEET)).toEqual([]);
  });
});

const set = (...elements: string[]) =>
  `${object("ApplicationSet", "tools", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  generators: [{list: {elements: [${elements.map((e) => `{tool: ${e}}`).join(", ")}]}}]
  template:
    metadata: {name: 'tool-{{tool}}'}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: 'tools/{{tool}}'}
      destination: {name: in-cluster, namespace: shop}
      syncPolicy: {automated: {prune: true}}
`;

describe("other kinds that carry structure", () => {
  test("of two ApplicationSets the last one generates", async () => {
    const base = {
      ...FLEET,
      "apps/set.yaml": set("a", "b"),
      "tools/a/a.yaml": object("ConfigMap", "a"),
      "tools/b/b.yaml": object("ConfigMap", "b"),
    };
    expect(await lines(base, { ...base, "apps/zset.yaml": set("a") })).toEqual([
      "update ApplicationSet argocd/tools",
      "delete ConfigMap shop/b",
    ]);
    expect(await lines({ ...base, "apps/zset.yaml": set("a") }, base)).toEqual([
      "update ApplicationSet argocd/tools",
      "create ConfigMap shop/b",
    ]);
  });

  test("of two registrations the last one names the cluster", async () => {
    const renamed = registration("cl01").replace("clusterName: cl01", "clusterName: cl09");
    const clusters = `${object("ApplicationSet", "each", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  generators: [{clusters: {selector: {matchExpressions: [{key: region, operator: Exists}]}}}]
  template:
    metadata: {name: '{{name}}-old'}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: old}
      destination: {name: '{{name}}', namespace: shop}
`;
    const labelled = (text: string) => text.replace("spec:\n", "spec:\n  clusterLabels: {region: eu}\n");
    const base = {
      ...FLEET,
      "apps/each.yaml": clusters,
      "apps/cl01.yaml": app("cl01", { namespace: "workloads" }),
      "cl01/register.yaml": labelled(registration("cl01")),
    };
    const { deliveries } = await planInputs({
      base,
      head: { ...base, "cl01/z.yaml": labelled(renamed) },
    });
    const names = ({ applications }: typeof deliveries.head) =>
      [...applications.keys()].filter((ref) => ref.endsWith("-old"));
    expect(names(deliveries.base)).toEqual(["argocd/cl01-old"]);
    expect(names(deliveries.head)).toEqual(["argocd/cl09-old"]);
  });

  test("of two AppProjects the last one permits", async () => {
    const project = (server: string) =>
      `${object("AppProject", "team", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  sourceRepos: ['*']
  destinations: [{name: '*', server: '${server}', namespace: '*'}]
`;
    const base = {
      ...FLEET,
      "apps/web.yaml": app("web", { path: "old" }).replace("spec:\n", "spec:\n  project: team\n"),
      "apps/project.yaml": project("*"),
    };
    const narrow = project("https://elsewhere.example.com").replace("name: '*', ", "");
    const { deliveries } = await planInputs({ base, head: { ...base, "apps/zproject.yaml": narrow } });
    expect(deliveries.base.applications.get("argocd/web")?.frozen).toBe(false);
    expect(deliveries.head.applications.get("argocd/web")?.frozen).toBe(true);
  });
});
