// Registrations of each side and the configuration's clusters → what an Application's destination finds among them.
import { groupBy } from "../../lib/group-by.ts";
import type { CatalogueCluster } from "../../model/context.ts";
import { type ApplicationNode, instanceOf } from "../tree/application-tree.ts";
import type { Entry } from "./registrations.ts";
import { addressOf } from "./supervisors.ts";

/**
 * `here`: registrations that the destination means. `name` and `address` are what it and the configuration say, "" where
 * they do not.
 */
export type Registrations = {
  readonly here: readonly Entry[];
  readonly name: string;
  readonly address: string;
};

export type LookUp = (node: ApplicationNode) => Registrations;

/** One for each side. Constant in the number of registrations. */
export function createLookUps(
  sides: readonly (readonly Entry[])[],
  catalogue: readonly CatalogueCluster[],
): LookUp[] {
  const instances = new Set(sides.flat().map(({ registration }) => registration.argoNamespace));
  const nameOf = new Map(catalogue.map((c) => [addressOf(c.server), c.name]));
  const addressAt = new Map(catalogue.map((c) => [c.name, addressOf(c.server)]));
  return sides.map((entries) => {
    const byName = indexBy(entries, ({ registration }) => registration.clusterName);
    const byServer = indexBy(entries, ({ registration }) => registration.server);
    return (node) => {
      const { destination } = node.spec;
      const server = addressOf(destination.server);
      const name = destination.name || (server === "" ? "" : (nameOf.get(server) ?? ""));
      const all = (destination.name === "" && byServer.get(server)) || byName.get(name) || [];
      return {
        here: nearest(all, instanceOf(node), instances),
        name: name || server,
        address: destination.name === "" ? server : (addressAt.get(name) ?? ""),
      };
    };
  });
}

/**
 * Those with the Argo CD instance that asks. Others count only for an instance that nothing in Git registers anything
 * with: its namespace is then not known for sure. What is delivered to another cluster may be for an Argo CD there.
 */
function nearest(all: readonly Entry[], instance: string, instances: ReadonlySet<string>): readonly Entry[] {
  const own = all.filter(({ registration }) => ["", instance].includes(registration.argoNamespace));
  const asked = all[0]?.registration.argoNamespace;
  const foreign = instances.has(instance)
    ? []
    : all.filter(({ registration }) => registration.argoNamespace === asked);
  const found = own.length > 0 ? own : foreign;
  const near = found.filter(({ place }) => place === "");
  return near.length > 0 ? near : found;
}

function indexBy(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  return groupBy(
    entries.filter((entry) => keyOf(entry) !== ""),
    keyOf,
  );
}
