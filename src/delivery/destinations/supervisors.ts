// Both sides' Applications and the configuration → which destinations are Supervisors, and under which names.

import { isSupervisorKind } from "../../manifests/kinds/kinds.ts";
import type { Config } from "../../model/context.ts";
import { holdsSymbol } from "../../model/stand-in.ts";
import {
  type ApplicationNode,
  type DeliveryTree,
  instanceOf,
  renderedManifests,
} from "../tree/application-tree.ts";
import { isOwnCluster, OWN_ADDRESS, OWN_NAME } from "../tree/own-cluster.ts";

/** What the configuration says: destination → name of its Supervisor, and clusters that Git does not register. */
export type Declared = Pick<Config, "supervisors" | "catalog">;

/**
 * Own clusters that receive Supervisor kinds, and the names used for them that do not say so. `named`: the Supervisor that
 * the configuration says an Application delivers to.
 */
export type Supervisors = {
  readonly hosts: ReadonlySet<string>;
  readonly aliases: ReadonlySet<string>;
  readonly named: (node: ApplicationNode) => string | undefined;
};

export function findSupervisors(sides: readonly DeliveryTree[], { supervisors }: Declared): Supervisors {
  const named = (node: ApplicationNode): string | undefined => {
    const literals = spellings(node.spec.destination);
    const names = [...literals.map((literal) => `${instanceOf(node)}/${literal}`), ...literals];
    const found = names.map((name) => supervisors.get(name)).find((one) => one !== undefined);
    return found === undefined ? undefined : `supervisor:${found}`;
  };
  const hosts = new Set([...supervisors.values()].map((name) => `supervisor:${name}`));
  const aliases = new Set<string>();
  const guests = new Set(sides.flatMap((side) => [...side.candidates.guests]));
  for (const node of sides.flatMap((side) => [...side.nodes.values()])) {
    const { destination } = node.spec;
    const literal = literalOf(destination);
    if (named(node) !== undefined || guests.has(literal) || holdsSymbol(literal)) continue;
    if (!renderedManifests(node).some((m) => isSupervisorKind(m.group, m.kind))) continue;
    hosts.add(hostOf(node));
    if (!isOwnCluster(destination)) aliases.add(literal);
  }
  return { hosts, aliases, named };
}

/** The name or, where there is none, the address without the slash at its end. */
export function literalOf({ name, server }: ApplicationNode["spec"]["destination"]): string {
  return name || addressOf(server);
}

/** Argo CD compares addresses without that slash (argo-cd util/db/cluster.go, SecretToCluster). */
export function addressOf(server: string): string {
  return server.endsWith("/") ? server.slice(0, -1) : server;
}

/** What the configuration may call a destination: Argo CD's own cluster has a name and an address, and both mean it. */
function spellings(destination: ApplicationNode["spec"]["destination"]): string[] {
  const literal = destination.name || destination.server;
  return isOwnCluster(destination) ? [literal, OWN_NAME, OWN_ADDRESS] : [literal];
}

/** Identity of the cluster that the Argo CD instance of an Application runs in: one for each namespace that roots are in. */
export function hostOf(node: ApplicationNode): string {
  return `in-cluster@${instanceOf(node)}`;
}
