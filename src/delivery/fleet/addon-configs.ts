// An AddonConfig and the clusters of its side → whose add-on it configures.

import { readAddonConfig } from "../../manifests/vks/addon.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { FleetAddonConfig, FleetCluster } from "../../model/fleet.ts";

/**
 * Undefined for other objects. One that names no cluster is meant by its own name, `<cluster>-<addon>`: the add-on
 * controller fills in `clusterName` and the definition (as written in the field: warroyo/argocd-scaffolding, CLAUDE.md,
 * "Per-cluster value overrides"). The longest cluster name that fits is taken.
 */
export function readFleetConfig(
  object: DeliveredObject,
  clusters: ReadonlyMap<string, FleetCluster>,
): FleetAddonConfig | undefined {
  const config = readAddonConfig(object.manifest);
  if (!config) return undefined;
  const place = `${object.destination.key}/${object.ref.namespace}/`;
  const cluster = config.cluster || longestCluster(object.ref.name, place, clusters);
  const clusterKey = clusters.has(place + cluster) ? place + cluster : "";
  const byName = config.cluster === "" && clusterKey !== "";
  const addon = byName ? object.ref.name.slice(cluster.length + 1) : config.addon;
  return { clusterKey, cluster, addon, pin: config.pin, object };
}

function longestCluster(name: string, place: string, clusters: ReadonlyMap<string, FleetCluster>): string {
  for (let at = name.lastIndexOf("-"); at > 0; at = name.lastIndexOf("-", at - 1)) {
    const cluster = name.slice(0, at);
    if (clusters.has(place + cluster)) return cluster;
  }
  return "";
}
