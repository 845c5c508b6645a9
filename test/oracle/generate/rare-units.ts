// More parts of a repository: what is evaluated in a second step, and what Git alone does not tell.
import {
  application,
  applicationSet,
  configMap,
  deployment,
  namespace,
  pointer,
  REPOSITORY,
} from "./manifests.ts";
import { deliverBy, git, manifests, placeOf, policyOf, put, type Unit, VALUES } from "./units.ts";

/** Applications in the templates of a chart. The chart is one, so that renders repeat. */
const chartOfApplications: Unit = (draft, name) => {
  const { random } = draft;
  const leaf = "{{ .Release.Name }}-leaf";
  put(draft, `svc/${name}-leaf`, manifests(draft, `${name}-leaf`));
  put(draft, "charts/apps", {
    "Chart.yaml": "apiVersion: v2\nname: apps\nversion: 1.0.0\n",
    "values.yaml": `automated: ${random.pick(["{prune: true, selfHeal: true}", "{selfHeal: true}"])}\n`,
    "templates/leaf.yaml": `${application(leaf, { path: `svc/${leaf}` })}  syncPolicy:\n    automated: {{ toJson .Values.automated }}\n`,
  });
  deliverBy(draft, name, {
    path: "charts/apps",
    namespace: "argocd",
    destination: "in-cluster",
    project: "default",
  });
};

/** A set that generates an Application for each of several kustomizations of one base. */
const overlaySet: Unit = (draft, name) => {
  const { random, files } = draft;
  put(draft, "kustom/base", {
    "kustomization.yaml": "resources: [settings.yaml, web.yaml]\n",
    "settings.yaml": configMap("built", "one"),
    "web.yaml": deployment("built"),
  });
  for (const overlay of ["east", "west"].slice(0, 1 + random.below(2)))
    put(draft, `overlays/${overlay}`, {
      "kustomization.yaml": `resources: [../../kustom/base]\nnamePrefix: ${overlay}-\n`,
    });
  const options = { ...policyOf(draft), path: "{{ .path.path }}", namespace: `${name}-built` };
  files.set(
    `apps/${name}-overlays.yaml`,
    applicationSet(`${name}-overlays`, {
      go: true,
      generators: [...git("directories"), `    - {path: "overlays/*"}`],
      name: `${name}-{{ .path.basename }}`,
      application: options,
    }),
  );
};

/** An Application with the Namespace that it delivers to, whose metadata it may manage besides. */
const ownNamespace: Unit = (draft, name) => {
  const { random } = draft;
  put(draft, `svc/${name}`, { ...manifests(draft, name), "namespace.yaml": namespace(`${name}-space`) });
  const managed = random.chance(50) ? ["managedNamespaceMetadata: {labels: {team: a}}"] : [];
  const sync = ["syncOptions: [CreateNamespace=true]", ...managed];
  const place = { namespace: `${name}-space`, destination: "in-cluster", project: "default" };
  deliverBy(draft, name, { path: `svc/${name}`, ...place, sync });
};

/** What the repository has is dry; what runs is on another branch. */
const hydrated: Unit = (draft, name) => {
  put(draft, `svc/${name}`, manifests(draft, name));
  const text = application(name, { ...placeOf(draft), ...policyOf(draft), path: `svc/${name}` });
  const dry = `  sourceHydrator:\n    drySource: {repoURL: ${REPOSITORY}, targetRevision: main, path: svc/${name}}\n    syncSource: {targetBranch: environments/${name}, path: ${name}}\n`;
  draft.files.set(`apps/${name}.yaml`, text.replace(/ {2}source:\n(?: {4}.*\n)+/, dry));
};

/** A file of Git LFS, or a submodule, in a directory of manifests. */
const elsewhere: Unit = (draft, name) => {
  const { random } = draft;
  put(draft, `svc/${name}`, manifests(draft, name));
  if (random.chance(50)) put(draft, `svc/${name}`, { "large.yaml": pointer(random.pick(["a1b2", "c3d4"])) });
  else draft.submodules.set(`svc/${name}/vendored`, random.pick(VALUES));
  const source = random.chance(70) ? ["directory:", "  recurse: true"] : [];
  deliverBy(draft, name, { path: `svc/${name}`, source });
};

/** A directory below a link. */
const throughLink: Unit = (draft, name) => {
  put(draft, `svc/${name}-real/part`, manifests(draft, name));
  draft.links.set(`svc/${name}`, `${name}-real`);
  deliverBy(draft, name, { path: `svc/${name}/part` });
};

export const RARE_UNITS: readonly { readonly unit: Unit; readonly weight: number }[] = [
  { unit: chartOfApplications, weight: 4 },
  { unit: overlaySet, weight: 4 },
  { unit: ownNamespace, weight: 6 },
  { unit: hydrated, weight: 3 },
  { unit: elsewhere, weight: 4 },
  { unit: throughLink, weight: 2 },
];
