// One side's Applications with their destinations → its Delivery.

import { groupBy } from "../../lib/group-by.ts";
import { bool, str, strings } from "../../lib/json.ts";
import { RESOURCES_FINALIZER } from "../../manifests/argocd/application.ts";
import type {
  DeliveredApplication,
  DeliveredObject,
  DeliveredSet,
  Delivery,
  DeliveryProblem,
  Destination,
} from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type Controller, readRolling, stepOf, switchesOn } from "../applicationsets/rolling-sync.ts";
import { populationOf } from "../applicationsets/unevaluated-generators.ts";
import { destinationProblems } from "../destinations/destination-problems.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { Restriction, RestrictionOf } from "../destinations/restrictions.ts";
import { invalidSources } from "../sources/invalid-source.ts";
import {
  type ApplicationNode,
  type ApplicationSetNode,
  chainOf,
  type DeliveryTree,
  deliversItself,
  renderedManifests,
} from "../tree/application-tree.ts";
import { type Deliverer, objectKey, toObject, toObjects } from "../tree/objects.ts";
import { undeliveredIn } from "./roots-found-delivered.ts";

const NO_PROBLEMS: readonly DeliveryProblem[] = [];

/**
 * `restriction`: what the registration that an Application names permits; `clusterScoped`: kinds declared so by CRDs, as
 * "group/kind". `selfManaged`: roots that are live and deliver themselves, so that nobody else applies them; any other root
 * that declares itself is still somebody else's to apply.
 */
export function assemble(
  side: DeliveryTree,
  resolve: ResolveDestination,
  restriction: RestrictionOf,
  clusterScoped: ReadonlySet<string>,
  argocdVersion: string,
  selfManaged: ReadonlySet<string>,
): Delivery {
  const applications = new Map<string, DeliveredApplication>();
  const objects: DeliveredObject[] = [];
  const roots: string[] = [];
  const controller: Controller = { on: isProgressive(side) ? "yes" : "unknown", argocdVersion };
  for (const node of side.nodes.values()) {
    const application = rolled(
      assembleApplication(node, resolve, restriction, clusterScoped),
      node,
      controller,
    );
    applications.set(node.ref, application);
    const byItself = application.root && deliversItself(node);
    const own = byItself && selfManaged.has(node.ref);
    objects.push(...application.objects.filter(({ key }) => own || !byItself || key !== application.key));
    if (node.set) objects.push(generatedObject(node, node.set, resolve));
    if (node.parent || node.set) continue;
    roots.push(node.ref);
    if (!own) objects.push(rootObject(node, resolve));
  }
  const sets = new Map<string, DeliveredSet>();
  for (const set of side.sets.values()) {
    const object = setObject(set, resolve);
    sets.set(set.ref, assembleSet(set, object, controller));
    if (set.parent) continue;
    roots.push(set.ref);
    objects.push(object);
  }
  return {
    applications,
    objects: groupBy(objects, ({ key }) => key),
    sets,
    projects: new Map(),
    roots,
    cycles: side.cycles,
    undelivered: undeliveredIn(side),
  };
}

function assembleApplication(
  node: ApplicationNode,
  resolve: ResolveDestination,
  restriction: RestrictionOf,
  clusterScoped: ReadonlySet<string>,
): DeliveredApplication {
  const { ref, spec, manifest } = node;
  const destination = resolve(node);
  const by: Deliverer = { ref, destination, namespace: spec.destination.namespace };
  const { objects, problems } = toObjects(renderedManifests(node), by, clusterScoped);
  const all = [
    ...invalidSources(node),
    ...sourceProblems(node),
    ...problems,
    ...destinationProblems(node, destination),
    ...registrationProblems(node, objects, restriction(node)),
  ];
  const chain = chainOf(node);
  return {
    key: objectKey(ownClusterKey(node, resolve), {
      group: "argoproj.io",
      kind: "Application",
      namespace: spec.namespace,
      name: spec.name,
    }),
    ref,
    spec,
    manifest,
    instance: (chain[0] as ApplicationNode).spec.namespace,
    destination,
    ...(node.set ? { generatedBy: node.set.ref } : {}),
    ...(node.kubeVersionChanged ? { kubeVersionChanged: true } : {}),
    ...(node.servedFromCache ? { servedFromCache: true } : {}),
    root: node.parent === undefined && node.set === undefined,
    via: chain.map((n) => n.ref),
    wave: chain.map((n) => (n.parent ? n.spec.wave : 0)),
    sources: node.results,
    follows: node.plans.map(({ tracked }) => tracked.kind),
    problems: all.length > 0 ? all : NO_PROBLEMS,
    frozen: all.some((p) => p.freezes),
    objects,
  };
}

/** Where the Application object itself lives: the cluster its parent delivers to. */
function ownClusterKey(node: ApplicationNode, resolve: ResolveDestination): string {
  return node.parent ? resolve(node.parent).key : `in-cluster@${node.spec.namespace}`;
}

/** A root is delivered by nobody in Git; it lives where Argo CD does. */
function rootObject(node: ApplicationNode, resolve: ResolveDestination): DeliveredObject {
  const host: Destination = { key: ownClusterKey(node, resolve), kind: "supervisor", label: "supervisor" };
  return toObject(node.manifest, { ref: null, destination: host, namespace: node.spec.namespace }, new Set());
}

/** A generated Application is delivered by its set, and thereby by the Application that delivers the set. */
function generatedObject(
  node: ApplicationNode,
  set: ApplicationSetNode,
  resolve: ResolveDestination,
): DeliveredObject {
  const { parent } = node;
  if (!parent) return { ...rootObject(node, resolve), generatedBy: set.ref };
  const by = { ref: parent.ref, destination: resolve(parent), namespace: node.spec.namespace };
  return { ...toObject(node.manifest, by, new Set()), generatedBy: set.ref };
}

function setObject(set: ApplicationSetNode, resolve: ResolveDestination): DeliveredObject {
  const { parent } = set;
  const namespace = set.ref.slice(0, set.ref.indexOf("/"));
  const host: Destination = parent
    ? resolve(parent)
    : { key: `in-cluster@${namespace}`, kind: "supervisor", label: "supervisor" };
  return toObject(set.manifest, { ref: parent?.ref ?? null, destination: host, namespace }, new Set());
}

/** `applicationsSync` (argo-cd pkg/apis/application/v1alpha1/applicationset_types.go, AllowUpdate, AllowDelete). */
function assembleSet(set: ApplicationSetNode, object: DeliveredObject, controller: Controller): DeliveredSet {
  const { ref, manifest, parent, expansion, ignored } = set;
  const policy = str(manifest.object, ["spec", "syncPolicy", "applicationsSync"]) || "sync";
  const rolling = readRolling(manifest, controller);
  return {
    ref,
    object,
    application: parent?.ref ?? null,
    policy,
    updates: policy === "sync" || policy === "create-update",
    deletes: policy === "sync" || policy === "create-delete",
    preserveResourcesOnDeletion:
      bool(manifest.object, ["spec", "syncPolicy", "preserveResourcesOnDeletion"]) ?? false,
    hasFinalizer: strings(manifest.object, ["metadata", "finalizers"]).includes(RESOURCES_FINALIZER),
    unevaluatedGenerators: (expansion?.unknown ?? []).map(({ generator, reason }) => ({
      reason,
      population: populationOf(generator),
    })),
    ignored,
    flaws: expansion?.flaws ?? [],
    ...(rolling ? { rolling } : {}),
  };
}

function isProgressive(side: DeliveryTree): boolean {
  return [...side.nodes.values()].some((node) => renderedManifests(node).some(switchesOn));
}

/**
 * An Application under RollingSync, where Git shows that this is switched on: nothing but the set's controller syncs it,
 * in its step, and prunes as the Application itself says (applicationset_controller.go, syncValidApplications).
 */
function rolled(
  application: DeliveredApplication,
  { set, manifest }: ApplicationNode,
  controller: Controller,
): DeliveredApplication {
  const rolling = set && readRolling(set.manifest, controller);
  if (!rolling) return application;
  const step = stepOf(set.manifest, manifest);
  if (rolling.on !== "yes") return { ...application, step, rolling };
  const prune = application.spec.automated?.prune ?? false;
  const automated = step.held ? undefined : { prune, selfHeal: false, allowEmpty: true };
  return { ...application, step, rolling, spec: { ...application.spec, automated } };
}

function sourceProblems(node: ApplicationNode): DeliveryProblem[] {
  const problems = (node.results ?? []).flatMap((r) => (r.state === "generated" ? r.problems : []));
  // A missing path is not in a file of its own: the Application's manifest is where it is mended.
  return problems.map((p) =>
    p.code === "path-missing" ? { ...p, ...originOf(node.manifest, "source") } : p,
  );
}

/**
 * Through a registration that is restricted to namespaces, an object in another one, or a cluster-scoped one unless it
 * permits those, puts the whole Application into ComparisonError (gitops-engine pkg/cache/cluster.go, GetManagedLiveObjs).
 */
function registrationProblems(
  node: ApplicationNode,
  objects: readonly DeliveredObject[],
  restriction: Restriction | undefined,
): DeliveryProblem[] {
  if (!restriction) return [];
  const { namespaces, clusterResources } = restriction;
  const { name, server } = node.spec.destination;
  const only = [...namespaces].sort().join(", ");
  return objects
    .filter(({ ref }) => (ref.namespace === "" ? !clusterResources : !namespaces.has(ref.namespace)))
    .map(({ ref, manifest: { origin } }) => ({
      code: "outside-registration",
      freezes: true,
      path: origin.path,
      line: origin.line,
      message: `${ref.kind} ${ref.name} is ${ref.namespace === "" ? "cluster-scoped" : `in namespace ${ref.namespace}`}, but ${name || server} is registered for namespace${namespaces.size > 1 ? "s" : ""} ${only} alone; Argo CD then compares nothing of this Application`,
    }));
}

function originOf(manifest: Manifest, field: string): { path: string; line: number } {
  return { path: manifest.origin.path, line: manifest.lineOf(["spec", field]) };
}
