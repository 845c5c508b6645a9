// What a merge did → the versions that no revert takes back, and what to do instead.

import { isList, isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { capiRefuses } from "../../manifests/vks/vkr.ts";
import type { Change } from "../../model/change.ts";
import type { Fleet } from "../../model/fleet.ts";
import type { CarriedField } from "../edit/transplant.ts";

/** A value that stays as the merge left it. */
type Stays = { readonly to: string; readonly reason: string };

/**
 * A reason where a field belongs to an upgrade that took effect: the version, or the class that came with it. What the API
 * refused has not happened. `facts` are those of the field's document, `fleet` is today's.
 */
export function whyForwardOnly(
  { from, to }: CarriedField,
  facts: readonly Change[],
  fleet: Fleet,
): string | undefined {
  const remaining = facts
    .filter((fact) => isForwardOnly(fact, fleet))
    .flatMap((fact) => staying(fact, facts, fleet));
  const found = remaining.find((one) => says(from, one.to) && !says(to, one.to));
  if (found === undefined || from === found.to) return found?.reason;
  return `${found.reason}. It stands in one text or list with other values, which stay too: take those back by hand`;
}

/** Whether a value, or a text somewhere in it, names a version or a class. */
function says(value: Json | undefined, name: string): boolean {
  if (typeof value === "string") return value.includes(name);
  if (isList(value)) return value.some((one) => says(one, name));
  return isMap(value) && Object.values(value).some((one) => says(one, name));
}

/** Cluster API orders MAJOR.MINOR.PATCH only; another build of the same is reached by rolling all nodes again. */
export function isForwardOnly(
  { layer, operation, applies, from = "", clusterKey }: Change,
  fleet: Fleet,
): boolean {
  if (layer !== "cluster" || operation !== "upgrade" || applies === "refused" || applies === "never")
    return false;
  const now = fleet.clusters.get(clusterKey ?? "")?.spec.version;
  return now !== undefined && capiRefuses(now, from) === "decrease";
}

function staying(
  { to = "", cluster = "", clusterKey }: Change,
  facts: readonly Change[],
  fleet: Fleet,
): Stays[] {
  const now = fleet.clusters.get(clusterKey ?? "")?.spec.version ?? to;
  const classes = facts.filter((one) => one.operation === "rebase" && one.clusterKey === clusterKey);
  const along = classes.map((one) => `, with the ClusterClass \`${one.to}\` that came along`).join("");
  const reason = `its version stays \`${now}\`${along}, because Cluster API takes no lower one once it is there. Repair forward with \`/upgrade ${cluster} latest-patch\`, hold back pools that have not begun (annotation \`topology.cluster.x-k8s.io/hold-upgrade-sequence\`), or rebuild the cluster and restore it with Velero`;
  return [{ to, reason }, ...classes.map((one) => ({ to: one.to ?? "", reason }))];
}
