// A dropped object and its Application → what their sync options say about pruning it.

import { hasOption, hasRemovalOption } from "../../../manifests/argocd/application.ts";
import type { DeliveredApplication, DeliveredObject } from "../../../model/delivery.ts";
import type { DeliverySides } from "./effect.ts";

/** `because` names where the option is set. */
export type PruneOption = { readonly option: "Prune=false" | "Prune=confirm"; readonly because: string };

/**
 * What keeps Argo CD from pruning an object, or makes it wait. A default that the merge itself brings to the Application
 * does not count: the Application may prune by its own path before its parent has told it.
 */
export function pruneOption(
  manifest: DeliveredObject["manifest"],
  owner: DeliveredApplication,
  { base }: DeliverySides,
): PruneOption | undefined {
  const specs = [owner.spec, base.delivery.applications.get(owner.ref)?.spec ?? owner.spec];
  const option = (["Prune=false", "Prune=confirm"] as const).find((o) =>
    specs.every((spec) => hasRemovalOption(manifest, o, spec)),
  );
  if (option === undefined) return undefined;
  const because = hasOption(manifest, option)
    ? `the object is annotated ${option}`
    : `Application ${owner.ref} has ${option} among its syncOptions`;
  return { option, because };
}
