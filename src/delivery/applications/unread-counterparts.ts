// Applications that are evaluated on one side alone → what the other side is taken to deliver through them.

import { isUnevaluated } from "../tree/application-state.ts";
import { type DeliveryTree, declaredBy } from "../tree/application-tree.ts";
import { type DiscoveryTools, discoverApplications, enterPresumed } from "./discover-applications.ts";

/**
 * Where an Application cannot be evaluated on one side, the Applications that it delivers on the other would look new or
 * gone, with everything below them. They count on both sides, as the side that is evaluated has them. The answer is how many
 * are walked because of that.
 */
export async function followUnread(
  sides: readonly [DeliveryTree, DeliveryTree],
  toolsOf: (side: DeliveryTree) => DiscoveryTools,
): Promise<number> {
  let count = 0;
  for (const [side, other] of [sides, [sides[1], sides[0]] as const]) {
    for (const node of [...side.nodes.values()]) {
      const counterpart = other.nodes.get(node.ref);
      if (!counterpart || node.presumed || !isUnevaluated(node.results) || isUnevaluated(counterpart.results))
        continue;
      if (counterpart.results === undefined) continue;
      node.presumed = declaredBy(counterpart);
      const entered = enterPresumed(side, node, toolsOf(side));
      count += entered.length;
      await discoverApplications(side, [], toolsOf(side), entered);
    }
  }
  return count;
}
