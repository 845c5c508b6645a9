// An Application that refuses to share → whether its sync fails because of what another Application manages.

import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { DeliverySides, SyncEffect } from "./effect.ts";

/**
 * With FailOnSharedResource=true the whole sync fails where a live object has the tracking id of another Application (argo-cd
 * controller/sync.go, SyncAppState). Certain where that one alone delivers the object on the base: of what both deliver
 * there Git does not show who synced last.
 */
export function failOnSharedEffect(
  { ref, spec, objects }: DeliveredApplication,
  { base, head }: DeliverySides,
): SyncEffect | undefined {
  if (!spec.syncOptions.has("FailOnSharedResource=true")) return undefined;
  for (const object of objects) {
    const managers = applicationsOf(base.delivery.objects.get(object.key));
    const rivals = applicationsOf(head.delivery.objects.get(object.key)).filter((one) => one !== ref);
    const owner = rivals.find((one) => managers.includes(one));
    if (owner === undefined || managers.includes(ref) || isUntracked(object)) continue;
    const { kind, name } = object.ref;
    const because = `FailOnSharedResource=true fails the sync of Application ${ref}: ${kind} ${name} belongs to Application ${owner}`;
    return { applies: "blocked", because };
  }
  return undefined;
}

function applicationsOf(objects: readonly DeliveredObject[] = []): string[] {
  return objects.flatMap(({ application }) => application ?? []);
}

/** Definitions carry no tracking id (argo-cd reposerver/repository/repository.go, GenerateManifests). */
function isUntracked({ ref }: DeliveredObject): boolean {
  return ref.group === "apiextensions.k8s.io" && ref.kind === "CustomResourceDefinition";
}
