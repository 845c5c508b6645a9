// What changes, by Application and wave → the steps of its syncs, and which of them Argo CD waits for.
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import type { Plan } from "../../../../src/model/plan.ts";
import { type Check, check, type Part } from "../../../support/check.ts";
import { type AppOptions, app, cluster, file, manifest } from "../../../support/small-fleet.ts";

const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];
const NOTHING = { "web/web.yaml": "" };
const KEEP = { "web/keep.yaml": file(manifest("v1", "ConfigMap", "keep")) };

const at = (wave: number) => ({ annotations: { "argocd.argoproj.io/sync-wave": String(wave) } });
const config = (wave: number) => manifest("v1", "ConfigMap", `c${wave}`, at(wave));
const job = (name: string, phase: string, wave = 0) =>
  manifest("batch/v1", "Job", name, {
    annotations: { "argocd.argoproj.io/hook": phase, "argocd.argoproj.io/sync-wave": String(wave) },
  });

function deployment(name: string, wave = 0, replicas = 1): JsonObject {
  const template = { spec: { containers: [{ name: "web", image: "x" }] } };
  return manifest("apps/v1", "Deployment", name, { ...at(wave), spec: { replicas, template } });
}

/** What Application web delivers to cl01. */
const web = (...objects: JsonObject[]) => ({ "web/web.yaml": file(...objects) });
const policy = (options: AppOptions) => ({
  "apps/web.yaml": app("web", { destination: "cl01", namespace: "web", ...options }),
});
const argocd = (version: string) => ({ ".github/breakwater.yml": `argocd: {version: "${version}"}\n` });
const why = (...texts: (string | RegExp)[]): Part<Plan> => ({
  waves: texts.map((text) => ({ why: expect.stringMatching(text) })),
});
/** A text as a pattern for itself. */
const text = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

/** A ConfigMap stays in web, so that a sync may delete everything else. */
const checked: Check = (base, head, expected) => check({ ...KEEP, ...NOTHING, ...base }, head, expected);

describe("one Application", () => {
  test("waits for what has a health check, and not for what has none", async () => {
    await checked({}, web(deployment("a"), config(1), deployment("b", 2), config(3)), {
      steps: ["0: create a", "→ 1: create c1", "2: create b", "→ 3: create c3"],
    });
  });

  test("removes the highest wave first, before what is applied in the same wave", async () => {
    const base = web(deployment("a"), deployment("b", 1), deployment("c", 5));
    await checked(base, web(deployment("n", 1)), {
      steps: ["0: delete c", "→ 1: delete b, create n", "→ 5: delete a"],
    });
    await checked(base, NOTHING, {
      plan: why(text("removals run in reverse: those declared in wave 5 stand here"), "", ""),
    });
  });

  test("waits until what it removes is gone, in whatever kind", async () => {
    await checked(web(config(1), config(2)), NOTHING, {
      steps: ["1: delete c2", "→ 2: delete c1"],
      plan: why("", text("waits until what was removed in wave 1 is gone")),
    });
  });

  test.each([
    ["v2.10.3", ["1: delete c2", "2: delete c1"]],
    ["2.11", ["1: delete c2", "→ 2: delete c1"]],
  ])("waits for removals from Argo CD 2.11: %s", async (version, steps) => {
    await checked({ ...argocd(version), ...web(config(1), config(2)) }, NOTHING, { steps });
  });

  test("removes with PruneLast after everything", async () => {
    const base = { ...policy({ syncOptions: "PruneLast=true" }), ...web(deployment("a")) };
    await checked(base, web(deployment("n", 4)), { steps: ["4: create n", "→ 5: delete a"] });
  });

  test("has its hooks in phases, and what comes after them waits", async () => {
    const head = web(
      job("after", "PostSync"),
      deployment("a"),
      job("before", "PreSync", 3),
      job("sorry", "SyncFail"),
    );
    await checked({}, head, {
      steps: [
        "PreSync 3: create before",
        "→ 0: create a",
        "→ PostSync 0: create after",
        "SyncFail 0: create sorry",
      ],
      plan: {
        waves: [
          { after: undefined, why: expect.stringContaining("its own path changed") },
          { after: 0, why: "waits until what changed in PreSync wave 3 of this sync has completed" },
          {
            after: 1,
            why: "waits until what changed in wave 0 of this sync is healthy; `Job after` runs at each sync",
          },
          { after: undefined, why: "runs only if a sync fails" },
        ],
      },
    });
  });

  test("does not sync for its hooks alone", async () => {
    await checked({}, web(job("migrate", "PreSync")), {
      plan: why(
        /^nothing happens until somebody syncs: hooks run at each sync, and this change alone starts none/,
      ),
    });
  });

  test("names the hooks that its sync runs again", async () => {
    const migrate = job("migrate", "PreSync");
    await checked(web(migrate, deployment("a", 0, 1)), web(migrate, deployment("a", 0, 2)), {
      plan: why(text("the sync runs its hook again: `Job migrate` (PreSync)")),
    });
  });

  test.each([
    ["3.3", ["PreDelete 0: delete early", "→ 0: delete keep, delete a", "→ PostDelete 0: delete late"]],
    ["3.0", ["0: delete keep, delete a, delete early", "→ PostDelete 0: delete late"]],
    ["2.9", ["0: delete keep, delete a, delete early, delete late"]],
  ])(
    "deletes between its PreDelete and PostDelete hooks, from the versions that have them: %s",
    async (version, steps) => {
      const base = {
        ...argocd(version),
        ...policy({ finalizer: true }),
        ...web(job("late", "PostDelete"), deployment("a"), job("early", "PreDelete")),
      };
      await checked(base, { "apps/web.yaml": null }, { steps: ["0: remove web", ...steps] });
    },
  );

  test("has its Namespaces and CustomResourceDefinitions before what needs them, whatever their waves", async () => {
    const namespace = manifest("v1", "Namespace", "web", at(7));
    const crd = manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.example.org", {
      ...at(5),
      spec: { group: "example.org", names: { kind: "Widget" } },
    });
    const widget = manifest("example.org/v1", "Widget", "w", at(2));
    await checked({}, web(namespace, crd, widget), {
      steps: ["0: create web", "2: create widgets.example.org, create w"],
      plan: why(text("Argo CD pulls `Namespace web` of wave 7 forward to what needs it"), ""),
    });
  });

  test("looks at what does not change in earlier waves, unless only what differs is applied", async () => {
    const unchanged = "; 1 unchanged object of earlier waves must be healthy, too";
    const [base, head] = [1, 2].map((replicas) => web(deployment("a"), deployment("b", 3, replicas)));
    await checked(base ?? {}, head ?? {}, { plan: why(text(unchanged)) });
    const only = policy({ automated: "", syncOptions: "ApplyOutOfSyncOnly=true" });
    await checked({ ...base, ...only }, head ?? {}, { plan: why(/^(?!.*unchanged)/) });
  });

  test("waits for what is suspended until somebody resumes it", async () => {
    const paused = manifest("apps/v1", "Deployment", "a", {
      spec: { paused: true, replicas: 1, template: {} },
    });
    await checked({}, web(paused, manifest("v1", "ConfigMap", "after", at(1))), {
      steps: ["0: create a", "→ 1: create after"],
      plan: why("", text("until what is suspended in wave 0 is resumed")),
    });
  });

  test("says that nothing happens without a sync", async () => {
    const base = { ...policy({ automated: null }), ...web(deployment("a", 0, 1)) };
    await checked(base, web(deployment("a", 0, 2)), {
      plan: why(/^nothing happens until somebody syncs: Application argocd\/web has no automated sync/),
    });
  });

  test("says what the API refuses", async () => {
    await checked({}, upgrade("cl01", OLD), {
      plan: why(/^refused by the API: version cannot be decreased/),
    });
  });
});

function upgrade(name: string, version: string) {
  return { "cl01/cluster.yaml": cluster(name, { version, pools: { a: 3 } }) };
}

describe("an upgraded Cluster", () => {
  const later = { "cl01/later.yaml": file(manifest("v1", "ConfigMap", "after", at(9))) };

  test("stays Healthy, so nothing waits for it", async () => {
    await checked(
      upgrade("cl01", OLD),
      { ...upgrade("cl01", NEW), ...later },
      {
        steps: ["0: upgrade cl01", "9: create after"],
        plan: why("", text("a Cluster stays Healthy while its nodes are changed")),
      },
    );
  });

  test("that is new is waited for", async () => {
    await checked(
      {},
      { "cl01/more.yaml": cluster("cl02"), ...later },
      {
        steps: ["0: create cl02", "→ 9: create after"],
      },
    );
  });
});

describe("several Applications", () => {
  const child = (name: string, options: AppOptions) => ({
    [`apps/${name}.yaml`]: app(name, { destination: "cl01", namespace: "web", ...options }),
  });
  const delivers = (name: string, replicas: number) => ({
    [`${name}/web.yaml`]: file(deployment(name, 0, replicas)),
  });
  const two = (replicas: number) => ({ ...delivers("a", replicas), ...delivers("b", replicas) });
  const waves = { ...child("a", { wave: 10 }), ...child("b", { wave: 20 }) };

  test("sync by themselves, whatever their parent's waves are", async () => {
    await checked({ ...waves, ...two(1) }, two(2), {
      steps: ["0: scale a", "0: scale b"],
      plan: {
        waves: [
          {
            why: "Application `argocd/a` syncs by itself: its own path changed",
          },
          {},
        ],
      },
    });
  });

  test("that their parent changes say so", async () => {
    const old = { ...waves, ...child("a", { wave: 10, path: "old" }) };
    await checked(
      { ...old, "old/web.yaml": file(deployment("a", 0, 1)), ...delivers("b", 1) },
      { ...child("a", { wave: 10, path: "new" }), "new/web.yaml": file(deployment("a", 0, 2)) },
      {
        plan: {
          waves: [
            { why: expect.stringContaining("its own path changed") },
            {
              why: "Application `argocd/a` syncs by itself as soon as `argocd/root` has changed it; waves do not make it wait for other Applications",
            },
          ],
        },
      },
    );
  });

  test("that do not change themselves name the cluster whose label did", async () => {
    const install = {
      ...manifest("addons.kubernetes.vmware.com/v1alpha1", "AddonInstall", "velero", {
        spec: {
          addonRef: { name: "velero" },
          clusters: [{ selector: { matchLabels: { backup: "daily" } } }],
        },
      }),
      metadata: { name: "velero", namespace: "workloads" },
    };
    await checked(
      { "shop/velero.yaml": file(install) },
      { "cl01/cluster.yaml": cluster("cl01", { pools: { a: 3 }, labels: { backup: "daily" } }) },
      {
        plan: why(
          text("its own path changed"),
          /^Application `argocd\/shop` itself does not change: `cl01` changes, so that `AddonInstall velero` matches otherwise, as soon as the Cluster is synced$/,
        ),
      },
    );
  });

  test("that are new come one after the other, seconds apart", async () => {
    await checked(
      {},
      { ...waves, ...two(1) },
      {
        steps: ["10: add a", "20: add b", "0: create a", "0: create b"],
        plan: why(
          "",
          /^wave 10 comes first, but nothing that changes in it has a health check to wait for$/,
          text("is new: it syncs by itself as soon as `argocd/root` has created it"),
          "",
        ),
      },
    );
  });

  test("are waited for where Git gives them a health check", async () => {
    const health = manifest("v1", "ConfigMap", "argocd-cm", {
      data: { "resource.customizations.health.argoproj.io_Application": "return hs" },
    });
    await checked(
      { "apps/health.yaml": file({ ...health, metadata: { name: "argocd-cm", namespace: "argocd" } }) },
      { ...waves, ...two(1) },
      { steps: ["10: add a", "→ 20: add b", "0: create a", "0: create b"] },
    );
  });
});
