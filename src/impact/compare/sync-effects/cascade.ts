// The deletion of an Application with its finalizer → what it leaves, and whether a person must confirm it.

import { annotation, hasRemovalOption } from "../../../manifests/argocd/application.ts";
import type { ApplicationSpec } from "../../../model/application.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";

/** What a cascading deletion leaves (argo-cd controller/appcontroller.go, shouldBeDeleted). */
export function survivesCascade(manifest: DeliveredObject["manifest"], owner: ApplicationSpec): boolean {
  return (
    hasRemovalOption(manifest, "Delete=false", owner) ||
    annotation(manifest, "helm.sh/resource-policy") === "keep" ||
    (manifest.group === "apiextensions.k8s.io" && manifest.kind === "CustomResourceDefinition")
  );
}

const CONFIRMATIONS = new WeakMap<DeliveredApplication, boolean>();

/** One object to be deleted that asks for confirmation holds the whole deletion (appcontroller.go, finalizeApplicationDeletion). */
export function needsConfirmation(application: DeliveredApplication): boolean {
  const known = CONFIRMATIONS.get(application);
  if (known !== undefined) return known;
  const { objects, spec } = application;
  const needed = objects.some(
    ({ manifest }) => hasRemovalOption(manifest, "Delete=confirm", spec) && !survivesCascade(manifest, spec),
  );
  CONFIRMATIONS.set(application, needed);
  return needed;
}
