// Both sides and the configuration → which Argo CD instances assess the health of Applications. Only there do waves wait for Applications.

import { get, list, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Fleet } from "../../model/fleet.ts";

/** The namespace of an Argo CD instance → whether that instance assesses the health of Applications. */
export type AssessesApplications = (instance: string) => boolean;

/**
 * True where the configuration says so, or where both sides declare a health check of Applications in argocd-cm or in the
 * spec of the ArgoCD instance. A check that only the head declares is not yet in force during the sync; one that only the
 * base declares may already be deleted. Argo CD has no such check by default (argo-cd docs/operator-manual/health.md,
 * "Argocd App").
 */
export function applicationHealth({
  base,
  head,
  config,
}: Pick<Comparison, "base" | "head" | "config">): AssessesApplications {
  if (config.argocd.applicationHealth === "gated") return () => true;
  const on = { base: customised(base), head: customised(head) };
  return (instance) => on.base.has(instance) && on.head.has(instance);
}

/** Namespaces of the instances that have a check. */
function customised({ delivery }: Fleet): ReadonlySet<string> {
  const namespaces = new Set<string>();
  for (const [object] of delivery.objects.values()) {
    if (object && (isCustomisedMap(object) || isCustomisedInstance(object)))
      namespaces.add(object.ref.namespace);
  }
  return namespaces;
}

const KEY = "resource.customizations.health.argoproj.io_Application";

function isCustomisedMap({ ref, manifest }: DeliveredObject): boolean {
  return ref.kind === "ConfigMap" && ref.name === "argocd-cm" && hasKeys(get(manifest.object, ["data"]));
}

/** spec.resourceHealthChecks, resourceCustomizations and extraConfig (argocd-operator api/v1beta1/argocd_types.go). */
function isCustomisedInstance({ ref, manifest }: DeliveredObject): boolean {
  if (ref.kind !== "ArgoCD") return false;
  const spec = get(manifest.object, ["spec"]);
  const checks = list(spec, ["resourceHealthChecks"]);
  return (
    checks.some(
      (check) => str(check, ["group"]) === "argoproj.io" && str(check, ["kind"]) === "Application",
    ) ||
    namesApplication(str(spec, ["resourceCustomizations"])) ||
    hasKeys(get(spec, ["extraConfig"]))
  );
}

function hasKeys(data: Json | undefined): boolean {
  return get(data, [KEY]) !== undefined || namesApplication(str(data, ["resource.customizations"]));
}

/** The older form: one text for all kinds. */
function namesApplication(text: string | undefined): boolean {
  const at = text?.search(/^["']?argoproj\.io\/(?:Application|\*)["']?:/m) ?? -1;
  return at >= 0 && text?.includes("health.lua", at) === true;
}
