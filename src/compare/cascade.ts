// The deletion of an Application with its finalizer → what it leaves, and whether a person must confirm it.
import type { DeliveredApplication, DeliveredObject } from "../model/delivery.ts";
import { annotation, hasOption } from "../resources/application.ts";

/** What a cascading deletion leaves (argo-cd controller/appcontroller.go, shouldBeDeleted). */
export function survivesCascade(manifest: DeliveredObject["manifest"]): boolean {
  return (
    hasOption(manifest, "Delete=false") ||
    annotation(manifest, "helm.sh/resource-policy") === "keep" ||
    (manifest.group === "apiextensions.k8s.io" && manifest.kind === "CustomResourceDefinition")
  );
}

const CONFIRMATIONS = new WeakMap<DeliveredApplication, boolean>();

/** One object that asks for confirmation holds the whole deletion (appcontroller.go, finalizeApplicationDeletion). */
export function needsConfirmation(application: DeliveredApplication): boolean {
  const known = CONFIRMATIONS.get(application);
  if (known !== undefined) return known;
  const needed = application.objects.some((o) => hasOption(o.manifest, "Delete=confirm"));
  CONFIRMATIONS.set(application, needed);
  return needed;
}
