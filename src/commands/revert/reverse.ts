// Changes that are taken back → what the plan of the result shows of it.
import type { Change } from "../../model/change.ts";
import type { Expectation } from "../../model/command.ts";
import { type Layer, OPERATIONS, type Operation } from "../../model/plan.ts";

/** The reverse of a change. Where there are several, Git alone does not show which one applies. */
const REVERSE: Readonly<Record<Operation, readonly Operation[]>> = {
  create: ["delete", "orphan"],
  adopt: ["delete", "orphan", "adopt"],
  update: ["update", "roll"],
  delete: ["create", "adopt"],
  orphan: ["adopt", "create", "install", "add", "register"],
  register: ["deregister", "orphan"],
  deregister: ["register", "adopt"],
  upgrade: ["downgrade", "upgrade", "reconfigure"],
  downgrade: ["upgrade", "downgrade", "reconfigure"],
  scale: ["scale"],
  resize: ["resize"],
  rebase: ["rebase"],
  reconfigure: ["reconfigure"],
  install: ["uninstall", "retain", "orphan"],
  uninstall: ["install", "adopt"],
  retain: ["install", "adopt"],
  pin: ["unpin"],
  unpin: ["pin"],
  roll: ["roll", "update"],
  add: ["remove", "orphan"],
  remove: ["add", "adopt"],
  move: ["move"],
  retarget: ["retarget"],
  repath: ["repath"],
  rewave: ["rewave"],
  policy: ["policy"],
  break: ["repair"],
  repair: ["break"],
};

/** Where `what` names a part, and the same one from behind. */
const PARTED: ReadonlySet<Layer> = new Set(["cluster", "addon"]);

/**
 * `demanded`: a change with only one reverse must show it. What the API refused shows whatever its object then does, or
 * nothing. Of an add-on, only on the same cluster.
 */
export function reversed(change: Change, demanded: boolean): Expectation[] {
  const { layer, operation, cluster, object, what, applies } = change;
  const refused = applies === "refused";
  const operations: readonly Operation[] = refused ? OPERATIONS[layer] : REVERSE[operation];
  const exact = demanded && !refused && operations.length === 1 && applies !== "never";
  return operations.map((reverse) => ({
    layer,
    operation: reverse,
    object,
    ...(cluster === undefined || layer !== "addon" ? {} : { cluster }),
    ...(what === undefined || refused || !PARTED.has(layer) ? {} : { what }),
    ...(exact ? {} : { may: true as const }),
  }));
}
