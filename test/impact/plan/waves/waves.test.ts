import { describe, expect, test } from "@jest/globals";
import { waveSteps } from "../../../../src/impact/plan/waves/waves.ts";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import { DEFAULT_CONFIG } from "../../../../src/model/context.ts";
import { type App, cluster, deployment, guest, input, object } from "../build.ts";

const keep = object("v1", "ConfigMap", "keep");
const at = (wave: number) => ({ annotations: { "argocd.argoproj.io/sync-wave": String(wave) } });
const hook = (phase: string, wave = 0) => ({
  annotations: { "argocd.argoproj.io/hook": phase, "argocd.argoproj.io/sync-wave": String(wave) },
});
const job = (name: string, phase: string, wave = 0) => object("batch/v1", "Job", name, hook(phase, wave));
const inArgo = (apiVersion: string, kind: string, name: string, rest: JsonObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: "argocd" },
  ...rest,
});
const web = (objects: JsonObject[], spec: JsonObject = {}): App => ({
  name: "web",
  destination: guest("cl01"),
  objects: [keep, ...objects],
  spec,
});

/** Each step as "wave: operation name, …", with an arrow where it waits. */
function steps(base: App[], head: App[]): string[] {
  const sides = input(base, head);
  const found = waveSteps(sides);
  const all = found.flatMap((step) => step.changes).sort((a, b) => a - b);
  expect(all).toEqual(sides.changes.map((_, index) => index));
  return found.map(({ phase, wave, changes, gated }) => {
    const what = changes.map((c) => `${sides.changes[c]?.operation} ${sides.changes[c]?.object.name}`);
    return `${gated ? "→ " : ""}${phase === undefined ? "" : `${phase} `}${wave.at(-1)}: ${what.join(", ")}`;
  });
}
const why = (base: App[], head: App[]) => waveSteps(input(base, head)).map((step) => step.why);

describe("one Application", () => {
  test("waits for what has a health check, and not for what has none", () => {
    const config = (wave: number) => object("v1", "ConfigMap", `c${wave}`, at(wave));
    const head = [web([deployment("a", 1, "x", 0), config(1), deployment("b", 1, "x", 2), config(3)])];
    expect(steps([web([])], head)).toEqual([
      "0: create a",
      "→ 1: create c1",
      "2: create b",
      "→ 3: create c3",
    ]);
  });

  test("removes the highest wave first, before what is applied in the same wave", () => {
    const base = [web([deployment("a", 1, "x", 0), deployment("b", 1, "x", 1), deployment("c", 1, "x", 5)])];
    expect(steps(base, [web([deployment("n", 1, "x", 1)])])).toEqual([
      "0: delete c",
      "→ 1: delete b, create n",
      "→ 5: delete a",
    ]);
    expect(why(base, [web([])])[0]).toContain("removals run in reverse: those declared in wave 5 stand here");
  });

  test("waits until what it removes is gone, in whatever kind", () => {
    const config = (wave: number) => object("v1", "ConfigMap", `c${wave}`, at(wave));
    const base = [web([config(1), config(2)])];
    expect(steps(base, [web([])])).toEqual(["1: delete c2", "→ 2: delete c1"]);
    expect(why(base, [web([])])[1]).toContain("waits until what was removed in wave 1 is gone");
  });

  test("does not wait for removals before Argo CD 2.11", () => {
    const config = (wave: number) => object("v1", "ConfigMap", `c${wave}`, at(wave));
    const old = input([web([config(1), config(2)])], [web([])]);
    const of = (version: string) =>
      waveSteps({ ...old, config: { ...old.config, argocd: { ...old.config.argocd, version } } });
    expect(of("v2.10.3").map((step) => step.gated)).toEqual([false, false]);
    expect(of("2.11").map((step) => step.gated)).toEqual([false, true]);
  });

  test("removes with PruneLast after everything", () => {
    const base = [web([deployment("a", 1, "x", 0)])];
    const head = [
      web([deployment("n", 1, "x", 4)], {
        syncPolicy: { automated: { prune: true }, syncOptions: ["PruneLast=true"] },
      }),
    ];
    expect(steps(base, head).slice(-2)).toEqual(["4: create n", "→ 5: delete a"]);
  });

  test("has its hooks in phases, and what comes after them waits", () => {
    const head = [
      web([
        job("after", "PostSync"),
        deployment("a", 1, "x", 0),
        job("before", "PreSync", 3),
        job("sorry", "SyncFail"),
      ]),
    ];
    expect(steps([web([])], head)).toEqual([
      "PreSync 3: create before",
      "→ 0: create a",
      "→ PostSync 0: create after",
      "SyncFail 0: create sorry",
    ]);
    expect(why([web([])], head)).toEqual([
      expect.stringContaining("its own path changed"),
      "waits until what changed in PreSync wave 3 of this sync has completed",
      "waits until what changed in wave 0 of this sync is healthy; `Job after` runs at each sync",
      "runs only if a sync fails",
    ]);
    expect(waveSteps(input([web([])], head)).map(({ after }) => after)).toEqual([undefined, 0, 1, undefined]);
  });

  test("does not sync for its hooks alone", () => {
    const [said] = why([web([])], [web([job("migrate", "PreSync")])]);
    expect(said).toMatch(
      /^nothing happens until somebody syncs: hooks run at each sync, and this change alone starts none/,
    );
  });

  test("names the hooks that its sync runs again", () => {
    const side = (replicas: number) => [web([job("migrate", "PreSync"), deployment("a", replicas)])];
    expect(why(side(1), side(2))[0]).toContain("the sync runs its hook again: `Job migrate` (PreSync)");
  });

  test("deletes between its PreDelete and PostDelete hooks, from the versions that have them", () => {
    const before: App[] = [
      { name: "root", objects: [keep] },
      {
        ...web([job("late", "PostDelete"), deployment("a", 1, "x", 0), job("early", "PreDelete")]),
        parent: "root",
        finalizers: ["resources-finalizer.argocd.argoproj.io"],
      },
    ];
    const of = (version: string) => {
      const config = { ...DEFAULT_CONFIG, argocd: { ...DEFAULT_CONFIG.argocd, version } };
      const sides = input(before, [{ name: "root", objects: [keep] }], config);
      return waveSteps(sides)
        .filter(({ application }) => application === "argocd/web")
        .map(
          ({ phase, changes }) =>
            `${phase ?? "Sync"}: ${changes.map((c) => sides.changes[c]?.object.name).sort()}`,
        );
    };
    expect(of("3.3")).toEqual(["PreDelete: early", "Sync: a,keep", "PostDelete: late"]);
    expect(of("3.0")).toEqual(["Sync: a,early,keep", "PostDelete: late"]);
    expect(of("2.9")).toEqual(["Sync: a,early,keep,late"]);
  });

  test("has its Namespaces and CustomResourceDefinitions before what needs them, whatever their waves", () => {
    const namespace = object("v1", "Namespace", "ns", at(7));
    const crd = object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.example.org", {
      ...at(5),
      spec: { group: "example.org", names: { kind: "Widget" } },
    });
    const widget = object("example.org/v1", "Widget", "w", at(2));
    const alone: App = { name: "web", destination: guest("cl01"), objects: [keep] };
    const head = { ...alone, objects: [keep, namespace, crd, widget] };
    expect(steps([alone], [head])).toEqual(["0: create ns", "2: create widgets.example.org, create w"]);
    expect(why([alone], [head])[0]).toContain(
      "Argo CD pulls `Namespace ns` of wave 7 forward to what needs it",
    );
  });

  test("looks at what does not change in earlier waves, unless only what differs is applied", () => {
    const side = (replicas: number, spec: JsonObject = {}) => [
      web([deployment("a", 1, "x", 0), deployment("b", replicas, "x", 3)], spec),
    ];
    expect(why(side(1), side(2))[0]).toContain("; 1 unchanged object of earlier waves must be healthy, too");
    const only = { syncPolicy: { automated: {}, syncOptions: ["ApplyOutOfSyncOnly=true"] } };
    expect(why(side(1, only), side(2, only))[0]).not.toContain("unchanged");
  });

  test("waits for what is suspended until somebody resumes it", () => {
    const paused = object("apps/v1", "Deployment", "a", {
      spec: { paused: true, replicas: 1, template: {} },
    });
    const head = [web([paused, object("v1", "ConfigMap", "after", at(1))])];
    expect(steps([web([])], head)).toEqual(["0: create a", "→ 1: create after"]);
    expect(why([web([])], head)[1]).toContain("until what is suspended in wave 0 is resumed");
  });

  test("says that nothing happens without a sync", () => {
    const manual = (replicas: number) => [web([deployment("a", replicas)], { syncPolicy: {} })];
    expect(why(manual(1), manual(2))[0]).toMatch(
      /^nothing happens until somebody syncs: Application argocd\/web has no automated sync/,
    );
  });

  test("says what the API refuses", () => {
    const of = (version: string) => [{ name: "cl01", objects: [cluster("cl01", version)] }];
    expect(why(of("v1.33.6"), of("v1.32.7"))[0]).toMatch(/^refused by the API: version cannot be decreased/);
  });
});

describe("an upgraded Cluster", () => {
  const of = (version: string, extra: JsonObject[]) => [
    { name: "cl01", objects: [cluster("cl01", version, { a: 3 }), ...extra] },
  ];
  test("stays Healthy, so nothing waits for it", () => {
    const extra = [object("v1", "ConfigMap", "after", at(9))];
    expect(steps(of("v1.32.7", []), of("v1.33.6", extra))).toEqual(["0: upgrade cl01", "9: create after"]);
    expect(why(of("v1.32.7", []), of("v1.33.6", extra))[1]).toContain(
      "a Cluster stays Healthy while its nodes are changed",
    );
  });
  test("that is new is waited for", () => {
    const extra = [object("v1", "ConfigMap", "after", at(9))];
    expect(
      steps(
        [{ name: "cl01", objects: [keep] }],
        [{ name: "cl01", objects: [keep, ...(of("v1.33.6", extra)[0]?.objects ?? [])] }],
      ),
    ).toEqual(["0: create cl01", "→ 9: create after"]);
  });
});

describe("several Applications", () => {
  const root: App = { name: "root", objects: [keep] };
  const child = (name: string, wave: number, replicas: number): App => ({
    name,
    parent: "root",
    wave,
    destination: guest("cl01"),
    objects: [deployment(name, replicas)],
  });

  test("sync by themselves, whatever their parent's waves are", () => {
    const side = (n: number) => [root, child("a", 10, n), child("b", 20, n)];
    expect(steps(side(1), side(2))).toEqual(["0: scale a", "0: scale b"]);
    expect(why(side(1), side(2))[0]).toBe(
      "Application `argocd/a` syncs by itself: its own path changed; the waves of its parent order only when Applications are created or removed",
    );
  });

  test("that their parent changes say so", () => {
    const side = (path: string, n: number) => [
      root,
      { ...child("a", 10, n), spec: { source: { path } } },
      child("b", 20, 1),
    ];
    expect(why(side("old", 1), side("new", 2))).toEqual([
      expect.stringContaining("its own path changed"),
      "Application `argocd/a` syncs by itself as soon as `argocd/root` has changed it; waves do not make it wait for other Applications",
    ]);
  });

  test("that do not change themselves name the cluster whose label did", () => {
    const install = object("addons.kubernetes.vmware.com/v1alpha1", "AddonInstall", "velero", {
      spec: {
        addonRef: { name: "velero" },
        clusters: [{ selector: { matchLabels: { backup: "daily" } } }],
      },
    });
    const side = (labels: JsonObject): App[] => [
      { name: "addons", objects: [keep, install] },
      { name: "cl01", objects: [cluster("cl01", "v1.33.6", { a: 3 }, { labels })] },
    ];
    const said = why(side({}), side({ backup: "daily" }));
    expect(said).toContain(
      "Application `argocd/addons` itself does not change: `cl01` changes, so that `AddonInstall velero` matches otherwise, as soon as the Cluster is synced",
    );
    expect(said.filter((words) => words.includes("its own path changed"))).toHaveLength(1);
  });

  test("that are new come one after the other, seconds apart", () => {
    const head = [root, child("a", 10, 1), child("b", 20, 1)];
    expect(steps([root], head)).toEqual(["10: add a", "20: add b", "0: create a", "0: create b"]);
    const [, second, own] = why([root], head);
    expect(second).toBe("wave 10 comes first, but nothing that changes in it has a health check to wait for");
    expect(own).toContain("is new: it syncs by itself as soon as `argocd/root` has created it");
  });

  test("are waited for where Git gives them a health check", () => {
    const cm = inArgo("v1", "ConfigMap", "argocd-cm", {
      data: { "resource.customizations.health.argoproj.io_Application": "return hs" },
    });
    const with_ = { ...root, objects: [keep, cm] };
    expect(steps([with_], [with_, child("a", 10, 1), child("b", 20, 1)]).slice(0, 2)).toEqual([
      "10: add a",
      "→ 20: add b",
    ]);
  });
});
