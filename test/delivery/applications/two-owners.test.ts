// What two owners declare under one name: who keeps it, what is said of it, and what nobody may call undelivered.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../src/impact/rules/assess.ts";
import { changeLine } from "../../support/plan-lines.ts";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, object } from "../../support/small-fleet.ts";

const REPO = "repoURL: https://github.com/example-org/fleet.git, targetRevision: main";
const set = (name: string, generator: string, path: string, made = "{{tool}}") =>
  `${object("ApplicationSet", name, { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  generators: [${generator}]
  template:
    metadata: {name: '${made}'}
    spec:
      source: {${REPO}, path: '${path}'}
      destination: {name: in-cluster, namespace: shop}
      syncPolicy: {automated: {prune: true}}
`;
const list = (...tools: string[]) => `{list: {elements: [${tools.map((t) => `{tool: ${t}}`).join(", ")}]}}`;
const directories = (path: string) =>
  `{git: {repoURL: https://github.com/example-org/fleet.git, revision: main, directories: [{path: '${path}'}]}}`;
const ROOT: FileMap = { "root.yaml": app("root", { path: "apps", namespace: "argocd" }) };

async function said(base: FileMap, head: FileMap) {
  const input = await planInputs({ base, head });
  return {
    changes: input.changes.map(changeLine),
    findings: assessChanges(input).map(({ rule, severity }) => `${severity} ${rule}`),
    unknown: input.deliveries.notEvaluated.map(({ path, reason }) => `${path}: ${reason}`),
  };
}

describe("two ApplicationSets that generate one Application", () => {
  const base = {
    ...ROOT,
    "apps/red.yaml": set("red", list("web"), "red/{{tool}}"),
    "red/web/one.yaml": object("ConfigMap", "one"),
    "blue/web/two.yaml": object("ConfigMap", "two"),
    "zinc/web/two.yaml": object("ConfigMap", "two"),
  };

  test.each(["blue", "zinc"])("the one that owns it on the base keeps it beside %s", async (name) => {
    const head = { ...base, [`apps/${name}.yaml`]: set(name, list("web"), `${name}/{{tool}}`) };
    expect(await said(base, head)).toEqual({
      changes: [`add ApplicationSet argocd/${name}`],
      findings: ["caution appset-flaw"],
      unknown: [],
    });
  });

  test("which of two owned it is not known when one of them ceases to make it", async () => {
    const both = { ...base, "apps/blue.yaml": set("blue", list("web"), "blue/{{tool}}") };
    const { changes, unknown } = await said(both, {
      ...both,
      "apps/red.yaml": set("red", list("db"), "red/{{tool}}"),
    });
    expect(changes).toEqual(["add Application argocd/db", "update ApplicationSet argocd/red"]);
    expect(unknown).toEqual([expect.stringContaining("apps/red.yaml: whether this ApplicationSet owns web")]);
  });

  test("it moves when its known owner ceases to make it, which deletes it first", async () => {
    const head = {
      ...base,
      "apps/red.yaml": set("red", list("db"), "red/{{tool}}"),
      "apps/blue.yaml": set("blue", list("web"), "blue/{{tool}}"),
    };
    const { changes, findings } = await said(base, head);
    expect(changes).toContain("delete ConfigMap shop/one");
    expect(changes).toContain("create ConfigMap shop/two");
    expect(findings).toContain("stop deletion-race");
  });
});

describe("two Applications that declare one Application", () => {
  const base = {
    ...ROOT,
    "apps/team.yaml": app("team", { namespace: "argocd" }),
    "team/other.yaml": object("ConfigMap", "other"),
    "apps/web.yaml": app("web", { path: "one" }),
    "one/one.yaml": object("ConfigMap", "one"),
  };

  test("alike: they share it", async () => {
    const head = { ...base, "team/web.yaml": app("web", { path: "one" }) };
    const { changes, findings } = await said(base, head);
    expect(changes).toEqual(["move Application argocd/web: argocd/root → argocd/team"]);
    expect(findings).toEqual(["caution shared-resource"]);
  });

  test("otherwise: a stop, and what only one of them delivers is not evaluated", async () => {
    const head = {
      ...base,
      "team/web.yaml": app("web", { path: "two" }),
      "two/two.yaml": object("ConfigMap", "two"),
    };
    const { findings, unknown } = await said(base, head);
    expect(findings).toContain("stop shared-resource");
    expect(findings).not.toContain("caution unmanaged-edit");
    expect(unknown).toEqual([
      "two/two.yaml: an Application that team/web.yaml declares may read it; argocd/root declares Application argocd/web otherwise, and which of the two counts is not in Git",
    ]);
  });

  test("one of them begins to differ: a stop", async () => {
    const both = { ...base, "team/web.yaml": app("web", { path: "one" }) };
    const head = { ...both, "team/web.yaml": app("web", { path: "one", automated: null }) };
    expect((await said(both, head)).findings).toContain("stop shared-resource");
  });
});

test("an ApplicationSet below one of its name is a stop, and what it would make Applications of is not evaluated", async () => {
  const base = {
    ...ROOT,
    "apps/units.yaml": set("units", directories("units/*"), "{{path}}", "{{path.basename}}"),
    "units/a/one.yaml": object("ConfigMap", "one"),
  };
  const head = {
    ...base,
    "units/b/units.yaml": set("units", directories("deeper/*"), "{{path}}", "{{path.basename}}"),
    "deeper/c/two.yaml": object("ConfigMap", "two"),
  };
  const { findings, unknown } = await said(base, head);
  expect(findings).toContain("stop shared-resource");
  expect(findings).not.toContain("caution unmanaged-edit");
  expect(unknown).toEqual([expect.stringContaining("deeper/c/two.yaml: ")]);
});
