// An object of the head → whether the sync that applies a change of it deletes it and creates it anew.

import { hasOption } from "../../../manifests/argocd/application.ts";
import { fixedFields } from "../../../manifests/kinds/fixed-fields.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import type { Manifest } from "../../../model/manifest.ts";

/** The change as it is, or marked where the object is there and is replaced by force. */
export function annotateRecreated(change: Change, delivery: Delivery): Change {
  const { base, head, through } = change;
  if (!base || !head || through) return change;
  if (!isRecreated(head, delivery) && !isForced(base.manifest, head.manifest)) return change;
  return { ...change, recreated: true };
}

/**
 * `Force=true` in its annotation, and `Replace=true` there or among the options of its Application. Namespaces and
 * CustomResourceDefinitions are updated in place all the same. (argo-cd gitops-engine/pkg/sync/sync_context.go,
 * applyObject; docs/user-guide/sync-options.md, Force Sync.)
 */
export function isRecreated({ manifest, ref, application }: DeliveredObject, delivery: Delivery): boolean {
  if (ref.kind === "Namespace" || ref.kind === "CustomResourceDefinition") return false;
  if (!hasOption(manifest, "Force=true")) return false;
  const owner = delivery.applications.get(application ?? "");
  return hasOption(manifest, "Replace=true") || owner?.spec.syncOptions.has("Replace=true") === true;
}

/** `kubectl apply --force` deletes and creates what the API refuses to change (kubectl pkg/cmd/apply/patcher.go, Patch). */
function isForced(base: Manifest, head: Manifest): boolean {
  return hasOption(head, "Force=true") && fixedFields(base, head).length > 0;
}
