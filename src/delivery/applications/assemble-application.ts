// An Application with its destination and what it rendered → the Application as it is delivered.

import type { DeliveredApplication } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import { type Controller, readRolling, stepOf } from "../applicationsets/rolling-sync.ts";
import { destinationProblems } from "../destinations/destination-problems.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { RestrictionOf } from "../destinations/restrictions.ts";
import { invalidSources } from "../sources/invalid-source.ts";
import { applicationState } from "../tree/application-state.ts";
import { type ApplicationNode, chainOf, targetManifests } from "../tree/application-tree.ts";
import { type Deliverer, objectKey, toObjects } from "../tree/objects.ts";
import { registrationProblems, sourceProblems } from "./application-problems.ts";
import { hostKey } from "./declaring-objects.ts";

/** What one side knows beyond its tree. */
export type Assembly = {
  readonly resolve: ResolveDestination;
  /** What the registration that an Application names permits. */
  readonly restriction: RestrictionOf;
  /** Kinds that CustomResourceDefinitions of either side declare cluster-scoped, as "group/kind". */
  readonly clusterScoped: ReadonlySet<string>;
  readonly controller: Controller;
  readonly marks: Marks;
};

/** What the difference between the sides says of single Applications: references of the head's. */
export type Marks = {
  /** Nothing of them differs but the Kubernetes version that their charts are given. */
  readonly kubeVersionChanged: ReadonlySet<string>;
  /** Argo CD does not render them anew (manifest-generate-paths). */
  readonly servedFromCache: ReadonlySet<string>;
};

const NO_PROBLEMS: readonly DeliveryProblem[] = [];

export function assembleApplication(node: ApplicationNode, assembly: Assembly): DeliveredApplication {
  const { resolve, restriction, clusterScoped, controller, marks } = assembly;
  const { ref, spec, manifest } = node;
  const destination = resolve(node);
  const by: Deliverer = { ref, destination, namespace: spec.destination.namespace, standIn: node.standIn };
  const { objects, problems } = toObjects(targetManifests(node), by, clusterScoped);
  const all = [
    ...invalidSources(node),
    ...sourceProblems(node),
    ...problems,
    ...destinationProblems(node, destination),
    ...registrationProblems(node, objects, restriction(node)),
  ];
  const chain = chainOf(node);
  const application: DeliveredApplication = {
    key: objectKey(hostKey(node, resolve), {
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
    ...(node.retained ? { retained: true } : {}),
    ...(node.standIn ? { standIn: node.standIn } : {}),
    ...(marks.kubeVersionChanged.has(ref) ? { kubeVersionChanged: true } : {}),
    ...(marks.servedFromCache.has(ref) ? { servedFromCache: true } : {}),
    root: node.parent === undefined && node.set === undefined,
    via: chain.map((n) => n.ref),
    wave: chain.map((n) => (n.parent ? n.spec.wave : 0)),
    sources: node.results,
    ...(node.presumed ? { presumesApplications: true } : {}),
    follows: node.plans.map(({ tracked }) => tracked.kind),
    problems: all.length > 0 ? all : NO_PROBLEMS,
    frozen: applicationState({ problems: all, sources: node.results }).state === "broken",
    objects,
  };
  return withRolling(application, node, controller);
}

/**
 * An Application under RollingSync, where Git shows that this is switched on: nothing but the set's controller syncs it,
 * in its step, and prunes as the Application itself says (applicationset_controller.go, syncValidApplications).
 */
function withRolling(
  application: DeliveredApplication,
  { set, manifest }: ApplicationNode,
  controller: Controller,
): DeliveredApplication {
  const rolling = set && readRolling(set.manifest, controller);
  if (!rolling) return application;
  const step = stepOf(set.manifest, manifest);
  if (rolling.on !== "yes") return { ...application, step, rolling };
  const prune = application.spec.automated?.prune ?? false;
  const automated = step.manualSync ? undefined : { prune, selfHeal: false, allowEmpty: true };
  return { ...application, step, rolling, spec: { ...application.spec, automated } };
}
