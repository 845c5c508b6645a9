// Applications that follow another revision → the changed files they would read, had this merge reached them.
import type { Source } from "../../model/application.ts";
import type { DiscoveryTools } from "../applications/discover-applications.ts";
import { planSources } from "../sources/plan-sources.ts";
import { sourceInputs } from "../sources/source-inputs.ts";
import {
  type ApplicationNode,
  chainOf,
  type DeliveryTree,
  type SourcePlan,
} from "../tree/application-tree.ts";
import type { TrackedRevision } from "../tree/tracked-revision.ts";

/** By Application of the head; one that reads none of them is left out. A file that goes counts as well. */
export async function findPinnedElsewhere(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly string[],
  tools: DiscoveryTools,
): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (changed.length === 0) return found;
  const different = new Set(changed);
  for (const node of sides[1].nodes.values()) {
    if (!node.plans.some(({ tracked }) => tracked.kind === "revision")) continue;
    const inputs = new Set<string>();
    for (const side of sides) {
      for (const path of await missedInputs(side, node, tools)) if (different.has(path)) inputs.add(path);
    }
    if (inputs.size > 0) found.set(node.ref, [...inputs].sort());
  }
  return found;
}

const REACHED: TrackedRevision = { kind: "this-merge" };

/** What its sources would read beyond what they do read here. */
async function missedInputs(
  side: DeliveryTree,
  node: ApplicationNode,
  { files, config }: DiscoveryTools,
): Promise<string[]> {
  const { snapshot } = side;
  const tracked = new Map(node.plans.map((plan: SourcePlan) => [plan.source, plan.tracked]));
  const followed = (revision: TrackedRevision | undefined) =>
    !revision || revision.kind === "revision" ? REACHED : revision;
  const planning = { config, trackedRevision: (source: Source) => followed(tracked.get(source)) };
  const plans = planSources(side, node.spec, planning, chainOf(node)[0]?.spec.namespace);
  const read = new Set(await sourceInputs(snapshot, node.plans, files));
  return (await sourceInputs(snapshot, plans, files)).filter((path) => !read.has(path));
}
