// A cluster's file and its Application's → the declarations the API has seen since the cluster was created.

import { sameJson } from "../../lib/json.ts";
import type { DeliveredApplication, DeliveredObject } from "../../model/delivery.ts";
import type { Declaration } from "../../model/history.ts";
import { isSame, isSameObject } from "./returns.ts";
import type { FileState, Timeline } from "./timeline.ts";

/**
 * Newest first, beginning with the base's own; none where that is not what the file declares (it was rendered, or moved).
 * A revision that does not parse was never applied. The walk ends where the file does not declare the cluster, and where
 * its Application was gone: what was live then may have been another cluster of that name.
 */
export function declarationsOf(
  object: DeliveredObject,
  timeline: Timeline,
  owner: { readonly application: DeliveredApplication; readonly timeline: Timeline } | undefined,
): Declaration[] {
  const declared: Declaration[] = [];
  for (const state of timeline.states) {
    if (state.broken) continue;
    const manifest = state.manifests.findLast((m) => isSameObject(m, object));
    if (!manifest) break;
    declared.push({ sha: state.sha, date: state.date, seconds: state.seconds, manifest });
  }
  if (!declared[0] || !sameJson(declared[0].manifest.object, object.manifest.object)) return [];
  const since = owner && returnedAt(owner.timeline.states, owner.application);
  return since === undefined ? declared : sinceReturn(declared, since);
}

/** When the Application was last declared again after a time without it, in seconds since 1970. */
function returnedAt(states: readonly FileState[], application: DeliveredApplication): number | undefined {
  const gone = states.findIndex((s) => !s.broken && !s.manifests.some((m) => isSame(m, application)));
  return gone > 0 ? states[gone - 1]?.seconds : undefined;
}

/** What was declared at that moment, and everything later. */
function sinceReturn(declared: readonly Declaration[], since: number): Declaration[] {
  const inForce = declared.findIndex(({ seconds }) => seconds <= since);
  return inForce < 0 ? [...declared] : declared.slice(0, inForce + 1);
}
