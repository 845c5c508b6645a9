// A seed's draws → the parts of a repository. Each unit adds files, and puts what delivers them into `apps/`.
import type { Random } from "../random.ts";
import {
  type AppOptions,
  application,
  applicationSet,
  claim,
  clusterFiles,
  clusterRole,
  clusterSecret,
  configMap,
  deployment,
  jsonMap,
  KEEPING,
  project,
  REPOSITORY,
} from "./manifests.ts";
import { RARE_UNITS } from "./rare-units.ts";

export type Draft = {
  readonly files: Map<string, string>;
  /** Symbolic links, by path: where they lead. */
  readonly links: Map<string, string>;
  /** Submodules, by path: their commits. */
  readonly submodules: Map<string, string>;
  readonly random: Random;
  /** Registered clusters and projects, which later units may use. */
  readonly clusters: string[];
  readonly projects: string[];
};

/** `name` is the unit's own in the repository. */
export type Unit = (draft: Draft, name: string) => void;

export const VALUES = ["one", "two", "three", "four"];

/** How an Application syncs. Most do it on their own and prune. */
export function policyOf({ random }: Draft): Pick<AppOptions, "automated" | "finalizer" | "sync"> {
  const draw = random.below(20);
  const automated =
    draw < 12
      ? "prune: true, selfHeal: true"
      : draw < 15
        ? "selfHeal: true"
        : draw < 18
          ? "prune: true, selfHeal: true, allowEmpty: true"
          : undefined;
  const option = random.pick(["PrunePropagationPolicy=orphan", "PruneLast=true", "ApplyOutOfSyncOnly=true"]);
  const sync = random.chance(12) ? [`syncOptions: [${option}]`] : [];
  return { automated, finalizer: random.chance(50), sync };
}

export function placeOf(draft: Draft): Pick<AppOptions, "namespace" | "destination" | "project"> {
  const { random, clusters, projects } = draft;
  return {
    namespace: random.pick(["web", "shop"]),
    destination: random.chance(30) && clusters.length > 0 ? random.pick(clusters) : "in-cluster",
    project: random.chance(30) && projects.length > 0 ? random.pick(projects) : "default",
  };
}

export function put({ files }: Draft, directory: string, own: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(own)) files.set(`${directory}/${name}`, text);
}

export function deliverBy(draft: Draft, name: string, options: AppOptions): void {
  const all = { ...placeOf(draft), ...policyOf(draft), ...options };
  draft.files.set(`apps/${name}.yaml`, application(name, all));
}

/** Some manifests, with names of the unit's own. */
export function manifests({ random }: Draft, name: string): Record<string, string> {
  const own: Record<string, string> = {
    "settings.yaml": configMap(`${name}-settings`, random.pick(VALUES)),
  };
  const keeping = random.pick(["", "", KEEPING.prune, KEEPING.delete]);
  if (random.chance(50)) own["more.yaml"] = configMap(`${name}-more`, random.pick(VALUES), keeping);
  if (random.chance(30)) own["data.yaml"] = claim(`${name}-data`);
  if (random.chance(30)) own["web.yaml"] = deployment(`${name}-web`, random.pick(VALUES));
  if (random.chance(15)) own["role.yaml"] = clusterRole(`${name}-role`);
  if (random.chance(20)) own["plain.json"] = jsonMap(`${name}-plain`, random.pick(VALUES));
  if (random.chance(15))
    own["pair.yaml"] = `${configMap(`${name}-left`, random.pick(VALUES))}---\n${configMap(`${name}-right`)}`;
  if (random.chance(10))
    own["list.yaml"] =
      `apiVersion: v1\nkind: List\nitems:\n- ${configMap(`${name}-listed`).trimEnd().replaceAll("\n", "\n  ")}\n`;
  return own;
}

const directory: Unit = (draft, name) => {
  const { random } = draft;
  put(draft, `svc/${name}`, manifests(draft, name));
  const lines: string[] = [];
  if (random.chance(40)) {
    put(draft, `svc/${name}/deep`, { "inner.yaml": configMap(`${name}-inner`, random.pick(VALUES)) });
    if (random.chance(70)) lines.push("recurse: true");
  }
  const filter = random.below(100);
  if (filter < 15) lines.push(`exclude: "${random.pick(["more.yaml", "*.json", "deep/*"])}"`);
  else if (filter < 30) lines.push(`include: "${random.pick(["*.yaml", "{settings.yaml,more.yaml}"])}"`);
  const source = lines.length > 0 ? ["directory:", ...lines.map((line) => `  ${line}`)] : [];
  deliverBy(draft, name, { path: `svc/${name}`, source });
};

/** Two overlays of one base; content and names are few, so that builds repeat. */
const kustomization: Unit = (draft, name) => {
  const { random } = draft;
  const value = random.pick(VALUES.slice(0, 2));
  put(draft, "kustom/base", {
    "kustomization.yaml": "resources: [settings.yaml, web.yaml]\n",
    "settings.yaml": configMap("built", "one"),
    "web.yaml": deployment("built"),
  });
  const extra = random.pick(["", "patch", "generator", "component", "merge", "linked"]);
  const lines = ["resources: [../base]", `namePrefix: ${extra === "" ? "plain" : extra}-`];
  const own: Record<string, string> = {};
  if (extra === "patch") {
    lines.push("patches:", "- path: patch.yaml");
    own["patch.yaml"] = configMap("built", value);
  }
  if (extra === "merge") {
    lines.push("patchesStrategicMerge: [patch.yaml]");
    own["patch.yaml"] = configMap("built", value);
  }
  if (extra === "linked") draft.links.set("kustom/linked/more", "../shared");
  if (extra === "linked") {
    lines.push("components: [more]");
    put(draft, "kustom/shared", {
      "kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n",
      "extra.yaml": configMap("shared", "one"),
    });
  }
  if (extra === "generator") {
    lines.push("configMapGenerator:", "- {name: made, files: [made.txt]}");
    own["made.txt"] = `${value}\n`;
  }
  if (extra === "component") {
    lines.push("components: [../component]");
    put(draft, "kustom/component", {
      "kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n",
      "extra.yaml": configMap("extra", "one"),
    });
  }
  const path = `kustom/${extra === "" ? "plain" : extra}`;
  put(draft, path, { "kustomization.yaml": `${lines.join("\n")}\n`, ...own });
  deliverBy(draft, name, { path, namespace: "built", destination: "in-cluster" });
};

const chart: Unit = (draft, name) => {
  const { random } = draft;
  const sub = random.chance(40);
  const path = sub ? "charts/parent" : "charts/simple";
  put(draft, path, {
    "Chart.yaml": `apiVersion: v2\nname: ${sub ? "parent" : "simple"}\nversion: 1.0.0\n${sub ? `dependencies:\n- {name: sub, version: 1.0.0}\n` : ""}`,
    "values.yaml": "value: one\n",
    "templates/map.yaml": configMap("{{ .Release.Name }}-map", "{{ .Values.value }}"),
  });
  if (sub)
    put(draft, `${path}/charts/sub`, {
      "Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
      "values.yaml": "value: one\n",
      "templates/map.yaml": configMap("{{ .Release.Name }}-sub", "{{ .Values.value }}"),
    });
  const source = ["helm:", `  releaseName: ${random.pick(["red", "blue"])}`];
  if (random.chance(20)) source.push("  parameters: [{name: value, value: three}]");
  if (random.chance(20))
    source.push("  ignoreMissingValueFiles: true", "  valueFiles: [../values/absent.yaml]");
  else if (random.chance(50)) {
    draft.files.set("charts/values/own.yaml", `value: ${random.pick(VALUES.slice(0, 2))}\n`);
    source.push("  valueFiles: [../values/own.yaml]");
  }
  deliverBy(draft, name, { path, source, namespace: "charts", destination: "in-cluster" });
};

/** Two directories as one Application. */
const twoSources: Unit = (draft, name) => {
  for (const part of ["first", "second"])
    put(draft, `svc/${name}/${part}`, manifests(draft, `${name}-${part}`));
  const options = { ...placeOf(draft), ...policyOf(draft), path: `svc/${name}/first` };
  draft.files.set(
    `apps/${name}.yaml`,
    application(name, options).replace(/ {2}source:\n((?: {4}.*\n)+)/, inTwo),
  );
};

function inTwo(_: string, lines: string): string {
  const [first = "", ...others] = lines.trimEnd().split("\n");
  const one = [first.replace(/^ {4}/, "  - "), ...others].join("\n");
  return `  sources:\n${one}\n${one.replace("/first", "/second")}\n`;
}

/** A directory that is a symbolic link. */
const linked: Unit = (draft, name) => {
  put(draft, `svc/${name}-real`, manifests(draft, name));
  draft.links.set(`svc/${name}`, `${name}-real`);
  deliverBy(draft, name, { path: `svc/${name}` });
};

/** A parent below `apps/` with children of its own. */
const nested: Unit = (draft, name) => {
  const { random, files } = draft;
  const children = random.pick([1, 2]);
  for (let i = 0; i < children; i++) {
    const child = `${name}-child${i}`;
    put(draft, `svc/${child}`, manifests(draft, child));
    files.set(
      `teams/${name}/${child}.yaml`,
      application(child, { ...policyOf(draft), ...placeOf(draft), path: `svc/${child}` }),
    );
  }
  deliverBy(draft, name, {
    path: `teams/${name}`,
    namespace: "argocd",
    destination: "in-cluster",
    project: "default",
  });
};

const cluster: Unit = (draft, name) => {
  const { random } = draft;
  const labels = `env: ${random.pick(["prod", "lab"])}`;
  if (random.chance(60)) {
    put(draft, `clusters/${name}`, clusterFiles(name, labels));
    const options = { namespace: "fleet", destination: "in-cluster", project: "default" };
    deliverBy(draft, `${name}-cluster`, { path: `clusters/${name}`, ...options });
  } else draft.files.set(`apps/${name}-secret.yaml`, clusterSecret(name, labels));
  draft.clusters.push(name);
};

const ownProject: Unit = (draft, name) => {
  const { random } = draft;
  const lines = [
    `sourceRepos: ["${random.pick(["*", REPOSITORY])}"]`,
    "destinations:",
    `- {server: "*", name: "*", namespace: "*"}`,
  ];
  if (random.chance(50)) lines.push(`clusterResourceWhitelist: [{group: "*", kind: "*"}]`);
  if (random.chance(20))
    lines.push(`syncWindows: [{kind: allow, schedule: "0 1 * * *", duration: 2h, applications: ["*"]}]`);
  if (random.chance(30)) lines.push(`namespaceResourceBlacklist: [{group: "", kind: Secret}]`);
  draft.files.set(`apps/${name}-project.yaml`, project(`${name}-project`, lines));
  draft.projects.push(`${name}-project`);
};

const set: Unit = (draft, name) => {
  const { random, files } = draft;
  const go = random.chance(60);
  const field = (path: string) => (go ? `{{ .${path} }}` : `{{${path}}}`);
  const { generators, own, path } = generatorsOf(draft, name, field, go);
  const policy: string[] = [];
  if (random.chance(25)) policy.push("preserveResourcesOnDeletion: true");
  if (random.chance(35))
    policy.push(
      `applicationsSync: ${random.pick(["sync", "create-only", "create-update", "create-delete"])}`,
    );
  const options = { ...policyOf(draft), path, namespace: "sets", destination: "in-cluster" };
  files.set(
    `apps/${name}-set.yaml`,
    applicationSet(`${name}-set`, { go, generators, name: own, application: options, policy }),
  );
};

type Generated = { readonly generators: string[]; readonly own: string; readonly path: string };

function generatorsOf(draft: Draft, name: string, field: (path: string) => string, go: boolean): Generated {
  const { random } = draft;
  const units = ["a", "b", "c"].slice(0, 1 + random.below(3));
  for (const unit of units) put(draft, `fan/${name}/${unit}`, manifests(draft, `${name}-${unit}`));
  const elements = units.map((unit) => `    - {unit: ${unit}, size: ${random.pick(VALUES)}}`);
  const list = (indent = "") => ["- list:", "    elements:", ...elements].map((line) => indent + line);
  const one = { own: `${name}-${field("unit")}`, path: `fan/${name}/${field("unit")}` };
  const kind = random.below(6);
  if (kind === 0) return { generators: list(), ...one };
  if (kind === 1) {
    const path = go ? "path.path" : "path";
    const generators = [...git("directories"), `    - {path: "fan/${name}/*"}`];
    if (random.chance(30)) generators.push(`    - {path: "fan/${name}/b", exclude: true}`);
    return { generators, own: `${name}-${field("path.basename")}`, path: field(path) };
  }
  if (kind === 2) {
    // Argo CD passes over a YAML file that does not look like a manifest.
    for (const unit of units)
      put(draft, `fan/${name}/${unit}`, { "params.yaml": `unit: ${unit}\nsize: one\n` });
    return { generators: [...git("files"), `    - {path: "fan/${name}/*/params.yaml"}`], ...one };
  }
  if (kind === 3) {
    const selector = random.pick(["{}", "{selector: {matchLabels: {env: prod}}}"]);
    put(draft, `fan/${name}/all`, manifests(draft, `${name}-all`));
    return {
      generators: [`- clusters: ${selector}`],
      own: `${name}-${field("name")}`,
      path: `fan/${name}/all`,
    };
  }
  if (kind === 4)
    return {
      generators: [
        "- matrix:",
        "    generators:",
        ...list("    "),
        ...["- list:", "    elements:", "    - {side: left}", "    - {side: right}"].map(
          (line) => `    ${line}`,
        ),
      ],
      own: `${name}-${field("unit")}-${field("side")}`,
      path: one.path,
    };
  const merge = ["- merge:", "    mergeKeys: [unit]", "    generators:", ...list("    ")];
  const over = ["- list:", "    elements:", "    - {unit: a, size: four}"].map((line) => `    ${line}`);
  return { generators: [...merge, ...over], ...one };
}

export function git(field: string): string[] {
  return ["- git:", `    repoURL: ${REPOSITORY}`, "    revision: main", `    ${field}:`];
}

/** How often each is drawn, by weight. Charts and kustomizations are dear. */
export const UNITS: readonly { readonly unit: Unit; readonly weight: number; readonly early?: true }[] = [
  { unit: cluster, weight: 12, early: true },
  { unit: ownProject, weight: 8, early: true },
  { unit: directory, weight: 35 },
  { unit: nested, weight: 15 },
  { unit: twoSources, weight: 6 },
  { unit: linked, weight: 4 },
  { unit: set, weight: 20 },
  { unit: kustomization, weight: 5 },
  { unit: chart, weight: 3 },
  ...RARE_UNITS,
];
