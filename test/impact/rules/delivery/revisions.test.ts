// Other revisions, content from elsewhere, who syncs, roots, finalizers and fields without effect.
import { describe, expect, test } from "@jest/globals";
import { createFiles } from "../../../../src/delivery/generate/files.ts";
import { remoteReferences } from "../../../../src/delivery/generate/remotes.ts";
import { misplacedFields } from "../../../../src/manifests/kubernetes/misplaced.ts";
import { parseFile } from "../../../../src/manifests/yaml/file.ts";
import { manifestsOf } from "../../../../src/manifests/yaml/manifests.ts";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import type { Severity } from "../../../../src/model/plan.ts";
import { checkTrees, type Part } from "../../../support/check.ts";
import { type FileMap, snapshots } from "../../../support/repository.ts";
import { app, object, shop } from "../../../support/small-fleet.ts";

const SHOP = "Application argocd/shop";

/** An Application with its sources as YAML, in flow style. */
function sourced(name: string, sources: readonly string[]): string {
  return app(name).replace(
    / {2}source:\n(?: {4}.*\n)+/,
    `  sources:\n${sources.map((source) => `  - {${source}}\n`).join("")}`,
  );
}

const OWN = "repoURL: https://github.com/example-org/fleet.git";
const chart = (version: string, name = "kyverno", at = "https://charts.example.com") =>
  sourced("policies", [`repoURL: "${at}", chart: ${name}, targetRevision: "${version}"`]);

function pair(path: string, before: string | undefined, after: string): { base: FileMap; head: FileMap } {
  const base = before === undefined ? shop() : { ...shop(), [path]: before };
  return { base, head: { ...shop(), [path]: after } };
}

describe("revision-pinned", () => {
  const pinned = (revision: string) => shop({ revision });

  test("the files it reads change; not those of others", async () => {
    const base = {
      ...pinned("v1.0.0"),
      "stock/x.yaml": object("ConfigMap", "x"),
      "apps/stock.yaml": app("stock"),
    };
    const head = {
      ...base,
      "shop/one.yaml": object("Secret", "one"),
      "shop/new.yaml": object("Secret", "new"),
    };
    await checkTrees(
      { base, head },
      {
        findings: {
          "revision-pinned": [
            {
              subject: SHOP,
              severity: "note",
              facts: { revision: "v1.0.0", sort: "name", files: 2, branch: "main" },
            },
          ],
        },
      },
    );
    const other = { ...base, "stock/x.yaml": object("ConfigMap", "y") };
    await checkTrees({ base, head: other }, { findings: { "revision-pinned": [] } });
  });

  test("the Application changes or is new; not where it follows the branch", async () => {
    const moved = { base: pinned("1.x"), head: pinned("2.x") };
    await checkTrees(moved, {
      findings: { "revision-pinned": [{ facts: { revision: "2.x", sort: "range", files: 0 } }] },
    });
    await checkTrees({ base: pinned("v1"), head: pinned("main") }, { findings: { "revision-pinned": [] } });
    const touched = { base: shop(), head: { ...shop(), "shop/one.yaml": object("Secret", "one") } };
    await checkTrees(touched, { findings: { "revision-pinned": [] } });
  });

  test("value files behind a ref at a tag do not reach a chart", async () => {
    const sources = (revision: string) => [
      'repoURL: "https://charts.example.com", chart: web, targetRevision: 1.0.0, helm: {valueFiles: ["$values/web/values.yaml"]}',
      `${OWN}, targetRevision: ${revision}, ref: values`,
    ];
    const at = (revision: string, level: string): FileMap => ({
      ...shop(),
      "apps/web.yaml": sourced("web", sources(revision)),
      "web/values.yaml": `level: ${level}\n`,
    });
    await checkTrees(
      { base: at("v1", "a"), head: at("v1", "b") },
      {
        findings: {
          "revision-pinned": [{ subject: "Application argocd/web", facts: { revision: "v1", files: 1 } }],
        },
      },
    );
    await checkTrees(
      { base: at("main", "a"), head: at("main", "b") },
      { findings: { "revision-pinned": [] } },
    );
  });

  test("one finding for all that miss the same files at one revision", async () => {
    const both = (text: string): FileMap => ({
      ...shop({ revision: "v1" }),
      "apps/twin.yaml": app("twin", { path: "shop", revision: "v1" }),
      "shop/one.yaml": text,
    });
    const trees = { base: both(object("ConfigMap", "one")), head: both(object("ConfigMap", "uno")) };
    await checkTrees(trees, {
      findings: {
        "revision-pinned": [{ facts: { count: 2, applications: ["argocd/shop", "argocd/twin"], files: 1 } }],
      },
    });
  });
});

describe("charts and what else comes from elsewhere", () => {
  const PATH = "apps/policies.yaml";
  const rules = ["remote-source", "chart-version-bump", "major-version-bump"] as const;

  test.each<[string, string | undefined, string, string[]]>([
    ["a new one", undefined, chart("1.0.0"), ["remote-source note"]],
    ["a patch", chart("1.0.0"), chart("1.0.1"), ["remote-source caution", "chart-version-bump note"]],
    ["a major down", chart("2.0.0"), chart("1.9.0"), ["remote-source caution", "major-version-bump caution"]],
    [
      "a range without a number",
      chart("1.0.0"),
      chart("*"),
      ["remote-source caution", "chart-version-bump note"],
    ],
    ["another chart", chart("1.0.0"), chart("1.0.0", "other"), ["remote-source caution"]],
    [
      "another address",
      chart("1.0.0"),
      chart("1.0.0", "kyverno", "oci://mirror.example.com/charts"),
      ["remote-source caution"],
    ],
    ["nothing of it", chart("1.0.0"), chart("1.0.0").replace("prune: true", "prune: false"), []],
  ])("%s", async (_, base, head, expected) => {
    const findings = rules.map((rule) => {
      const own = expected.map((line) => line.split(" ")).filter(([name]) => name === rule);
      return [rule, own.map(([, severity]) => ({ severity: severity as Severity }))];
    });
    await checkTrees(pair(PATH, base, head), { findings: Object.fromEntries(findings) });
  });

  test("the same chart for several Applications is one finding", async () => {
    const both = (version: string): FileMap => ({
      ...shop(),
      "apps/a.yaml": chart(version).replace("name: policies", "name: a"),
      "apps/b.yaml": chart(version).replace("name: policies", "name: b"),
    });
    const trees = { base: both("1.0.0"), head: both("2.0.0") };
    await checkTrees(trees, {
      findings: { "major-version-bump": [{ facts: { count: 2, places: ["argocd/a", "argocd/b"] } }] },
    });
  });

  test("dependencies and remote bases are read; what is vendored or beside is not", async () => {
    const files: FileMap = {
      "chart/Chart.yaml":
        'dependencies:\n- {name: db, version: 1.2.0, repository: "https://charts.example.com"}\n- {name: lib, version: 0.1.0, repository: "file://../lib"}\n- {name: cache, version: 3.0.0, repository: "oci://charts.example.com"}\n',
      "chart/charts/cache-3.0.0.tgz": "",
      "overlay/kustomization.yaml":
        "resources:\n- ../base\n- https://github.com/example-org/notes//deploy?ref=v1.5.0\n- github.com/example-org/other?ref=main\nhelmCharts:\n- {name: web, repo: https://charts.example.com, version: 4.0.0}\n",
      "base/kustomization.yaml": "resources: [x.yaml]\n",
    };
    const { snapshots: made, readBlobs } = snapshots(files);
    const [snapshot] = made;
    if (!snapshot) throw new Error("no snapshot");
    const found = await remoteReferences(snapshot, snapshot.paths, createFiles(readBlobs));
    expect(found.map(({ kind, name, address, version }) => [kind, name, address, version])).toEqual([
      ["chart", "db", "https://charts.example.com", "1.2.0"],
      ["base", "", "https://github.com/example-org/notes//deploy", "v1.5.0"],
      ["base", "", "github.com/example-org/other", "main"],
      ["chart", "web", "https://charts.example.com", "4.0.0"],
    ]);
  });
});

test("major-version-bump: a pinned add-on, not within its major", async () => {
  const install = (version: string) =>
    `${object("AddonInstall", "istio", { namespace: "workloads", api: "addons.kubernetes.vmware.com/v1alpha1" })}spec:
  addonRef: {name: istio}
  releaseFilter: {ref: {name: istio.kubernetes.vmware.com.${version}}}
`;
  const bump = (to: string) => pair("shop/istio.yaml", install("1.28.2-vmware.1-vks.1"), install(to));
  await checkTrees(bump("2.0.0-vmware.1-vks.1"), {
    findings: {
      "major-version-bump": [
        { subject: "AddonInstall workloads/istio", facts: { sort: "add-on", from: "1.28.2-vmware.1-vks.1" } },
      ],
    },
  });
  await checkTrees(bump("1.29.0-vmware.1-vks.1"), { findings: { "major-version-bump": [] } });
});

describe("who syncs", () => {
  test("removed, with what then waits; enabled; neither for another setting or a new Application", async () => {
    const head = { ...shop({ automated: null }), "shop/one.yaml": object("ConfigMap", "uno") };
    await checkTrees(
      { base: shop(), head },
      {
        findings: {
          "automated-sync-removed": [
            { subject: SHOP, severity: "caution", facts: { count: 1, waiting: 2, applies: "auto" } },
          ],
        },
      },
    );
    const enabled = { base: shop({ automated: null }), head: shop({ automated: "selfHeal: true" }) };
    await checkTrees(enabled, {
      findings: {
        "automated-sync-enabled": [
          { subject: SHOP, severity: "note", facts: { prune: false, selfHeal: true } },
        ],
      },
    });
    const other = { base: shop(), head: shop({ automated: "prune: false" }) };
    const fresh = pair("apps/new.yaml", undefined, app("new", { automated: null, path: "shop" }));
    for (const rule of ["automated-sync-removed", "automated-sync-enabled"] as const) {
      await checkTrees(other, { findings: { [rule]: [] } });
      await checkTrees(fresh, { findings: { [rule]: [] } });
    }
  });

  test("enabled: false does nothing before Argo CD 3.1, and is told as such", async () => {
    const trees = { base: shop(), head: shop({ automated: "prune: true, enabled: false" }) };
    await checkTrees(trees, { findings: { "automated-sync-removed": [] } });
    await checkTrees(trees, {
      findings: {
        "misplaced-field": [
          { facts: { fields: ["spec.syncPolicy.automated.enabled"], since: "3.1", version: "3.0" } },
        ],
      },
    });
  });
});

describe("roots", () => {
  const two = { ...shop(), "lab.yaml": app("lab"), "lab/one.yaml": object("ConfigMap", "lab") };
  const three = { ...two, "other.yaml": app("other"), "other/one.yaml": object("ConfigMap", "other") };

  test("several-roots: once, when one becomes several", async () => {
    await checkTrees(
      { base: shop(), head: two },
      {
        findings: {
          "several-roots": [
            {
              subject: "Application argocd/lab",
              severity: "note",
              facts: { roots: ["argocd/lab", "argocd/root"] },
            },
          ],
        },
      },
    );
    await checkTrees({ base: two, head: three }, { findings: { "several-roots": [] } });
    await checkTrees({ base: two, head: shop() }, { findings: { "several-roots": [] } });
  });

  const self = (extra: FileMap = {}): FileMap => {
    const { "root.yaml": root, ...rest } = shop();
    return { ...rest, "apps/root.yaml": root as string, ...extra };
  };

  test("self-managing-application: new, and not again", async () => {
    await checkTrees(
      { base: shop(), head: self() },
      {
        findings: {
          "self-managing-application": [{ subject: "Application argocd/root", facts: { cascade: false } }],
        },
      },
    );
    const edited = self({ "shop/one.yaml": object("ConfigMap", "uno") });
    await checkTrees({ base: self(), head: edited }, { findings: { "self-managing-application": [] } });
  });

  test("a live root that delivers itself is nobody else's to apply", async () => {
    const edited = self({
      "apps/root.yaml": app("root", { path: "apps", automated: "prune: true, selfHeal: true" }),
    });
    await checkTrees({ base: self(), head: edited }, { findings: { "root-object-changed": [] } });
    await checkTrees({ base: shop(), head: self() }, { findings: { "root-object-changed": [] } });
  });
});

test("argocd-finalizer-on-non-application: new on another kind; not on projects and sets", async () => {
  const finalized = (kind: string, api = "v1") =>
    object(kind, "x", { api }).replace(
      "  name:",
      "  finalizers: [resources-finalizer.argocd.argoproj.io]\n  name:",
    );
  const found = (findings: readonly Part<FindingDraft>[], base: string | undefined, head: string) =>
    checkTrees(pair("shop/x.yaml", base, head), {
      findings: { "argocd-finalizer-on-non-application": findings },
    });
  await found([{ subject: "ConfigMap shop/x" }], undefined, finalized("ConfigMap"));
  await found([{ severity: "caution" }], object("ConfigMap", "x"), finalized("ConfigMap"));
  await found([], finalized("ConfigMap"), `${finalized("ConfigMap")}data: {a: b}\n`);
  await found([], undefined, finalized("AppProject", "argoproj.io/v1alpha1"));
  await found([], undefined, finalized("ApplicationSet", "argoproj.io/v1alpha1"));
});

describe("misplaced-field", () => {
  const shown = (text: string, version = "3.0") =>
    manifestsOf(parseFile(text), "x.yaml").flatMap((manifest) =>
      misplacedFields(manifest, version).map(({ path, belongs }) => [path.join("."), belongs]),
    );
  const application = (spec: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\nspec: ${spec}\n`;
  const set = (spec: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: x}\nspec: ${spec}\n`;

  test.each<[string, string, string[][]]>([
    [
      "a policy in a source",
      application("{source: {syncPolicy: {}}}"),
      [["spec.source.syncPolicy", "spec.syncPolicy"]],
    ],
    [
      "in one of several",
      application("{sources: [{path: a}, {syncPolicy: {}}]}"),
      [["spec.sources.1.syncPolicy", "spec.syncPolicy"]],
    ],
    [
      "prune beside automated",
      application("{syncPolicy: {prune: true}}"),
      [["spec.syncPolicy.prune", "spec.syncPolicy.automated"]],
    ],
    [
      "finalizers in the spec",
      application("{finalizers: [x]}"),
      [["spec.finalizers", "metadata.finalizers"]],
    ],
    [
      "where all belongs",
      application(
        "{source: {path: a, directory: {recurse: true}}, syncPolicy: {automated: {prune: true, enabled: true}, syncOptions: [a]}}",
      ),
      [],
    ],
    [
      "a set's own policy",
      set("{syncPolicy: {automated: {}, applicationsSync: sync}}"),
      [["spec.syncPolicy.automated", "spec.template.spec.syncPolicy.automated"]],
    ],
    [
      "in a set's template",
      set("{template: {spec: {source: {syncPolicy: {}}}}}"),
      [["spec.template.spec.source.syncPolicy", "spec.template.spec.syncPolicy"]],
    ],
    [
      "a wave in a pod template",
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {metadata: {annotations: {argocd.argoproj.io/sync-wave: "1"}}}}\n',
      [
        [
          "spec.template.metadata.annotations.argocd.argoproj.io/sync-wave",
          "metadata.annotations of the object itself",
        ],
      ],
    ],
    [
      "a wave as a label",
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: {argocd.argoproj.io/sync-wave: "1"}}\n',
      [["metadata.labels.argocd.argoproj.io/sync-wave", "metadata.annotations"]],
    ],
    [
      "autoscaler bounds on the cluster",
      'apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata: {name: x, annotations: {cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size: "1"}}\n',
      [
        [
          "metadata.annotations.cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size",
          "metadata.annotations of a machine deployment in spec.topology.workers",
        ],
      ],
    ],
    [
      "an add-on's version",
      "apiVersion: addons.kubernetes.vmware.com/v1alpha1\nkind: AddonInstall\nmetadata: {name: x}\nspec: {version: 1.0.0}\n",
      [["spec.version", "spec.releaseFilter.ref.name"]],
    ],
  ])("%s", (_, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test("automated.enabled counts from 3.1", () => {
    const off = application("{syncPolicy: {automated: {enabled: false}}}");
    expect(shown(off, "3.0")).toEqual([["spec.syncPolicy.automated.enabled", ""]]);
    expect(shown(off, "3.1")).toEqual([]);
  });

  test("only what is new is told", async () => {
    const wrong = (prune: string) =>
      app("shop", { automated: null }).replace("  source:\n", `  prune: ${prune}\n  source:\n`);
    const path = "apps/shop.yaml";
    await checkTrees(
      { base: shop(), head: { ...shop(), [path]: wrong("true") } },
      {
        findings: {
          "misplaced-field": [
            {
              subject: SHOP,
              severity: "caution",
              facts: { fields: ["spec.prune"], belongs: "spec.syncPolicy.automated" },
            },
          ],
        },
      },
    );
    const still = { base: { ...shop(), [path]: wrong("true") }, head: { ...shop(), [path]: wrong("false") } };
    await checkTrees(still, { findings: { "misplaced-field": [] } });
  });
});
