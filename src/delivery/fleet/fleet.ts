// Delivery → Fleet: clusters, registrations, add-ons and what they match, and which Applications sit on which cluster.

import { groupBy } from "../../lib/group-by.ts";
import { readRegistration } from "../../manifests/argocd/registration.ts";
import { readAddonInstall } from "../../manifests/vks/addon.ts";
import { readAddonRelease } from "../../manifests/vks/addon-release.ts";
import { readAnyCluster } from "../../manifests/vks/any-cluster.ts";
import type { DeliveredObject, Delivery } from "../../model/delivery.ts";
import type {
  Fleet,
  FleetAddonConfig,
  FleetCluster,
  FleetInstall,
  FleetRegistration,
} from "../../model/fleet.ts";
import { readFleetConfig } from "./addon-configs.ts";
import { createMatcher } from "./addon-matches.ts";
import { createLabeller } from "./cluster-names.ts";

/**
 * Builds the fleet of one side. `beside` is the other side, whose clusters count where names repeat. Clusters and
 * registrations that are retained are there, too. Linear in the objects delivered and in the matches of add-ons.
 */
export function buildFleet(delivery: Delivery, beside: Delivery = delivery): Fleet {
  const objects = [...delivery.objects.values()].flat();
  const live = [...objects, ...delivery.retained];
  const { heldUp } = delivery;
  const registrations = readRegistrations(
    live.flatMap((object) => (heldUp.has(object.key) ? (heldUp.get(object.key) ?? []) : object)),
  );
  const clusters = readClusters(live, registrations, createLabeller(delivery, beside));
  const match = createMatcher([...clusters.values()]);
  const installs = new Map<string, FleetInstall>();
  const configs = new Map<string, FleetAddonConfig>();
  for (const object of objects) {
    const spec = readAddonInstall(object.manifest);
    if (spec) installs.set(object.key, { spec, object, matches: match(spec, object) });
    const config = readFleetConfig(object, clusters);
    if (config) configs.set(object.key, config);
  }
  const releases = objects.flatMap(({ manifest }) => readAddonRelease(manifest) ?? []);
  const applicationsOn = groupBy(delivery.applications.values(), ({ destination }) => destination.key);
  return { delivery, clusters, registrations, installs, configs, releases, applicationsOn };
}

/** The key of the cluster that a Cluster object declares, and that registrations of it lead to. */
export function clusterKeyOf(object: DeliveredObject, name: string): string {
  return `${object.destination.key}/${object.ref.namespace}/${name}`;
}

function readRegistrations(objects: readonly DeliveredObject[]): FleetRegistration[] {
  return objects.flatMap((object) => {
    const registration = readRegistration(object.manifest, object.ref.namespace);
    if (!registration) return [];
    const { target } = registration;
    return [
      { registration, object, clusterKey: target.name === "" ? "" : clusterKeyOf(object, target.name) },
    ];
  });
}

function readClusters(
  objects: readonly DeliveredObject[],
  registrations: readonly FleetRegistration[],
  labelOf: (key: string) => string,
): Map<string, FleetCluster> {
  const given = new Map(registrations.map((r) => [r.clusterKey, r.registration.labels]));
  const clusters = new Map<string, FleetCluster>();
  for (const object of objects) {
    const spec = readAnyCluster(object.manifest, object.ref.namespace);
    if (!spec) continue;
    const key = clusterKeyOf(object, spec.name);
    // A TanzuKubernetesCluster that is being converted has a Cluster of the same name, which then is the cluster.
    if (clusters.has(key) && spec.kind === "TanzuKubernetesCluster") continue;
    const labels = new Map([...(given.get(key) ?? []), ...spec.labels]);
    const supervisor = object.destination.key;
    clusters.set(key, { key, label: labelOf(key), supervisor, spec, object, labels });
  }
  return clusters;
}
