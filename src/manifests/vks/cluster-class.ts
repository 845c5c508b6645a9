// Manifest → ClusterClass, as far as it decides which Clusters the API accepts. Never throws.

import { bool, get, list, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";

type ClassVariable = { readonly required: boolean; readonly schema: Json | undefined };

export type ClusterClass = {
  readonly name: string;
  /** The Kubernetes versions it lists; empty where it lists none. */
  readonly versions: readonly string[];
  /** An extension generates upgrade plans. */
  readonly plansUpgrades: boolean;
  /** By name; undefined where an extension adds some that Git does not show. */
  readonly variables: ReadonlyMap<string, ClassVariable> | undefined;
  /** Names of the classes of pools. */
  readonly pools: ReadonlySet<string>;
};

/** A ClusterClass of cluster.x-k8s.io (api/core/v1beta1 and v1beta2, clusterclass_types.go); undefined for others. */
export function readClusterClass({ group, kind, name, object }: Manifest): ClusterClass | undefined {
  if (group !== "cluster.x-k8s.io" || kind !== "ClusterClass") return undefined;
  const pools = ["machineDeployments", "machinePools"].flatMap((field) =>
    list(object, ["spec", "workers", field]),
  );
  return {
    name,
    versions: strings(object, ["spec", "kubernetesVersions"]),
    plansUpgrades: get(object, ["spec", "upgrade", "external", "generateUpgradePlanExtension"]) !== undefined,
    variables: discovers(object) ? undefined : variablesOf(object),
    pools: new Set(pools.flatMap((entry) => str(entry, ["class"]) ?? [])),
  };
}

/** Whether Cluster API upgrades its clusters over several minors by itself (1.12 and later). */
export function chainsUpgrades(klass: ClusterClass | undefined): boolean {
  return klass !== undefined && (klass.plansUpgrades || klass.versions.length > 0);
}

function variablesOf(object: Json): Map<string, ClassVariable> {
  return new Map(
    list(object, ["spec", "variables"]).flatMap((entry): [string, ClassVariable][] => {
      const name = str(entry, ["name"]);
      const schema = get(entry, ["schema", "openAPIV3Schema"]);
      return name === undefined ? [] : [[name, { required: bool(entry, ["required"]) === true, schema }]];
    }),
  );
}

/** An external patch may define variables of its own (discoverVariablesExtension). */
function discovers(object: Json): boolean {
  return list(object, ["spec", "patches"]).some((patch) => get(patch, ["external"]) !== undefined);
}
