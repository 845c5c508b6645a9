// Edited clusters that a renderer makes → their declarations, rendered from the trees of earlier commits.

import { sameJson } from "../../lib/json.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../model/delivery.ts";
import type { Declaration, Moment } from "../../model/history.ts";
import type { RenderPast } from "./render-past.ts";
import { momentOf } from "./returns.ts";
import type { FileState, Timeline } from "./timeline.ts";
import type { Trees } from "./trees.ts";

/** Applications that are rendered from earlier trees for one plan, each from as many trees as one plan reads. */
const MOST_APPLICATIONS = 10;

/** What a rendered Application reads of the repository; nothing for one whose files are the manifests themselves. */
export function renderedInputs({ sources }: DeliveredApplication): readonly string[] {
  return (sources ?? []).flatMap((source) => (source.state === "generated" ? (source.inputs ?? []) : []));
}

/**
 * By identity, newest first, beginning with the base's own. The walk ends with the trees one plan reads, where the
 * Application was declared otherwise, and where it does not render or does not render the cluster.
 */
export async function renderedDeclarations(
  clusters: readonly DeliveredObject[],
  timelines: ReadonlyMap<string, Timeline>,
  trees: Trees,
  base: Delivery,
  renderPast: RenderPast,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const found = new Map<string, Declaration[]>();
  const refs = [...new Set(clusters.flatMap(({ application }) => application ?? []))];
  for (const ref of refs.slice(0, MOST_APPLICATIONS)) {
    const owner = base.applications.get(ref);
    if (!owner) continue;
    let walking = clusters.filter(({ application }) => application === ref);
    for (const state of statesOf(owner, timelines)) {
      const snapshot = await trees(state.sha);
      const past = snapshot && (await renderPast(ref, owner.manifest, snapshot, "base"));
      if (!past || "reason" in past) break;
      walking = walking.filter((cluster) => declare(cluster, past.objects, momentOf(state), found));
      if (walking.length === 0) break;
    }
  }
  return found;
}

/** Whether the walk goes on for the cluster. What the newest tree renders must be what the base has. */
function declare(
  { key, manifest: live }: DeliveredObject,
  objects: readonly DeliveredObject[],
  moment: Moment,
  found: Map<string, Declaration[]>,
): boolean {
  const manifest = objects.find((object) => object.key === key)?.manifest;
  const known = found.get(key) ?? [];
  if (!manifest || (known.length === 0 && !sameJson(manifest.object, live.object))) return false;
  found.set(key, [...known, { ...moment, manifest }]);
  return true;
}

/** The commits that changed what the Application reads, newest first, since its own declaration is what it is. */
export function statesOf(owner: DeliveredApplication, timelines: ReadonlyMap<string, Timeline>): FileState[] {
  const since = timelines.get(owner.manifest.origin.path)?.states[0]?.seconds ?? Number.NEGATIVE_INFINITY;
  const states = renderedInputs(owner).flatMap((path) => timelines.get(path)?.states ?? []);
  const bySha = new Map(states.filter(({ seconds }) => seconds >= since).map((state) => [state.sha, state]));
  return [...bySha.values()].sort((a, b) => b.seconds - a.seconds || (a.sha < b.sha ? -1 : 1));
}
