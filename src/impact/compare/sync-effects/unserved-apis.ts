// Changes → the same, where those of Applications that hold an object in an API their cluster does not serve are blocked.

import { hasOption } from "../../../manifests/argocd/application.ts";
import {
  type ApiIndex,
  kubernetesMinor,
  lifecycleOf,
  reached,
} from "../../../manifests/kinds/api-lifecycle.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import { effectFields } from "../objects/change.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "./effect.ts";

/**
 * Argo CD looks up the kind of each object before it applies any, and ends the sync where the API server has no such kind
 * (argo-cd gitops-engine/pkg/sync/sync_context.go, getSyncTasks); with SkipDryRunOnMissingResource only that object fails.
 * An upgrade that this merge brings takes a while, so what the cluster serves until then still counts: those objects are
 * told by a rule and not blocked.
 */
export function blockUnserved(changes: readonly Change[], sides: FleetPair, index: ApiIndex): Change[] {
  const byApplication = new Map<string, Unserved | undefined>();
  return changes.map((change) => {
    const ref = change.application ?? "";
    const application = sides.head.delivery.applications.get(ref);
    if (application?.destination.kind !== "cluster") return change;
    if (!byApplication.has(ref)) byApplication.set(ref, unservedIn(application, sides, index));
    const unserved = byApplication.get(ref);
    if (!unserved || (unserved.alone && !unserved.keys.has(change.key))) return change;
    const effect: SyncEffect = { applies: "blocked", because: unserved.because };
    const own: SyncEffect = {
      applies: change.applies,
      ...(change.because === undefined ? {} : { because: change.because }),
    };
    if (mostRestrictive(effect, own) !== effect) return change;
    const { because: _, ...rest } = change;
    return { ...rest, ...effectFields(effect), unserved: true };
  });
}

/** Keys of what Argo CD could not apply for an API that the cluster does not serve, as one Application had it; undefined for none. */
export function unservedKeys(
  application: DeliveredApplication,
  sides: FleetPair,
  index: ApiIndex,
): ReadonlySet<string> | undefined {
  if (application.destination.kind !== "cluster") return undefined;
  const unserved = unservedIn(application, sides, index);
  if (!unserved) return undefined;
  return unserved.alone ? unserved.keys : new Set(application.objects.map(({ key }) => key));
}

/** `alone`: all of them are told to skip the dry run, so the other objects are applied. */
type Unserved = { readonly keys: ReadonlySet<string>; readonly alone: boolean; readonly because: string };

function unservedIn(
  application: DeliveredApplication,
  sides: FleetPair,
  index: ApiIndex,
): Unserved | undefined {
  const { key } = application.destination;
  const cluster = sides.base.clusters.get(key) ?? sides.head.clusters.get(key);
  const minor = cluster && kubernetesMinor(cluster.spec.version);
  const objects = application.objects.filter(({ manifest }) =>
    reached(lifecycleOf(manifest, index)?.removed, minor),
  );
  const [first] = objects;
  if (!first) return undefined;
  const skips = ({ manifest }: DeliveredObject) =>
    hasOption(manifest, SKIP) || application.spec.syncOptions.has(SKIP);
  const cause = objects.find((object) => !skips(object)) ?? first;
  const api = lifecycleOf(cause.manifest, index)?.api;
  return {
    keys: new Set(objects.map((object) => object.key)),
    alone: objects.every(skips),
    because: `Kubernetes 1.${minor} does not serve ${api}, which ${cause.ref.kind} ${cause.ref.name} is written in`,
  };
}

const SKIP = "SkipDryRunOnMissingResource=true";
