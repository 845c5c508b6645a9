// What waits for a person or a sync window: until then the live Applications act as the base has them, against the files of the head.
import { describe, test } from "@jest/globals";
import { checkOver, type Edits } from "../../support/check.ts";

const REPO = "https://github.com/example-org/fleet.git";

type Options = {
  readonly automated?: string;
  readonly finalizer?: boolean;
  readonly destination?: string;
  readonly project?: string;
};

function application(name: string, path: string, options: Options = {}): string {
  const { automated = "{prune: true, selfHeal: true}", destination = "in-cluster" } = options;
  const finalizers = options.finalizer ? "[resources-finalizer.argocd.argoproj.io]" : "[]";
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd, finalizers: ${finalizers}}
spec:
  project: ${options.project ?? "default"}
  source: {repoURL: ${REPO}, targetRevision: main, path: ${path}}
  destination: {name: ${destination}, namespace: ${name}}
  syncPolicy: {automated: ${automated}}
`;
}

const BY_HAND = { automated: "null" };

const config = (name: string, value = "1"): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: "${value}"}\n`;
const claim = (name: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\nspec: {accessModes: [ReadWriteOnce]}\n`;

/** `root` is synced by hand and delivers `team` from apps/, which syncs itself. */
const FLEET = {
  "root.yaml": application("root", "apps", BY_HAND),
  "apps/team.yaml": application("team", "team", { finalizer: true }),
  "apps/other.yaml": config("other"),
  "team/settings.yaml": config("settings"),
  "team/data.yaml": claim("data"),
};

const check = checkOver(FLEET);
const NOW = { applies: "auto" } as const;
const LATER = { applies: "manual" } as const;

describe("an Application whose parent is synced by hand acts as the base has it until then", () => {
  test("dropped, it prunes what the merge drops, and goes with the rest once somebody syncs", () =>
    check(
      {},
      { "apps/team.yaml": null, "team/data.yaml": null, "team/more.yaml": config("more") },
      {
        changes: [
          "remove Application argocd/team, manual",
          "delete PersistentVolumeClaim team/data",
          "create ConfigMap team/more",
          "delete ConfigMap team/more, manual",
          "delete ConfigMap team/settings, manual",
        ],
        findings: { "data-loss": [{ facts: { applies: "auto" } }] },
      },
    ));

  test("dropped with its files, it does nothing any more", () =>
    check(
      {},
      { "apps/team.yaml": null, "team/data.yaml": null, "team/settings.yaml": null },
      {
        changes: [
          "remove Application argocd/team, manual",
          "delete PersistentVolumeClaim team/data, manual",
          "delete ConfigMap team/settings, manual",
        ],
      },
    ));

  test("dropped, while nothing that it reads differs", () =>
    check(
      {},
      { "apps/team.yaml": null },
      {
        changes: [
          "remove Application argocd/team, manual",
          "delete PersistentVolumeClaim team/data, manual",
          "delete ConfigMap team/settings, manual",
        ],
      },
    ));

  test("with another sync policy", () =>
    check(
      {},
      { "apps/team.yaml": application("team", "team", BY_HAND), "team/data.yaml": null },
      {
        changes: ["policy Application argocd/team, manual", "delete PersistentVolumeClaim team/data"],
      },
    ));

  test("with another path, to which a volume moves: it is deleted, and comes anew", () =>
    check(
      {},
      {
        "apps/team.yaml": application("team", "squad", { finalizer: true }),
        "team/data.yaml": null,
        "squad/data.yaml": claim("data"),
        "squad/settings.yaml": config("settings"),
      },
      {
        changes: [
          "repath Application argocd/team: team → squad, manual",
          "delete PersistentVolumeClaim team/data",
          "create PersistentVolumeClaim team/data, manual",
        ],
      },
    ));

  test("with another path to which everything moves, it stands still until then", () =>
    check(
      {},
      {
        "apps/team.yaml": application("team", "squad", { finalizer: true }),
        "team/data.yaml": null,
        "team/settings.yaml": null,
        "squad/data.yaml": claim("data"),
        "squad/settings.yaml": config("settings", "2"),
      },
      {
        changes: [
          "repath Application argocd/team: team → squad, manual",
          "update ConfigMap team/settings, manual",
        ],
        findings: { "data-loss": [], "path-missing": [] },
      },
    ));

  test("with a path that is not there: it breaks only then", () =>
    check(
      {},
      { "apps/team.yaml": application("team", "squad", { finalizer: true }), "team/settings.yaml": null },
      {
        changes: {
          "Application argocd/team": [
            { operation: "break", ...LATER },
            { operation: "repath", ...LATER },
          ],
          "ConfigMap team/settings": [{ operation: "delete", ...NOW }],
        },
      },
    ));

  test("with another destination: it leaves nothing here before that", () =>
    check(
      {},
      {
        "apps/team.yaml": application("team", "team", { finalizer: true, destination: "guest" }),
        "team/data.yaml": null,
      },
      {
        changes: {
          "Application argocd/team": [{ operation: "retarget", ...LATER }],
          "PersistentVolumeClaim team/data": [{ operation: "delete", ...NOW }],
        },
      },
    ));

  test("a parent that waits for a sync window holds it up as well", () =>
    check(
      {
        "root.yaml": application("root", "apps", { project: "quiet" }),
        "projects.yaml": application("projects", "projects"),
        "projects/quiet.yaml": `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: quiet, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{namespace: "*", server: "*"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
  syncWindows: [{kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"]}]
`,
      },
      { "apps/team.yaml": null, "team/data.yaml": null },
      {
        changes: {
          "Application argocd/team": [{ operation: "remove", applies: "window" }],
          "PersistentVolumeClaim team/data": [{ operation: "delete", ...NOW }],
          "ConfigMap team/settings": [{ operation: "delete", applies: "window" }],
        },
      },
    ));
});

describe("what no sync deletes is left as soon as Git drops it", () => {
  test("Prune=false, of an Application that is synced by hand", () =>
    check(
      {
        "root.yaml": application("root", "apps"),
        "apps/team.yaml": application("team", "team", BY_HAND),
        "team/data.yaml": claim("data").replace(
          "{name: data}",
          '{name: data, annotations: {argocd.argoproj.io/sync-options: "Prune=false"}}',
        ),
      },
      { "team/data.yaml": null, "team/settings.yaml": null, "team/more.yaml": config("more") },
      {
        changes: [
          "orphan PersistentVolumeClaim team/data",
          "delete ConfigMap team/settings, manual",
          "create ConfigMap team/more, manual",
        ],
      },
    ));
});

describe("a root that leaves Git acts until somebody deletes it", () => {
  const TOP: Edits = { "apps/team.yaml": null, "root.yaml": null, "team.yaml": FLEET["apps/team.yaml"] };

  test("it prunes what the merge drops", () =>
    check(
      TOP,
      { "team.yaml": null, "team/data.yaml": null },
      {
        changes: [
          "remove Application argocd/team, manual",
          "delete PersistentVolumeClaim team/data",
          "delete ConfigMap team/settings, manual",
        ],
      },
    ));

  test("one that changes is applied with the merge", () =>
    check(
      TOP,
      { "team.yaml": application("team", "team", { automated: "{prune: false}" }), "team/data.yaml": null },
      { changes: { "PersistentVolumeClaim team/data": [{ operation: "orphan" }] } },
    ));
});

describe("an ApplicationSet whose parent is synced by hand generates as the base has it until then", () => {
  const set = (path: string, policy = ""): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shops, namespace: argocd}
spec:
  generators: [{git: {repoURL: ${REPO}, revision: main, directories: [{path: ${path}}]}}]
  template:
    metadata: {name: "shop-{{path.basename}}", finalizers: [resources-finalizer.argocd.argoproj.io]}
    spec:
      project: default
      source: {repoURL: ${REPO}, targetRevision: main, path: "{{path}}"}
      destination: {name: in-cluster, namespace: shops}
      syncPolicy: {automated: {prune: true}}
  syncPolicy: {${policy}}
`;
  const generating: Edits = {
    "apps/team.yaml": null,
    "apps/shops.yaml": set("shops/*"),
    "shops/one/settings.yaml": config("one"),
    "shops/one/data.yaml": claim("one"),
    "shops/two/settings.yaml": config("two"),
  };

  test("dropped", () =>
    check(
      generating,
      { "apps/shops.yaml": null, "shops/one/data.yaml": null, "shops/two/settings.yaml": null },
      {
        changes: [
          "remove ApplicationSet argocd/shops, manual",
          "delete PersistentVolumeClaim shops/one",
          "remove Application argocd/shop-one, manual",
          "delete ConfigMap shops/one, manual",
          "remove Application argocd/shop-two",
          "delete ConfigMap shops/two",
        ],
      },
    ));

  test("changed", () =>
    check(
      generating,
      { "apps/shops.yaml": set("stores/*"), "shops/one/data.yaml": null },
      {
        changes: {
          "PersistentVolumeClaim shops/one": [{ operation: "delete", ...NOW }],
          "Application argocd/shop-one": [{ operation: "remove", ...LATER }],
          "ConfigMap shops/one": [{ operation: "delete", ...LATER }],
        },
      },
    ));

  test("one that only creates leaves its Applications as they are", () =>
    check(
      {
        ...generating,
        "root.yaml": application("root", "apps"),
        "apps/shops.yaml": set("shops/*", "applicationsSync: create-only"),
      },
      {
        "apps/shops.yaml": set("shops/*", "applicationsSync: create-only").replace(
          "{prune: true}",
          "{prune: false}",
        ),
        "shops/one/data.yaml": null,
      },
      {
        changes: {
          "Application argocd/shop-one": [{ operation: "policy", ...LATER }],
          "PersistentVolumeClaim shops/one": [{ operation: "delete", ...NOW }],
        },
      },
    ));
});

describe("what Argo CD reads is as the base has it until somebody syncs", () => {
  const project = (repos: string): string => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: teams, namespace: argocd}
spec: {sourceRepos: [${repos}], destinations: [{namespace: "*", server: "*"}]}
`;
  const ELSEWHERE = '"https://elsewhere.example.org/*"';
  const permitting: Edits = {
    "apps/teams.yaml": project('"*"'),
    "apps/team.yaml": application("team", "team", { project: "teams" }),
  };

  test.each([
    ["goes", null],
    ["begins to forbid", project(ELSEWHERE)],
  ] as const)("a project that %s breaks its Application only then", (_, teams) =>
    check(
      permitting,
      { "apps/teams.yaml": teams, "team/data.yaml": null },
      {
        changes: {
          "Application argocd/team": [{ operation: "break", ...LATER }],
          "PersistentVolumeClaim team/data": [{ operation: "delete", ...NOW }],
        },
      },
    ),
  );

  test("a project that begins to permit mends its Application only then", () =>
    check(
      { ...permitting, "apps/teams.yaml": project(ELSEWHERE) },
      { "apps/teams.yaml": project('"*"'), "team/more.yaml": config("more") },
      {
        changes: {
          "Application argocd/team": [{ operation: "repair", ...LATER }],
          "ConfigMap team/more": [{ operation: "create", ...LATER }],
        },
      },
    ));

  const registration = (name: string, tier = "edge"): string => `apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster, tier: ${tier}}}
stringData: {name: ${name}, server: "https://${name}.example.org:6443"}
`;
  const agents: Edits = {
    "sets.yaml": application("sets", "sets"),
    "sets/set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: agents, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {tier: edge}}}}]
  template:
    metadata: {name: "agent-{{name}}", finalizers: [resources-finalizer.argocd.argoproj.io]}
    spec:
      project: default
      source: {repoURL: ${REPO}, targetRevision: main, path: agent}
      destination: {name: "{{name}}", namespace: agents}
      syncPolicy: {automated: {prune: true}}
`,
    "agent/settings.yaml": config("agent"),
    "agent/data.yaml": claim("agent"),
    "apps/one.yaml": registration("one"),
  };

  test("a registration that loses its label, or goes, keeps its Applications acting", async () => {
    for (const one of [registration("one", "core"), null])
      await check(
        agents,
        { "apps/one.yaml": one, "agent/data.yaml": null },
        {
          changes: {
            "PersistentVolumeClaim agents/agent": [{ operation: "delete", ...NOW }],
            "Application argocd/agent-one": [{ operation: "remove", ...LATER }],
            "ConfigMap agents/agent": [{ operation: "delete", ...LATER }],
          },
        },
      );
  });

  test("a registration that comes brings its Applications only then", () =>
    check(
      agents,
      { "apps/two.yaml": registration("two") },
      {
        changes: {
          "Secret argocd/two": [{ operation: "register", ...LATER }],
          "Application argocd/agent-two": [{ operation: "add", ...LATER }],
          "ConfigMap agents/agent": [{ operation: "create", ...LATER }],
        },
      },
    ));
});
