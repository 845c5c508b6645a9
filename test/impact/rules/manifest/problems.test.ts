// Files that freeze an Application: each rule once with, once without the cause.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";

const APP = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  source:
    repoURL: https://github.com/example-org/fleet.git
    path: shop
  destination:
    name: in-cluster
    namespace: shop
  syncPolicy:
    automated: { prune: true }
`;
const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  a: b\n";
const RULES = [
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
  "templated-manifest",
  "file-too-large",
];

async function found(base: FileMap, head: FileMap) {
  const drafts = assessChanges(await planInputs({ base, head }));
  return drafts.filter((d) => RULES.includes(d.rule));
}

/** Rules that speak up when `file` gets this text beside an Application that delivers it. */
async function rulesFor(file: string, text: string, app = APP): Promise<string[]> {
  const base = { "app.yaml": APP, "shop/one.yaml": CONFIG };
  return (await found(base, { ...base, "app.yaml": app, [file]: text })).map((d) => d.rule);
}

const JSON_OBJECT = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"}}';
const large = `${CONFIG}# ${"x".repeat(2 * 1024 * 1024)}\n`;

describe("what a file of a directory brings about", () => {
  test.each<[string, string, string, string[]]>([
    ["a second object", "shop/two.yaml", CONFIG.replace("one", "two"), []],
    ["a tab for indentation", "shop/two.yaml", CONFIG.replace("  a: b", "\ta: b"), ["invalid-yaml"]],
    ["broken, but nothing like a manifest", "shop/two.yaml", "a: [\n", []],
    ["broken, below the directory", "shop/deep/two.yaml", CONFIG.replace("  a: b", "\ta: b"), []],
    ["broken JSON", "shop/two.json", '{"a": ', ["invalid-yaml"]],
    ["two JSON objects", "shop/two.json", `${JSON_OBJECT}\n---\n${JSON_OBJECT}\n`, ["invalid-manifest"]],
    ["one JSON object", "shop/two.json", JSON_OBJECT, []],
    ["JSON of another kind", "shop/two.json", '{"a": 1}', ["invalid-manifest"]],
    ["a list", "shop/two.yaml", `- ${CONFIG.replaceAll("\n", "\n  ").trimEnd()}\n`, ["non-object-document"]],
    ["a List", "shop/two.yaml", `apiVersion: v1\nkind: List\nitems:\n- ${JSON_OBJECT}\n`, []],
    ["comments only", "shop/two.yaml", "# nothing here\n---\n", []],
    ["values beside manifests", "shop/two.yaml", "replicas: 3\n", []],
    ["values in a manifest's file", "shop/one.yaml", `${CONFIG}---\nreplicas: 3\n`, ["invalid-manifest"]],
    ["no name", "shop/two.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", ["invalid-manifest"]],
    [
      "labels that are a list",
      "shop/one.yaml",
      CONFIG.replace("data:", "  labels:\n  - a: b\ndata:"),
      ["invalid-manifest"],
    ],
    ["a misspelled kind", "shop/one.yaml", CONFIG.replace("ConfigMap", "Configmap"), ["invalid-manifest"]],
    [
      "a kind of somebody else",
      "shop/two.yaml",
      CONFIG.replace("v1\nkind: ConfigMap", "x.io/v1\nkind: Configmap"),
      [],
    ],
    [
      "a placeholder in a manifest",
      "shop/two.yaml",
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: \${SHOP_NAME}\n`,
      ["templated-manifest"],
    ],
    ["a text that looks like one", "shop/two.yaml", CONFIG.replace("a: b", `a: \${SHOP_NAME}`), []],
    ["a very large file", "shop/two.yaml", large, ["file-too-large"]],
  ])("%s", async (_, file, text, rules) => {
    expect(await rulesFor(file, text)).toEqual(rules);
  });
});

describe("what the Application says itself", () => {
  test.each<[string, string, string[]]>([
    [
      "name and server",
      APP.replace("    name: in-cluster", "    name: in-cluster\n    server: https://kubernetes.default.svc"),
      ["invalid-manifest"],
    ],
    ["neither of them", APP.replace("    name: in-cluster\n", ""), ["invalid-manifest"]],
    ["a server alone", APP.replace("name: in-cluster", "server: https://kubernetes.default.svc"), []],
  ])("%s", async (_, app, rules) => {
    expect(await rulesFor("shop/one.yaml", CONFIG, app)).toEqual(rules);
  });
});

describe("one finding for each file", () => {
  test("counts its problems and names the Applications that stop", async () => {
    const base = { "app.yaml": APP, "shop/one.yaml": CONFIG };
    const broken = CONFIG.replace("ConfigMap", "Configmap").replace(
      "  name: one\n",
      "  name: one\n  labels: []\n",
    );
    const [draft, ...others] = await found(base, { ...base, "shop/one.yaml": broken });
    expect(others).toEqual([]);
    expect(draft?.message).toContain("(and 1 more in this file)");
    expect(draft?.why).toContain("`argocd/shop`: the whole Application is frozen");
    expect(draft?.source).toEqual({ side: "head", path: "shop/one.yaml", line: 2 });
  });

  test("is silent about what was so before", async () => {
    const broken = { "app.yaml": APP, "shop/one.yaml": CONFIG.replace("  a: b", "\ta: b") };
    const changed = { ...broken, "shop/two.yaml": CONFIG.replace("one", "two") };
    expect(await found(broken, changed)).toEqual([]);
    expect(await found({ ...broken, "shop/one.yaml": CONFIG }, broken)).toHaveLength(1);
  });

  test("speaks without any Application as well", async () => {
    const drafts = await found({ "a.yaml": CONFIG }, { "a.yaml": CONFIG.replace("  a: b", "\ta: b") });
    expect(drafts.map((d) => [d.rule, d.subject])).toEqual([["invalid-yaml", "File a.yaml"]]);
  });
});
