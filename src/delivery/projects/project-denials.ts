// An Application and its AppProject → what the project refuses, and what Git cannot tell about that.

import { annotation } from "../../manifests/argocd/application.ts";
import { isClusterScoped } from "../../manifests/kinds/kinds.ts";
import type { DeliveredApplication, DeliveredObject } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { ClusterPlace, ProjectSpec } from "../../model/project.ts";
import {
  permitsDestination,
  permitsKind,
  permitsNamespaceOfApplication,
  permitsSource,
} from "./project-matching.ts";

type Denials = { readonly problems: readonly DeliveryProblem[]; readonly doubts: readonly string[] };

/** One way to be refused: the field of the project that decides, and what a person reads. */
type Denial = { readonly field: string; readonly message: string };

/**
 * `declared` is the project's own object; undefined for the one Argo CD makes itself. `place` is undefined where the
 * destination is no valid one.
 */
export function denials(
  project: ProjectSpec,
  declared: DeliveredObject | undefined,
  application: DeliveredApplication,
  place: ClusterPlace | undefined,
): Denials {
  const doubts: string[] = [];
  const found: Denial[] = [
    ...refusedNamespace(project, application, doubts),
    ...refusedSources(project, application),
    ...(place ? refusedDestination(project, application, place, doubts) : []),
    ...refusedKinds(project, application),
  ];
  // What may not be delivered to at all is said once, not again for every object.
  if (place && !found.some(({ field }) => field === "destinations"))
    found.push(...refusedObjectNamespaces(project, application, place, doubts));
  const { manifest } = declared ?? application;
  const problems = found.map(({ field, message }) => ({
    code: "project-denies" as const,
    freezes: true,
    path: manifest.origin.path,
    line: manifest.lineOf(["spec", declared ? field : "project"]),
    message: `project ${project.name} ${message}`,
  }));
  return { problems, doubts };
}

const COMPARES_NOTHING = "Argo CD compares nothing and leaves everything as it is";
const SYNCS_NOTHING = "every sync ends before anything is applied or pruned";

function refusedNamespace(project: ProjectSpec, { spec }: DeliveredApplication, doubts: string[]): Denial[] {
  const permitted = permitsNamespaceOfApplication(project, spec.namespace);
  if (permitted === undefined) doubts.push(`whether Applications in namespace ${spec.namespace} may use it`);
  const message = `does not let Applications in namespace ${spec.namespace} use it; ${COMPARES_NOTHING}`;
  return permitted === false ? [{ field: "sourceNamespaces", message }] : [];
}

function refusedSources(project: ProjectSpec, { spec }: DeliveredApplication): Denial[] {
  const urls = new Set(spec.sources.map((source) => source.repoURL));
  return [...urls]
    .filter((url) => url !== "" && !/\{\{|\$\{/.test(url) && !permitsSource(project, url))
    .map((url) => ({
      field: "sourceRepos",
      message: `does not permit ${url} as a source; ${COMPARES_NOTHING}`,
    }));
}

function refusedDestination(
  project: ProjectSpec,
  { spec: { destination } }: DeliveredApplication,
  place: ClusterPlace,
  doubts: string[],
): Denial[] {
  const permitted = permitsDestination(project, place, destination.namespace);
  const where = `${destination.name || destination.server}, namespace ${destination.namespace || "(none)"}`;
  if (permitted === undefined) doubts.push(`whether it permits the destination ${where}`);
  const message = `does not permit the destination ${where}; ${COMPARES_NOTHING}`;
  return permitted === false ? [{ field: "destinations", message }] : [];
}

function refusedKinds(project: ProjectSpec, application: DeliveredApplication): Denial[] {
  const kinds = new Map<string, DeliveredObject>();
  for (const object of application.objects) {
    const { group, kind } = object.ref;
    const scope = scopeOf(object, application);
    if (scope && isSynced(object)) kinds.set(`${scope} ${group}/${kind}`, object);
  }
  const refused = [...kinds.values()].filter(
    (object) => !permitsKind(project, object.ref, scopeOf(object, application) === "cluster"),
  );
  if (refused.length === 0) return [];
  const names = [...new Set(refused.map(({ ref }) => (ref.group ? `${ref.kind} (${ref.group})` : ref.kind)))];
  const clusterScoped = refused.some((object) => scopeOf(object, application) === "cluster");
  const { clusterKinds, namespaceKinds } = project;
  const lists = clusterScoped
    ? (["clusterResourceWhitelist", "clusterResourceBlacklist", clusterKinds.denied] as const)
    : (["namespaceResourceWhitelist", "namespaceResourceBlacklist", namespaceKinds.denied] as const);
  const field = lists[2].length > 0 ? lists[1] : lists[0];
  return [{ field, message: `does not permit ${names.sort().join(", ")}; ${SYNCS_NOTHING}` }];
}

function refusedObjectNamespaces(
  project: ProjectSpec,
  application: DeliveredApplication,
  place: ClusterPlace,
  doubts: string[],
): Denial[] {
  const namespaces = new Set(
    application.objects
      .filter((object) => scopeOf(object, application) === "namespace" && isSynced(object))
      .map(({ ref }) => ref.namespace),
  );
  namespaces.delete(application.spec.destination.namespace);
  const verdicts = [...namespaces]
    .sort()
    .map((namespace) => ({ namespace, permitted: permitsDestination(project, place, namespace) }));
  for (const { namespace } of verdicts.filter((v) => v.permitted === undefined))
    doubts.push(`whether it permits namespace ${namespace} there`);
  const refused = verdicts.filter((v) => v.permitted === false).map((v) => v.namespace);
  if (refused.length === 0) return [];
  const message = `does not permit namespace ${refused.join(", ")} there; ${SYNCS_NOTHING}`;
  return [{ field: "destinations", message }];
}

/** Whether an object has a namespace; undefined where nothing tells. */
function scopeOf(
  { ref, manifest }: Pick<DeliveredObject, "ref" | "manifest">,
  { spec }: DeliveredApplication,
) {
  if (ref.namespace !== "") return "namespace";
  const stripped = manifest.namespace !== "" || spec.destination.namespace !== "";
  return stripped || isClusterScoped(ref.group, ref.kind) ? "cluster" : undefined;
}

/** Hooks are checked as well, those that are skipped are not (gitops-engine pkg/sync/sync_context.go, getSyncTasks). */
function isSynced({ manifest }: DeliveredObject): boolean {
  return annotation(manifest, "argocd.argoproj.io/hook") !== "Skip";
}

/** Whether Argo CD leaves a live object alone because its project no longer permits it (argo-cd controller/state.go,
 * CompareAppState; controller/appcontroller.go, getPermittedAppLiveObjects): it is neither pruned nor deleted. */
export function isOutOfReach(
  object: Pick<DeliveredObject, "ref" | "manifest">,
  application: DeliveredApplication,
  project: ProjectSpec,
): boolean {
  const scope = scopeOf(object, application);
  if (scope === undefined) return false;
  if (!permitsKind(project, object.ref, scope === "cluster")) return true;
  const place = application.project?.place;
  if (scope === "cluster" || !place) return false;
  return permitsDestination(project, place, object.ref.namespace) === false;
}
