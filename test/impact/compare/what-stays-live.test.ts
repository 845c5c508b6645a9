// What the head's files no longer declare and is there all the same: it goes on acting, against the files of the head.
import { describe, expect, test } from "@jest/globals";
import { checkOver, type Edits } from "../../support/check.ts";

const REPO = "https://github.com/example-org/fleet.git";

type Options = {
  readonly automated?: string;
  readonly annotations?: string;
  readonly finalizer?: boolean;
  readonly destination?: string;
  readonly project?: string;
};

function application(name: string, path: string, options: Options = {}): string {
  const {
    automated = "{prune: true, selfHeal: true}",
    annotations = "{}",
    destination = "in-cluster",
  } = options;
  const finalizers = options.finalizer ? "[resources-finalizer.argocd.argoproj.io]" : "[]";
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd, finalizers: ${finalizers}, annotations: ${annotations}}
spec:
  project: ${options.project ?? "default"}
  source: {repoURL: ${REPO}, targetRevision: main, path: ${path}}
  destination: {name: ${destination}, namespace: ${name}}
  syncPolicy: {automated: ${automated}}
`;
}

const NO_PRUNE = "{prune: false, selfHeal: true}";
const CASCADES = { finalizer: true };

const config = (name: string, value = "1"): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: "${value}"}\n`;
const claim = (name: string): string =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\nspec: {accessModes: [ReadWriteOnce]}\n`;
const registration = (name: string, annotations = "{}"): string => `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: argocd
  labels: {argocd.argoproj.io/secret-type: cluster, tier: edge}
  annotations: ${annotations}
stringData: {name: ${name}, server: "https://${name}.example.org:6443"}
`;

/** A manifest that does not parse, and freezes whoever delivers it. */
const broken = (text: string): string => `${text}   : [\n`;

/** An Application `team` that another one, `root`, delivers from apps/. */
const FLEET = {
  "root.yaml": application("root", "apps"),
  "apps/team.yaml": application("team", "team", CASCADES),
  "apps/other.yaml": config("other"),
  "team/settings.yaml": config("settings"),
  "team/data.yaml": claim("data"),
};

/** The merge also changes what `team` reads. */
const TEAM_CHANGES: Edits = {
  "team/data.yaml": null,
  "team/settings.yaml": config("settings", "2"),
  "team/more.yaml": config("more"),
};
const TEAM_ACTS = [
  "update ConfigMap team/settings",
  "create ConfigMap team/more",
  "delete PersistentVolumeClaim team/data",
];
const DATA_LOSS = "stop data-loss Application argocd/team";

const APPS_PROJECT = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: apps, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{namespace: "*", server: "*"}]
`;

const check = checkOver(FLEET);

describe("an Application that stays acts on what the merge changes where it reads", () => {
  test("its parent is frozen by its own broken file", () =>
    check(
      {},
      { ...TEAM_CHANGES, "apps/team.yaml": broken },
      {
        changes: [
          "break Application argocd/root, blocked",
          "orphan Application argocd/team, blocked",
          ...TEAM_ACTS,
        ],
        findings: [
          DATA_LOSS,
          "stop invalid-yaml Application argocd/root",
          "caution orphaned-resources Application argocd/team",
        ],
      },
    ));

  test("its parent is frozen by another file", () =>
    check(
      {},
      { ...TEAM_CHANGES, "apps/team.yaml": null, "apps/other.yaml": broken },
      {
        changes: [
          "break Application argocd/root, blocked",
          "orphan Application argocd/team, blocked",
          "orphan ConfigMap root/other, blocked",
          ...TEAM_ACTS,
        ],
      },
    ));

  test("its parent does not prune", () =>
    check(
      { "root.yaml": application("root", "apps", { automated: NO_PRUNE }) },
      { ...TEAM_CHANGES, "apps/team.yaml": null },
      {
        changes: ["orphan Application argocd/team", ...TEAM_ACTS],
        findings: {
          "prune-disabled": [
            {
              message:
                "Application `argocd/team` leaves Git but stays in the cluster with 2 objects (`ConfigMap more` and `ConfigMap settings`) and keeps syncing from `team`: `argocd/root` does not prune",
            },
          ],
          "data-loss": [{ message: "`PersistentVolumeClaim data` would be deleted, with the data in it" }],
        },
      },
    ));

  test("it is never pruned", () =>
    check(
      {
        "apps/team.yaml": application("team", "team", {
          annotations: '{argocd.argoproj.io/sync-options: "Prune=false"}',
        }),
      },
      { ...TEAM_CHANGES, "apps/team.yaml": null },
      { changes: ["orphan Application argocd/team", ...TEAM_ACTS] },
    ));

  test("nothing else would remain of its parent", () =>
    check(
      { "apps/other.yaml": null, "apps/README.md": "Applications\n" },
      { ...TEAM_CHANGES, "apps/team.yaml": null },
      {
        changes: ["remove Application argocd/team, blocked", ...TEAM_ACTS],
        findings: [DATA_LOSS, "caution prune-refused Application argocd/root"],
      },
    ));

  test("its parent is skipped; its removal takes everything once that ends", () =>
    check(
      {
        "root.yaml": application("root", "apps", {
          annotations: '{argocd.argoproj.io/skip-reconcile: "true"}',
        }),
      },
      { ...TEAM_CHANGES, "apps/team.yaml": null },
      {
        changes: ["remove Application argocd/team, blocked", ...TEAM_ACTS],
        findings: { "cascade-delete": [{ facts: { count: 2, from: ["team"], applies: "blocked" } }] },
      },
    ));

  test("the project of its parent begins to forbid Applications", () =>
    check(
      {
        "projects.yaml": application("projects", "projects"),
        "projects/apps.yaml": APPS_PROJECT,
        "root.yaml": application("root", "apps", { project: "apps" }),
      },
      {
        ...TEAM_CHANGES,
        "apps/team.yaml": null,
        "projects/apps.yaml": `${APPS_PROJECT}  namespaceResourceBlacklist: [{group: argoproj.io, kind: Application}]\n`,
      },
      {
        changes: {
          "Application argocd/team": [{ operation: "orphan", cause: "not-permitted" }],
          "PersistentVolumeClaim team/data": [{ operation: "delete", applies: "auto", cause: "pruned" }],
        },
      },
    ));

  test("nothing it reads changes: nothing else is told", () =>
    check(
      { "root.yaml": application("root", "apps", { automated: NO_PRUNE }) },
      { "apps/team.yaml": null },
      { changes: ["orphan Application argocd/team"] },
    ));

  test("its directory goes as well: it reports an error and leaves everything", () =>
    check(
      { "root.yaml": application("root", "apps", { automated: NO_PRUNE }) },
      { "apps/team.yaml": null, "team/settings.yaml": null, "team/data.yaml": null },
      {
        changes: [
          "orphan Application argocd/team",
          "orphan ConfigMap team/settings",
          "orphan PersistentVolumeClaim team/data",
        ],
        findings: { "prune-disabled": [{ facts: { count: 2, itself: true } }], "path-missing": [] },
      },
    ));

  test("its own file there is broken: it is frozen itself", () =>
    check(
      { "root.yaml": application("root", "apps", { automated: NO_PRUNE }) },
      { "apps/team.yaml": null, "team/data.yaml": broken },
      {
        changes: [
          "orphan Application argocd/team",
          "break Application argocd/team, blocked",
          "orphan PersistentVolumeClaim team/data, blocked",
        ],
      },
    ));

  test("it is skipped itself, and does nothing", () =>
    check(
      {
        "root.yaml": application("root", "apps", { automated: NO_PRUNE }),
        "apps/team.yaml": application("team", "team", {
          annotations: '{argocd.argoproj.io/skip-reconcile: "true"}',
        }),
      },
      { "apps/team.yaml": null, "team/data.yaml": null },
      {
        changes: {
          "PersistentVolumeClaim team/data": [{ operation: "orphan" }],
          "ConfigMap team/settings": [{ operation: "orphan" }],
        },
      },
    ));
});

describe("what the head changes in vain stays as the base has it", () => {
  const FROZEN: Edits = { "apps/other.yaml": broken(config("other")) };
  const ACTS = { "PersistentVolumeClaim team/data": [{ operation: "delete", applies: "auto" }] } as const;

  test("another destination, path or sync policy, below a frozen parent", async () => {
    const edits = [
      ["retarget", application("team", "team", { ...CASCADES, destination: "guest" })],
      ["repath", application("team", "other", CASCADES)],
      ["policy", application("team", "team", { ...CASCADES, automated: "null" })],
    ] as const;
    for (const [operation, team] of edits)
      await check(
        { ...FROZEN, "other/settings.yaml": config("settings") },
        { "apps/team.yaml": team, "team/data.yaml": null },
        { changes: { "Application argocd/team": [{ operation, applies: "blocked" }], ...ACTS } },
      );
  });

  test("the parent freezes with the same merge", () =>
    check(
      {},
      { ...FROZEN, "apps/team.yaml": application("team", "gone", CASCADES), "team/data.yaml": null },
      { changes: ACTS },
    ));

  test("a manual Application does not sync by itself before its parent can say so", () =>
    check(
      { ...FROZEN, "apps/team.yaml": application("team", "team", { automated: "null" }) },
      { "apps/team.yaml": application("team", "team"), "team/data.yaml": null },
      { changes: { "PersistentVolumeClaim team/data": [{ operation: "delete", applies: "manual" }] } },
    ));
});

describe("what Argo CD reads and the head changes in vain is as the base has it", () => {
  const project = (repos: string): string => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: teams, namespace: argocd}
spec: {sourceRepos: [${repos}], destinations: [{namespace: "*", server: "*"}]}
`;
  const permitting: Edits = {
    "apps/other.yaml": broken(config("other")),
    "apps/teams.yaml": project('"*"'),
    "apps/team.yaml": application("team", "team", { project: "teams" }),
  };

  test("a project that begins to forbid, below a frozen parent", () =>
    check(
      permitting,
      { "apps/teams.yaml": project('"https://elsewhere.example.org/*"'), "team/data.yaml": null },
      {
        changes: ["update AppProject argocd/teams, blocked", "delete PersistentVolumeClaim team/data"],
      },
    ));

  test("a project that begins to permit", () =>
    check(
      { ...permitting, "apps/teams.yaml": project('"https://elsewhere.example.org/*"') },
      { "apps/teams.yaml": project('"*"'), "team/settings.yaml": config("settings", "2") },
      { changes: { "ConfigMap team/settings": [{ operation: "update", applies: "blocked" }] } },
    ));

  const agents: Edits = {
    "apps/other.yaml": broken(config("other")),
    "sets.yaml": application("sets", "sets"),
    "sets/set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: agents, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {tier: edge}}}}]
  template:
    metadata: {name: "agent-{{name}}"}
    spec:
      project: default
      source: {repoURL: ${REPO}, targetRevision: main, path: agent}
      destination: {name: "{{name}}", namespace: agents}
      syncPolicy: {automated: {prune: true}}
`,
    "agent/settings.yaml": config("agent"),
    "apps/one.yaml": registration("one"),
  };

  test("a registration that loses its label", () =>
    check(
      agents,
      { "apps/one.yaml": registration("one").replace("tier: edge", "tier: core") },
      {
        changes: { "Application argocd/agent-one": [], "ConfigMap agents/agent": [] },
        findings: { "cascade-delete": [] },
      },
    ));

  test("a registration that comes", () =>
    check(
      agents,
      { "apps/two.yaml": registration("two") },
      { changes: ["adopt Secret argocd/two two, blocked"] },
    ));
});

describe("what such an Application delivers acts, too", () => {
  const nested: Edits = {
    "root.yaml": application("root", "top", { automated: NO_PRUNE }),
    "top/apps.yaml": application("apps", "apps"),
    "top/other.yaml": config("top"),
  };

  test("an Application below it", () =>
    check(
      nested,
      { ...TEAM_CHANGES, "top/apps.yaml": null },
      { changes: ["orphan Application argocd/apps", ...TEAM_ACTS] },
    ));

  test("an Application that it drops is pruned with its cascade", () =>
    check(
      nested,
      { "top/apps.yaml": null, "apps/team.yaml": null },
      {
        changes: [
          "orphan Application argocd/apps",
          "remove Application argocd/team",
          "delete ConfigMap team/settings",
          "delete PersistentVolumeClaim team/data",
        ],
      },
    ));

  test("an Application below one that goes without a finalizer, or whose path goes", async () => {
    const pruning = { ...nested, "root.yaml": application("root", "top") };
    await check(
      pruning,
      { ...TEAM_CHANGES, "top/apps.yaml": null },
      {
        changes: [
          "remove Application argocd/apps",
          "orphan Application argocd/team",
          "orphan ConfigMap apps/other",
          ...TEAM_ACTS,
        ],
      },
    );
    await check(
      nested,
      { ...TEAM_CHANGES, "top/apps.yaml": null, "apps/team.yaml": null, "apps/other.yaml": null },
      {
        changes: [
          "orphan Application argocd/apps",
          "orphan Application argocd/team",
          "orphan ConfigMap apps/other",
          ...TEAM_ACTS,
        ],
      },
    );
  });

  const generating: Edits = {
    "root.yaml": application("root", "apps", { automated: NO_PRUNE }),
    "apps/set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: shops, namespace: argocd}
spec:
  generators: [{git: {repoURL: ${REPO}, revision: main, directories: [{path: shops/*}]}}]
  template:
    metadata: {name: "shop-{{path.basename}}"}
    spec:
      project: default
      source: {repoURL: ${REPO}, targetRevision: main, path: "{{path}}"}
      destination: {name: in-cluster, namespace: shops}
      syncPolicy: {automated: {prune: true}}
`,
    "shops/one/settings.yaml": config("one"),
    "shops/one/data.yaml": claim("one"),
    "shops/two/settings.yaml": config("two"),
  };

  test("an ApplicationSet generates from the head's directories", () =>
    check(
      generating,
      {
        "apps/set.yaml": null,
        "shops/one/data.yaml": null,
        "shops/two/settings.yaml": null,
        "shops/three/settings.yaml": config("three"),
      },
      {
        changes: [
          "orphan ApplicationSet argocd/shops",
          "delete PersistentVolumeClaim shops/one",
          "remove Application argocd/shop-two",
          "delete ConfigMap shops/two",
          "add Application argocd/shop-three",
          "create ConfigMap shops/three",
        ],
      },
    ));
});

describe("a registration that stays goes on answering clusters generators", () => {
  const registered: Edits = {
    "apps/registry.yaml": application("registry", "registry"),
    "apps/set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: agents, namespace: argocd}
spec:
  generators: [{clusters: {selector: {matchLabels: {tier: edge}}}}]
  template:
    metadata: {name: "agent-{{name}}"}
    spec:
      project: default
      source: {repoURL: ${REPO}, targetRevision: main, path: agent}
      destination: {name: "{{name}}", namespace: agents}
      syncPolicy: {automated: {prune: true}}
`,
    "agent/settings.yaml": config("agent"),
    "registry/one.yaml": registration("one"),
    "registry/other.yaml": config("registry"),
  };
  const nothingGoes = { "Application argocd/agent-one": [], "ConfigMap agents/agent": [] };

  test.each([
    ["its Application is frozen", {}, { "registry/one.yaml": broken }],
    [
      "its Application does not prune",
      { "apps/registry.yaml": application("registry", "registry", { automated: NO_PRUNE }) },
      { "registry/one.yaml": null },
    ],
    [
      "it is never pruned",
      { "registry/one.yaml": registration("one", '{argocd.argoproj.io/sync-options: "Prune=false"}') },
      { "registry/one.yaml": null },
    ],
    [
      "nothing else would remain",
      { "registry/README.md": "Clusters\n" },
      { "registry/one.yaml": null, "registry/other.yaml": null },
    ],
    ["its Application's path is gone", {}, { "registry/one.yaml": null, "registry/other.yaml": null }],
    [
      "its Application is skipped",
      {
        "apps/registry.yaml": application("registry", "registry", {
          annotations: '{argocd.argoproj.io/skip-reconcile: "true"}',
        }),
      },
      { "registry/one.yaml": null },
    ],
    ["its Application stays, for its parent is frozen", {}, { "apps/registry.yaml": broken }],
    ["its Application goes without a finalizer", {}, { "apps/registry.yaml": null }],
  ] as const)("%s", (_, base: Edits, head: Edits) =>
    check({ ...registered, ...base }, head, {
      changes: nothingGoes,
      findings: { "cascade-delete": [], "deregisters-cluster": [], "dangling-destination": [] },
    }),
  );

  test("one that waits for a person keeps its Applications until then", () =>
    check(
      {
        ...registered,
        "apps/registry.yaml": application("registry", "registry", { automated: "null" }),
      },
      { "registry/one.yaml": null },
      {
        changes: {
          "Secret argocd/one": [{ operation: "deregister", applies: "manual" }],
          "Application argocd/agent-one": [{ operation: "remove", applies: "manual" }],
          "ConfigMap agents/agent": [{ operation: "delete", applies: "manual" }],
        },
      },
    ));

  test("one that is pruned takes its Applications along", () =>
    check(
      registered,
      { "registry/one.yaml": null },
      { changes: { "Application argocd/agent-one": [{ operation: "remove", applies: "auto" }] } },
    ));
});

describe("an AppProject that stays goes on permitting", () => {
  const projects: Edits = {
    "apps/projects.yaml": application("projects", "projects"),
    "apps/team.yaml": application("team", "team", { project: "teams" }),
    "projects/teams.yaml": `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: teams, namespace: argocd}
spec: {sourceRepos: ["*"], destinations: [{namespace: "*", server: "*"}]}
`,
  };

  test("nothing would remain of its Application", () =>
    check(
      { ...projects, "projects/README.md": "Projects\n" },
      { "projects/teams.yaml": null, "team/data.yaml": null },
      {
        changes: ["remove AppProject argocd/teams, blocked", "delete PersistentVolumeClaim team/data"],
        findings: [DATA_LOSS, "caution prune-refused Application argocd/projects"],
      },
    ));

  test("it is pruned: whoever belongs to it is frozen", () =>
    check(
      { ...projects, "projects/other.yaml": config("projects") },
      { "projects/teams.yaml": null, "team/data.yaml": null },
      {
        changes: [
          "remove AppProject argocd/teams",
          "break Application argocd/team, blocked",
          "orphan PersistentVolumeClaim team/data, blocked",
        ],
      },
    ));
});

describe("what stays may decide whether something else stays", () => {
  /** Application 1 delivers the project of Application 2, and so on; the merge drops all projects. */
  function chain(length: number): { readonly base: Edits; readonly head: Edits } {
    const numbers = Array.from({ length }, (_, i) => i + 1);
    const project = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: ${name}, namespace: argocd}
spec: {sourceRepos: ["*"], destinations: [{namespace: "*", server: "*"}]}
`;
    const entries = numbers.flatMap((n) => [
      [
        `apps/link-${n}.yaml`,
        application(`link-${n}`, `link-${n}`, { project: n === 1 ? "default" : `of-${n}` }),
      ],
      [`link-${n}/settings.yaml`, config(`link-${n}`)],
      [`link-${n}/project.yaml`, project(`of-${n + 1}`)],
    ]);
    return {
      base: Object.fromEntries(entries),
      head: Object.fromEntries(numbers.map((n) => [`link-${n}/project.yaml`, null])),
    };
  }

  test("projects of one another", () => {
    const { base, head } = chain(3);
    return check(base, head, {
      changes: [
        "remove AppProject argocd/of-2",
        "break Application argocd/link-2, blocked",
        "orphan AppProject argocd/of-3, blocked",
        "remove AppProject argocd/of-4",
      ],
    });
  });

  test("a chain that is too long is not evaluated", () => {
    const { base, head } = chain(9);
    return check(base, head, {
      plan: {
        notEvaluated: expect.arrayContaining([
          {
            application: "argocd/link-8",
            path: "link-8/project.yaml",
            reason: expect.stringContaining("a long chain"),
          },
        ]),
      },
    });
  });
});

describe("an Application that is delivered to another cluster is none of this Argo CD", () => {
  const remote: Edits = {
    "apps/remote.yaml": application("remote", "remote", { destination: "guest" }),
    "remote/settings.yaml": config("remote"),
  };
  const guest: Edits = { ...remote, "apps/guest.yaml": registration("guest") };
  const team = FLEET["apps/team.yaml"];

  test("moved there, it is pruned here with its cascade", () =>
    check(
      guest,
      { "apps/team.yaml": null, "remote/team.yaml": team },
      {
        changes: [
          "remove Application argocd/team",
          "delete ConfigMap team/settings",
          "delete PersistentVolumeClaim team/data",
          "add Application argocd/team",
        ],
      },
    ));

  test("so it is where nothing in Git registers that cluster", () =>
    check(
      remote,
      { "apps/team.yaml": null, "remote/team.yaml": team },
      {
        changes: [
          "remove Application argocd/team",
          "delete ConfigMap team/settings",
          "delete PersistentVolumeClaim team/data",
          "add Application argocd/team",
        ],
      },
    ));

  test("copied there, nothing changes here; taken back, an object goes there", async () => {
    const copied = { "remote/team.yaml": team };
    await check(guest, copied, { changes: ["add Application argocd/team"] });
    await check(
      { ...guest, ...copied },
      { "remote/team.yaml": null },
      {
        changes: ["remove Application argocd/team"],
        findings: ["caution resources-deleted Application argocd/remote"],
      },
    );
  });

  test("its parent goes there: the copy here stays and acts", () =>
    check(
      {
        ...guest,
        "remote/team.yaml": team,
        "apps/team.yaml": null,
        "apps/remote.yaml": application("remote", "remote"),
      },
      { ...TEAM_CHANGES, "apps/remote.yaml": application("remote", "remote", { destination: "guest" }) },
      {
        changes: {
          "Application argocd/team": [{ operation: "add" }, { operation: "orphan", cause: "retargeted" }],
          "PersistentVolumeClaim team/data": [{ operation: "delete", applies: "auto" }],
        },
      },
    ));

  test("its parent goes there with the Application above: what hangs below stays as well", () =>
    check(
      {
        "apps/remote.yaml": application("remote", "remote"),
        "remote/inner.yaml": application("inner", "inner"),
        "inner/data.yaml": claim("data"),
      },
      {
        "root.yaml": application("root", "apps", { destination: "nowhere" }),
        "apps/remote.yaml": application("remote", "remote", { destination: "nowhere" }),
      },
      { changes: { "PersistentVolumeClaim inner/data": [], "Application argocd/inner": [] } },
    ));

  test("its parent would go there, and is held up", () =>
    check(
      {
        "apps/remote.yaml": application("remote", "remote"),
        "remote/inner.yaml": application("inner", "inner"),
        "inner/data.yaml": claim("data"),
      },
      {
        "apps/other.yaml": broken(config("other")),
        "apps/remote.yaml": application("remote", "remote", { destination: "nowhere" }),
      },
      { changes: { "PersistentVolumeClaim inner/data": [] } },
    ));

  test("an Application moves there and waits for a person: what it had here is left behind at once", () =>
    check(
      guest,
      { "apps/team.yaml": application("team", "team", { destination: "guest", automated: "null" }) },
      {
        changes: {
          "ConfigMap team/settings": [
            { operation: "create", applies: "manual" },
            { operation: "orphan", applies: "auto" },
          ],
        },
      },
    ));
});
