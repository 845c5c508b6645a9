// A cluster before and after → what differs outside version, class, machines and sizes.

import { get, sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import { diffFields, diffMaps, fieldChange } from "../objects/fields.ts";
import { unpauses } from "../sync-effects/reconcile-hold.ts";
import type { ClusterFacts } from "./cluster-facts.ts";
import { everything, type Reach, templateRollout } from "./rollout.ts";
import { OS_IMAGE } from "./topology-settings.ts";

/** One reconfigure for labels, annotations, network, pause and the other fields of the spec. */
export function compareRest(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const fields = [
    ...diffMaps(base.labels, head.labels, ["metadata", "labels"]),
    ...diffMaps(base.annotations, head.annotations, ["metadata", "annotations"]),
    ...diffFields(networkOf(base), networkOf(head), ["spec", "clusterNetwork"]),
    ...(base.paused === head.paused ? [] : [fieldChange(["spec", "paused"], base.paused, head.paused)]),
    ...diffFields(base.settings, head.settings, ["spec"]),
  ];
  if (fields.length === 0) return [];
  const rolling = templateRollout(effective, reachOf(base, head, effective));
  return [
    {
      operation: "reconfigure",
      fields,
      at: ["metadata", "labels"],
      ...rolling,
      ...(rolling.rollout ? { evidence: "unknown" as const } : {}),
    },
  ];
}

/**
 * What may roll although nothing says so for certain: everything where a pause ends, the OS image named for the whole
 * cluster, the port of the API server, and the settings of a TanzuKubernetesCluster (proxy, trust and the like are part
 * of each node).
 */
function reachOf(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): Reach {
  const differs = (path: readonly string[]) => !sameJson(get(base.settings, path), get(head.settings, path));
  const legacy =
    head.kind === "TanzuKubernetesCluster" && (differs(["settings"]) || differs(["distribution"]));
  const resumed = base.paused && unpauses(base, head);
  if (resumed || legacy || base.annotations.get(OS_IMAGE) !== head.annotations.get(OS_IMAGE))
    return everything(effective, "may-roll");
  return {
    controlPlane: differs(["clusterNetwork", "apiServerPort"]) ? "may-roll" : undefined,
    pools: new Map(),
  };
}

function networkOf({ network }: ClusterSpec): Json {
  const { pods, services, serviceDomain } = network;
  return { pods, services, ...(serviceDomain === undefined ? {} : { serviceDomain }) };
}
