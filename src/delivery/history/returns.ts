// An Application or a cluster that the head declares and the base does not → whether Git had it before, and how it went.

import { hasRemovalOption, readApplication } from "../../manifests/argocd/application.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../model/delivery.ts";
import type { Moment, Return } from "../../model/history.ts";
import type { Manifest } from "../../model/manifest.ts";
import { HISTORY } from "../../model/unevaluated.ts";
import { refOf } from "../tree/application-tree.ts";
import { cutShort, type FileState, type Timeline } from "./timeline.ts";

/**
 * What was there. `manifest` is its last declaration, `at` the commit whose tree holds what it last delivered. "stayed":
 * it was never removed, because whoever delivers it was frozen, did not prune, or went without its finalizer; it has been
 * delivering the base's tree all the time. "unknown": the walk ended before it could tell.
 */
export type Before =
  | (Return & { readonly manifest: Manifest; readonly at: string })
  | { readonly outcome: "stayed"; readonly manifest: Manifest; readonly removed: Moment }
  | { readonly outcome: "unknown"; readonly reason: string };

/** `above`: what became of the Application's parent, where that comes back as well. Undefined: nothing before. */
export function applicationBefore(
  application: DeliveredApplication,
  timeline: Timeline,
  above: Before | undefined,
  base: Delivery,
): Before | undefined {
  const declares = ({ manifests }: FileState) => manifests.findLast((m) => isSame(m, application));
  const last = lastDeclared(timeline, declares);
  if (last === "unknown") return { outcome: "unknown", reason: HISTORY.before(cutShort(timeline) ?? "") };
  if (!last) return undefined;
  const { manifest, gone } = last;
  const cascade = readApplication(manifest, "").cascade;
  if (above?.outcome === "kept" || above?.outcome === "stayed")
    return { outcome: "stayed", manifest, removed: above.removed };
  if (above?.outcome === "deleted") return { ...above, manifest, outcome: cascade ? "deleted" : "kept" };
  // Declared all the while: something else than this file brings it back.
  if (!gone?.parent) return undefined;
  if (gone.broken) return { outcome: "stayed", manifest, removed: momentOf(gone) };
  const parent = base.applications.get(application.via.at(-2) ?? "");
  if (parent && parent.spec.automated?.prune !== true)
    return { outcome: "stayed", manifest, removed: momentOf(gone) };
  return { outcome: cascade ? "deleted" : "kept", manifest, removed: momentOf(gone), at: gone.parent };
}

/** The same for a cluster whose Application has been there all the time: it was pruned, or left where nothing prunes. */
export function clusterBefore(
  object: DeliveredObject,
  timeline: Timeline,
  base: Delivery,
): Before | undefined {
  const last = lastDeclared(timeline, ({ manifests }) => manifests.findLast((m) => isSameObject(m, object)));
  if (last === "unknown") return { outcome: "unknown", reason: HISTORY.before(cutShort(timeline) ?? "") };
  if (!last?.gone?.parent || last.gone.broken) return undefined;
  const { manifest, gone } = last;
  const owner = base.applications.get(object.application ?? "");
  const prunes =
    owner?.spec.automated?.prune === true && !hasRemovalOption(manifest, "Prune=false", owner.spec);
  return {
    outcome: prunes ? "deleted" : "kept",
    manifest,
    removed: momentOf(gone),
    at: gone.parent as string,
  };
}

/** Same kind and name; a namespace left out is the one it is delivered to. */
export function isSameObject(manifest: Manifest, { ref }: DeliveredObject): boolean {
  const { group, kind, name, namespace } = manifest;
  if (group !== ref.group || kind !== ref.kind || name !== ref.name) return false;
  return namespace === "" || namespace === ref.namespace;
}

/** Whether a manifest declares this Application. */
export function isSame(manifest: Manifest, { ref, spec }: DeliveredApplication): boolean {
  if (manifest.group !== "argoproj.io" || manifest.kind !== "Application" || manifest.name !== spec.name)
    return false;
  return manifest.namespace === "" || refOf(manifest, undefined) === ref;
}

type Last = { readonly manifest: Manifest; readonly gone: FileState | undefined };

/** The newest declaration, and the revision after it, which no longer has it. */
function lastDeclared(
  timeline: Timeline,
  declares: (state: FileState) => Manifest | undefined,
): Last | "unknown" | undefined {
  const { states } = timeline;
  for (const [i, state] of states.entries()) {
    const manifest = state.broken ? undefined : declares(state);
    if (manifest) return { manifest, gone: states[i - 1] };
  }
  return cutShort(timeline) === undefined ? undefined : "unknown";
}

/** The commit alone, where a state of a file has more. */
export function momentOf({ sha, date, seconds }: Moment): Moment {
  return { sha, date, seconds };
}
