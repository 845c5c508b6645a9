// A cluster's declaration → its machines, part by part: how many, of which class, on which storage.

import { str } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { ClusterSpec, Located } from "../../../model/cluster.ts";
import type { Range } from "../../../model/plan.ts";
import { controlPlaneSize, poolSize } from "./pool-size.ts";

/** `pool` is undefined for the control plane; "" stands for a class that is not named. */
export type Machines = {
  readonly pool: string | undefined;
  readonly size: Range;
  readonly vmClass: string;
  readonly storageClass: string;
};

/** The control plane first, then the pools in their order. */
export function machinesOf(spec: ClusterSpec): Machines[] {
  const part = (pool: string | undefined, size: Range, overrides: ReadonlyMap<string, Located<Json>>) => {
    const named = (name: string) => str((overrides.get(name) ?? spec.variables.get(name))?.value) ?? "";
    return { pool, size, vmClass: named("vmClass"), storageClass: named("storageClass") };
  };
  return [
    part(undefined, controlPlaneSize(spec), spec.controlPlane.overrides),
    ...spec.pools.map((pool) => part(pool.name, poolSize(pool), pool.overrides)),
  ];
}
