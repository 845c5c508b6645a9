// An Argo CD's settings and its AppProjects → each project with what its global projects add.

import { get, list, str, stringMap } from "../../lib/json.ts";
import { matchesSelector, readSelector } from "../../manifests/values/selector.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { DeliveredObject, DeliveredProject } from "../../model/delivery.ts";
import type { ProjectSpec } from "../../model/project.ts";

/** Whether an object is the ConfigMap of an Argo CD's settings. */
export function isArgoSettings({ ref }: DeliveredObject): boolean {
  return ref.group === "" && ref.kind === "ConfigMap" && ref.name === "argocd-cm";
}

/**
 * `globalProjects` of argocd-cm: a project whose labels a selector matches takes on what another project of the same
 * namespace lists (argo-cd util/argo/argo.go, GetGlobalProjects and mergeVirtualProject; the order of the entries counts
 * for nothing here). Settings that cannot be read add nothing, as for Argo CD.
 */
export function withGlobals(
  projects: readonly DeliveredProject[],
  settings: readonly DeliveredObject[],
): DeliveredProject[] {
  const entries = settings.flatMap(({ ref, manifest }) => {
    const text = str(manifest.object, ["data", "globalProjects"]) ?? "";
    const found = text === "" ? [] : list(parseFile(text).documents[0]?.value);
    return found.flatMap((entry) => {
      const selector = readSelector(get(entry, ["labelSelector"]));
      const name = str(entry, ["projectName"]) ?? "";
      const global = projects.find(({ spec }) => spec.namespace === ref.namespace && spec.name === name);
      return selector && global ? [{ selector, global: global.spec }] : [];
    });
  });
  if (entries.length === 0) return [...projects];
  return projects.map((project) => {
    const { namespace, name } = project.spec;
    const labels = stringMap(project.object.manifest.object, ["metadata", "labels"]);
    const globals = entries.filter(
      ({ selector, global }) =>
        global.namespace === namespace && global.name !== name && matchesSelector(selector, labels),
    );
    return { ...project, spec: globals.reduce((spec, { global }) => merged(spec, global), project.spec) };
  });
}

function merged(own: ProjectSpec, global: ProjectSpec): ProjectSpec {
  const [mine, added] = [own.namespaceKinds.permitted, global.namespaceKinds.permitted];
  return {
    ...own,
    sourceRepos: [...own.sourceRepos, ...global.sourceRepos],
    destinations: [...own.destinations, ...global.destinations],
    clusterKinds: {
      permitted: [...own.clusterKinds.permitted, ...global.clusterKinds.permitted],
      denied: [...own.clusterKinds.denied, ...global.clusterKinds.denied],
    },
    namespaceKinds: {
      // A list where there was none begins to restrict.
      permitted: mine || added ? [...(mine ?? []), ...(added ?? [])] : undefined,
      denied: [...own.namespaceKinds.denied, ...global.namespaceKinds.denied],
    },
    windows: [...own.windows, ...global.windows],
  };
}
