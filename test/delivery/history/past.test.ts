// What history is asked, and what it changes on the base's side; over small fleets in memory.
import { describe, expect, test } from "@jest/globals";
import type { Renderers } from "../../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { type Config, DEFAULT_CONFIG } from "../../../src/model/context.ts";
import { type History, MOST_PATHS, MOST_REVISIONS } from "../../../src/model/history.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { commitOf, memoryHistory } from "../../support/history.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";
import { type AppOptions, app, cluster, drop, object } from "../../support/small-fleet.ts";

const V33 = "v1.33.6---vmware.1-fips-vkr.2";
const V34 = "v1.34.2---vmware.1-fips-vkr.1";
const V35 = "v1.35.0---vmware.2-fips-vkr.1";
const CLUSTER = "prod/cluster.yaml";
const APP = "apps/prod.yaml";

const at = (version: string) => cluster("c1").replace(V33, version);

/** A root over apps/, and an Application prod with one cluster. */
const fleet = (version = V33, options: AppOptions = {}, parent: AppOptions = {}): FileMap => ({
  "root.yaml": app("root", { path: "apps", ...parent }),
  "apps/keep.yaml": app("keep"),
  [APP]: app("prod", { namespace: "workloads", ...options }),
  "keep/one.yaml": object("ConfigMap", "one"),
  [CLUSTER]: at(version),
});

type Options = {
  readonly history?: ((history: History) => History) | null;
  readonly config?: Partial<Config>;
  readonly renderers?: Renderers;
  /** Minutes between the commits, and between the last of them and the head. */
  readonly minutes?: number;
};

/** Trees oldest first, the last one the head: its plan onto the one before, and what history was asked. */
async function planned(
  trees: readonly FileMap[],
  { history, config, renderers, minutes = 10_000 }: Options = {},
) {
  const made = snapshots(...trees);
  const start = Date.parse("2026-02-01T10:00:00Z") / 1000;
  const time = (i: number) => start + i * minutes * 60;
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const commits = made.snapshots.slice(0, -1).map((s, i) => commitOf(`commit ${i}`, iso(time(i)), s));
  const asked: string[] = [];
  const port = memoryHistory(commits, asked);
  const [base, head] = made.snapshots.slice(-2) as [Snapshot, Snapshot];
  const plan = await planImpact(
    base,
    head,
    { ...DEFAULT_CONFIG, ...config },
    { ...CONTEXT, now: time(trees.length - 1) },
    {
      readBlobs: made.readBlobs,
      renderers,
      ...(history === null ? {} : { history: history ? history(port) : port }),
    },
  );
  return { plan, asked };
}

const told = ({ changes }: Plan) =>
  changes
    .filter(({ layer }) => layer !== "delivery")
    .map((c) =>
      [c.operation, c.object.name, c.from, c.to, c.applies, c.evidence]
        .filter((x) => x !== undefined)
        .join(" "),
    );
const rules = ({ findings }: Plan) => findings.map(({ rule }) => rule);

describe("is asked only where a plan rests on it", () => {
  test("nothing for equal trees, workloads, add-ons, removals or a change of an Application", async () => {
    const before = fleet();
    for (const after of [
      before,
      { ...before, "keep/one.yaml": object("ConfigMap", "two") },
      {
        ...before,
        "prod/addon.yaml": object("AddonInstall", "a", { api: "addons.kubernetes.vmware.com/v1alpha1" }),
      },
      drop(before, APP),
      drop(before, CLUSTER),
      { ...before, [APP]: app("prod", { namespace: "workloads", automated: "selfHeal: true, prune: true" }) },
    ])
      expect((await planned([before, after])).asked).toEqual([]);
  });

  test("for an edited cluster, its file and its Application's", async () => {
    const { asked, plan } = await planned([fleet(), fleet(V34)]);
    expect(asked).toEqual([CLUSTER, APP]);
    expect(told(plan)).toEqual([`upgrade c1 ${V33} ${V34} auto git`]);
  });

  test("for a new Application its own file, and no tree where it never was", async () => {
    const { asked, plan } = await planned([drop(fleet(), APP), fleet()]);
    expect(asked).toEqual([APP]);
    expect(told(plan)).toEqual([`create c1 ${V33} auto git`]);
    expect(rules(plan)).not.toContain("declared-again");
  });

  test("without the port nothing else changes, and what was not looked up is listed", async () => {
    for (const [after, paths] of [
      [fleet(V34), [CLUSTER]],
      [{ ...fleet(), "apps/more.yaml": app("more", { path: "keep" }) }, ["apps/more.yaml"]],
    ] as const) {
      const { plan: without } = await planned([fleet(), after], { history: null });
      const { plan: empty } = await planned([fleet(), after], { history: () => memoryHistory([]) });
      expect(without.notEvaluated).toEqual([
        ...empty.notEvaluated,
        ...paths.map((path) => ({ path, reason: "its history was not looked up" })),
      ]);
      expect([without.changes, without.findings]).toEqual([empty.changes, empty.findings]);
    }
  });
});

describe("an Application that comes back", () => {
  const away = drop(fleet(), APP);

  test("without finalizer: taken over, even if nothing differs", async () => {
    const { plan, asked } = await planned([fleet(), away, fleet()]);
    expect(told(plan)).toEqual(["adopt c1 auto unknown"]);
    expect(rules(plan)).toContain("declared-again");
    expect(asked).toHaveLength(2);
  });

  test("compared with what it delivered last, not with what was edited since", async () => {
    const { plan } = await planned([
      fleet(),
      { ...away, [CLUSTER]: at(V34) },
      { ...away, [CLUSTER]: at(V35) },
      fleet(V35),
    ]);
    expect(told(plan)).toEqual(["adopt c1 auto unknown", `upgrade c1 ${V33} ${V35} refused history`]);
    expect(rules(plan)).toContain("version-skips-minor");
  });

  test("commented out is removed", async () => {
    const commented = { ...fleet(), [APP]: app("prod").replace(/^/gm, "# ") };
    expect(
      told((await planned([fleet(V34), { ...commented, [CLUSTER]: at(V34) }, fleet(V33)])).plan),
    ).toEqual(["adopt c1 auto unknown", `downgrade c1 ${V34} ${V33} refused history`]);
  });

  test("prunes what it left and no longer declares", async () => {
    const extra = { ...fleet(), "prod/old.yaml": object("Secret", "old", { namespace: "workloads" }) };
    const { plan } = await planned([extra, away, fleet()]);
    expect(told(plan)).toContain("delete old auto history");
  });

  test("leaves it where the Application does not prune", async () => {
    const off = { automated: "prune: false" };
    const extra = { ...fleet(), "prod/old.yaml": object("Secret", "old", { namespace: "workloads" }) };
    const { plan } = await planned([extra, away, fleet(V33, off)]);
    expect(told(plan)).toContain("orphan old auto history");
  });

  test("with finalizer: created anew", async () => {
    const { plan, asked } = await planned([fleet(V34, { finalizer: true }), away, fleet()]);
    expect(told(plan)).toEqual([`create c1 ${V33} auto git`]);
    expect(plan.findings.find(({ rule }) => rule === "declared-again")?.message).toContain("new and empty");
    expect(asked).toEqual([APP]);
  });

  test("under a parent that does not prune it never went: compared with the base's tree", async () => {
    const kept = { automated: "prune: false" };
    const before = fleet(V33, {}, kept);
    const { plan } = await planned([before, drop(fleet(V34, {}, kept), APP), fleet(V35, {}, kept)]);
    expect(told(plan)).toEqual([`upgrade c1 ${V34} ${V35} auto history`]);
    expect(rules(plan)).not.toContain("declared-again");
  });

  test("to another destination: what it left there is named as not evaluated", async () => {
    const { plan } = await planned([fleet(V33, { destination: "elsewhere" }), away, fleet()]);
    expect(plan.notEvaluated.map(({ reason }) => reason).join()).toContain("it delivered to elsewhere then");
  });
});

describe("a cluster whose manifest comes back", () => {
  test("was pruned: created anew, from history", async () => {
    const { plan } = await planned([fleet(), drop(fleet(), CLUSTER), fleet()]);
    expect(told(plan)).toEqual([`create c1 ${V33} auto history`]);
  });

  test("was left where nothing prunes: taken over", async () => {
    const off = { automated: "prune: false" };
    const { plan } = await planned([fleet(V34, off), drop(fleet(V34, off), CLUSTER), fleet(V33, off)]);
    expect(told(plan)).toEqual(["adopt c1 auto unknown", `downgrade c1 ${V34} ${V33} refused history`]);
  });
});

describe("a base that cannot be read", () => {
  const broken = { "prod/broken.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [\n" };

  test("stands as before the commit that broke it", async () => {
    const { plan } = await planned([
      fleet(),
      { ...fleet(), ...broken },
      { ...fleet(V34), ...broken },
      fleet(V34),
    ]);
    expect(told(plan)).toEqual([`upgrade c1 ${V33} ${V34} auto history`]);
    expect(plan.remarks.join()).toContain("frozen since");
  });

  test("what came while it was frozen is created", async () => {
    const config = { "prod/late.yaml": object("Secret", "late", { namespace: "workloads" }) };
    const { plan } = await planned([
      fleet(),
      { ...fleet(), ...broken },
      { ...fleet(), ...broken, ...config },
      { ...fleet(), ...config },
    ]);
    expect(told(plan)).toEqual(["create late auto git"]);
  });

  test("is not asked about while it stays broken", async () => {
    const frozen = { ...fleet(), ...broken };
    expect(
      (await planned([fleet(), frozen, { ...frozen, "prod/more.yaml": object("Secret", "more") }])).asked,
    ).toEqual([]);
  });
});

describe("a base that was refused", () => {
  test("a skipped minor: the next upgrade counts from what was taken", async () => {
    const { plan } = await planned([fleet(V33), fleet(V35), fleet(V34)]);
    expect(told(plan)).toEqual([`upgrade c1 ${V33} ${V34} auto history`]);
    expect(rules(plan)).toContain("refused-base");
    expect(plan.changes[0]?.rollout?.controlPlane).toEqual({ min: 0, max: 3 });
  });

  test("several refused in a row, then taken back", async () => {
    const { plan } = await planned([fleet(V34), fleet(V33), fleet("v1.32.1---vmware.1"), fleet(V35)]);
    expect(told(plan)).toEqual([`upgrade c1 ${V34} ${V35} auto history`]);
  });

  test("no claim where the versions go up one by one", async () => {
    const { plan } = await planned([fleet(V33), fleet(V34), fleet(V35)]);
    expect(rules(plan)).not.toContain("refused-base");
    expect(told(plan)).toEqual([`upgrade c1 ${V34} ${V35} auto git`]);
  });

  test("no claim where the Application was away in between, or the manifest", async () => {
    for (const gone of [drop(fleet(V34), APP), drop(fleet(V34), CLUSTER)]) {
      const { plan } = await planned([fleet(V34), gone, fleet(V33), fleet(V35)]);
      expect(rules(plan)).not.toContain("refused-base");
      expect(told(plan)).toEqual([`upgrade c1 ${V33} ${V35} refused git`]);
    }
  });

  test("a revision that does not parse was never applied", async () => {
    const torn = { ...fleet(), [CLUSTER]: `${at(V35)}\n  - : :\n` };
    const { plan } = await planned([fleet(V33), torn, fleet(V33), fleet(V34)]);
    expect(rules(plan)).not.toContain("refused-base");
  });
});

describe("upgrade-too-soon", () => {
  const trees = [fleet(V33), fleet(V34), fleet(V35)];

  test("for a commit younger than fifteen minutes for each of three nodes", async () => {
    expect(rules((await planned(trees, { minutes: 44 })).plan)).toContain("upgrade-too-soon");
    expect(rules((await planned(trees, { minutes: 45 })).plan)).not.toContain("upgrade-too-soon");
  });

  test("the configuration sets the time of a node", async () => {
    const config = { upgrades: { minutesPerNode: 10 } };
    expect(rules((await planned(trees, { minutes: 31, config })).plan)).not.toContain("upgrade-too-soon");
  });

  test("not for the first version, and not for an upgrade that is refused", async () => {
    expect(rules((await planned([fleet(V33), fleet(V34)], { minutes: 5 })).plan)).not.toContain(
      "upgrade-too-soon",
    );
    const refused = await planned([fleet(V33), fleet(V34), fleet("v1.36.0---vmware.1")], { minutes: 5 });
    expect(rules(refused.plan)).not.toContain("upgrade-too-soon");
  });
});

describe("what is not looked up is said", () => {
  const set = (names: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  generators: [{list: {elements: [${names}]}}]
  template:
    metadata: {name: "{{name}}"}
    spec:
      project: default
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: "{{name}}"}
      destination: {name: in-cluster, namespace: workloads}
`;
  const by = (names: string, version = V33) => ({
    ...drop(fleet(version), APP),
    "apps/set.yaml": set(names),
  });

  test("a cluster of a generated Application that may have been there before", async () => {
    const { plan } = await planned([by("{name: prod}", V34), by(""), by("{name: prod}")]);
    expect(plan.notEvaluated).toEqual([
      {
        path: CLUSTER,
        application: "argocd/prod",
        reason:
          "whether it existed before is not looked up, because ApplicationSet argocd/teams generates it: Cluster c1 may still run as it was left",
      },
    ]);
  });

  test("not for one whose file is new", async () => {
    const { plan } = await planned([drop(by(""), CLUSTER), by("{name: prod}")]);
    expect(plan.notEvaluated).toEqual([]);
  });

  test("an edited cluster of a generated Application is looked up like any other", async () => {
    const { plan } = await planned([
      by("{name: prod}", V35),
      by("{name: prod}", V34),
      by("{name: prod}", V33),
    ]);
    expect(rules(plan)).toContain("refused-base");
  });
});

describe("limits are said", () => {
  test("a walk that ends before the file begins", async () => {
    const notes = Array.from({ length: MOST_REVISIONS + 1 }, (_, i) => ({
      ...drop(fleet(), APP),
      [APP]: `# ${i}\n`,
    }));
    const { plan } = await planned([fleet(), ...notes, fleet()]);
    expect(plan.notEvaluated).toEqual([
      {
        path: APP,
        application: "argocd/prod",
        reason: `whether it existed before is not known: only the last ${MOST_REVISIONS} changes of the file were looked at`,
      },
    ]);
  });

  test("a shallow clone", async () => {
    const cut = (): History => ({
      revisions: async (paths) => new Map(paths.map((path) => [path, { revisions: [], end: "cut" }])),
      snapshot: () => Promise.reject(new Error("not asked")),
    });
    for (const [before, after] of [
      [drop(fleet(), APP), fleet()],
      [fleet(), fleet(V34)],
    ] as const) {
      const { plan } = await planned([before, after], { history: cut });
      expect(plan.notEvaluated.map(({ reason }) => reason).join()).toContain("shallow clone");
    }
  });

  test("more files than one plan asks for", async () => {
    const names = Array.from({ length: MOST_PATHS + 2 }, (_, i) => `app-${i}`);
    const apps = Object.fromEntries(names.map((name) => [`apps/${name}.yaml`, app(name, { path: "keep" })]));
    const { plan, asked } = await planned([fleet(), { ...fleet(), ...apps }]);
    expect(asked).toHaveLength(MOST_PATHS);
    expect(plan.notEvaluated.map(({ reason }) => reason)).toContain(
      `the history of 2 more files was not looked up: one plan asks for ${MOST_PATHS}`,
    );
  });

  /** What every walk finds, with an end that a shallow clone has. */
  const shallow = (history: History): History => ({
    ...history,
    revisions: async (paths, from) =>
      new Map(
        [...(await history.revisions(paths, from))].map(([path, found]) => [
          path,
          { revisions: found.revisions.slice(0, -1), end: "cut" },
        ]),
      ),
  });

  test("no revision that can be read", async () => {
    const torn = (more = ""): FileMap => ({
      ...fleet(),
      "prod/torn.yaml": `apiVersion: v1\nkind: A\nmetadata: [${more}\n`,
    });
    const { plan } = await planned([torn(), torn(" "), fleet(V34)], { history: shallow });
    expect(plan.notEvaluated).toContainEqual({
      path: "prod/torn.yaml",
      application: "argocd/prod",
      reason:
        "no revision of it that can be read was found: its history is not complete in this shallow clone",
    });
  });

  describe("what no earlier tree builds", () => {
    const built = (config: string, version = V33): FileMap => ({
      ...fleet(version),
      "prod/kustomization.yaml": "resources: [cluster.yaml, config.yaml]\n",
      "prod/config.yaml": config,
    });
    const renderers: Renderers = {
      render: async ({ files }) => {
        const [one, other] = ["prod/cluster.yaml", "prod/config.yaml"].map(
          (path) => files.get(path)?.text ?? "",
        );
        return other?.startsWith("broken")
          ? { state: "failed", message: "no matches for Id ConfigMap", exact: true }
          : { state: "rendered", text: `${one}---\n${other}` };
      },
    };
    const broken = (count: number) => Array.from({ length: count }, (_, i) => built(`broken ${i}\n`));
    const mended = built(object("ConfigMap", "one"), V34);

    test.each<[string, number, Options, string]>([
      [
        "in a shallow clone",
        4,
        { history: shallow },
        "no earlier tree that can be built was found: its history is not complete in this shallow clone",
      ],
      [
        "beyond what is read",
        8,
        {},
        "since when it cannot be built is not known: one plan reads 5 earlier trees",
      ],
    ])("%s", async (_, count, options, reason) => {
      const { plan } = await planned([...broken(count), mended], { renderers, ...options });
      expect(plan.notEvaluated).toEqual([{ path: APP, application: "argocd/prod", reason }]);
    });
  });
});
