// An Application that Git no longer declares and that still exists after the merge → what it still does, as words of a finding.

import { layerOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isRegistration } from "../../compare/objects/registrations.ts";
import { type Listed, listObjects, nameList } from "../../facts/object-names.ts";

type Input = Pick<Comparison, "deliveries">;

/** `from`: paths of this repository, charts and other repositories. `skipped`: Argo CD reconciles it no more, as on the base. */
export type GoesOn = { readonly from?: readonly string[]; readonly skipped?: true };

/** What the Application still does, and what it manages until it is deleted. */
export function goesOn(ref: string, input: Input): Partial<Listed> & GoesOn {
  const skipped = input.deliveries.base.applications.get(ref)?.spec.skipReconcile;
  return { ...(skipped ? { skipped } : {}), ...stillManaging(ref, input) };
}

/** "" where the Application is deleted, or does nothing because its path is missing or its controller skips it. */
export function stillManaging(ref: string, input: Input): Partial<Listed> & GoesOn {
  const application = input.deliveries.head.applications.get(ref);
  if (!application?.retained) return {};
  const from = application.spec.sources.map(({ path, chart, repoURL }) => path || chart || repoURL);
  return { ...managedBy(ref, input), from };
}

/** What a live Application that Git drops manages, as far as Git shows it. */
function managedBy(ref: string, { deliveries }: Input): Listed {
  const objects = deliveries.head.applications.get(ref)?.objects ?? [];
  return listObjects(
    objects.map(({ key, ref, destination }) => {
      const layer = layerOf(ref.group, ref.kind, destination.kind === "supervisor");
      return { key, object: ref, layer };
    }),
  );
}

/** Whether objects that remain deliver others, or register clusters. */
export type GoOn = { readonly acting?: true; readonly registering?: true };

export function goOnDelivering(changes: readonly Change[]): GoOn {
  const acts = ({ object: { group, kind } }: Change) =>
    group === "argoproj.io" && (kind === "Application" || kind === "ApplicationSet");
  return {
    ...(changes.some(acts) ? { acting: true } : {}),
    ...(changes.some(({ key, base }) => base && isRegistration({ key, base })) ? { registering: true } : {}),
  };
}

/** What that means, as the end of an explanation. */
export function goOnText({ acting, registering }: GoOn): string {
  const deliver = acting
    ? " Applications and ApplicationSets among them go on as they are: what the merge changes where they read, they apply and prune."
    : "";
  const register = registering
    ? " A cluster that stays registered keeps what is delivered to it, and ApplicationSets go on generating for it."
    : "";
  return deliver + register;
}

/** " and keeps syncing from `path`". */
export function keepsSyncing({ from }: GoesOn): string {
  return from ? ` and keeps syncing from ${nameList(from)}` : "";
}

/** What that means, as a sentence. */
export function syncsOn({ from, skipped }: GoesOn): string {
  if (from)
    return "The live Application keeps its finalizers and its sync policy: what the merge changes where it reads, it applies and prunes as before, and changes to its own manifest arrive no more.";
  return skipped
    ? "The live Application keeps its finalizers, and its annotation `skip-reconcile`: as long as it has that, everything stays as it is."
    : "The live Application keeps its finalizers and its sync policy, but its path goes as well: it reports an error and leaves everything as it is, and goes on syncing as soon as there is something at that path again.";
}
