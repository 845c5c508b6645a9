// What a merge did → the versions that no revert takes back, and what to do instead.

import { isList, isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { capiRefuses } from "../../manifests/vks/vkr.ts";
import type { Change } from "../../model/change.ts";
import type { CarriedField } from "../edit/transplant.ts";

/** A value that stays as the merge left it. */
type Stays = { readonly to: string; readonly reason: string };

/** What is known of clusters today. */
export type Today = {
  /** The version that a cluster runs, by its key; undefined for one that is not there. */
  readonly version: (key: string) => string | undefined;
  /** A sentence's part on how to go forward from there, "" where nothing newer is known. */
  readonly forward: (key: string) => string;
  /** Whoever asks says that nothing that waits for a sync by hand was synced. */
  readonly unsynced: boolean;
};

/**
 * A reason where a field belongs to an upgrade that took effect: the version, or the class that came with it. What the API
 * refused has not happened. `facts` are those of the field's document.
 */
export function whyForwardOnly(
  { from, to }: CarriedField,
  facts: readonly Change[],
  today: Today,
): string | undefined {
  const remaining = facts
    .filter((fact) => isForwardOnly(fact, today))
    .flatMap((fact) => staying(fact, facts, today));
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
export function isForwardOnly(fact: Change, { version, unsynced }: Today): boolean {
  const { layer, operation, applies, from = "", clusterKey } = fact;
  if (layer !== "cluster" || operation !== "upgrade" || applies === "refused" || applies === "never")
    return false;
  if (unsynced && waitsForSync(fact)) return false;
  const now = version(clusterKey ?? "");
  return now !== undefined && capiRefuses(now, from) === "decrease";
}

function waitsForSync({ applies }: Change): boolean {
  return applies !== "auto";
}

function staying(fact: Change, facts: readonly Change[], { version, forward }: Today): Stays[] {
  const { to = "", clusterKey = "" } = fact;
  const now = version(clusterKey) ?? to;
  const classes = facts.filter((one) => one.operation === "rebase" && one.clusterKey === clusterKey);
  const along = classes.map((one) => `, with the ClusterClass \`${one.to}\` that came along`).join("");
  const unsynced = waitsForSync(fact)
    ? ". Its Application does not sync by itself: where nobody has synced it since, `--accept=unsynced` takes the version back as well"
    : "";
  const reason = `its version stays \`${now}\`${along}, because Cluster API takes no lower one once it is there${unsynced}${forward(clusterKey)}`;
  return [{ to, reason }, ...classes.map((one) => ({ to: one.to ?? "", reason }))];
}
