// A change inside the program: the contract's fields, and the two objects it was read from.
import type { DeliveredObject } from "./delivery.ts";
import type { Change } from "./plan.ts";

/**
 * `key` is the object's identity, `clusterKey` that of the cluster affected. `base` and `head` are the object on each
 * side, where it is delivered there. `object` names it; these extra fields do not leave the program.
 */
export type ChangeFact = Change & {
  readonly key: string;
  readonly clusterKey?: string;
  readonly before?: DeliveredObject;
  readonly after?: DeliveredObject;
};
