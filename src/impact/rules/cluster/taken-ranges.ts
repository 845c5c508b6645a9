// A side and the configuration → addresses that are no cluster's own, and who has them.

import { strings } from "../../../lib/json.ts";
import type { Config } from "../../../model/context.ts";
import type { Fleet } from "../../../model/fleet.ts";

/** `field`: "other" where they are no cluster's. */
export type Taken = {
  readonly label: string;
  readonly field: "pods" | "services" | "other";
  readonly range: string;
};

/**
 * What the configuration lists, and the ranges of NSX Subnets in Git (nsx-operator pkg/apis/vpc/v1alpha1,
 * SubnetSpec.ipAddresses). A Supervisor's own ranges are in no object that Git could hold, so where nobody lists them they
 * are not judged; a VPC or SubnetSet gets its ranges from the network.
 */
export function takenRanges({ delivery }: Fleet, { catalog }: Pick<Config, "catalog">): Taken[] {
  const taken: Taken[] = catalog.ranges.map(({ range, of }) => ({ label: of, field: "other", range }));
  for (const [object] of delivery.objects.values()) {
    if (object?.ref.kind !== "Subnet" || object.ref.group !== "crd.nsx.vmware.com") continue;
    const label = `Subnet ${object.ref.name}`;
    for (const range of strings(object.manifest.object, ["spec", "ipAddresses"]))
      taken.push({ label, field: "other", range });
  }
  return taken;
}
