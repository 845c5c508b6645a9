// Manifest of a ClusterClass → the templates that the machines of each part are created from. Never throws.

import { list, map, omit, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ObjectRef } from "../../model/plan.ts";

/**
 * A template of the class, and the part whose machines are made from it: "" for the control plane, else the name of
 * a class of pools.
 */
type ClassTemplate = { readonly ref: ObjectRef; readonly part: string };

export type ClassParts = {
  /** The template of the infrastructure cluster, which is no template of machines. */
  readonly infrastructure: ObjectRef | undefined;
  /** "" for the control plane, else by class of pools. */
  readonly parts: ReadonlyMap<string, JsonObject>;
  /** Affects every part: patches, variables, unknown fields. */
  readonly shared: JsonObject;
  readonly templates: readonly ClassTemplate[];
};

/** Fields of the class itself that no machine is made from; the infrastructure cluster is updated in place. */
const APART = ["availabilityGates", "infrastructure", "kubernetesVersions", "upgrade"];

/** Fields of a part that Cluster API applies without new machines, in both spellings. */
const IN_PLACE = [
  "deletion",
  "healthCheck",
  "machineHealthCheck",
  "metadata",
  "minReadySeconds",
  "naming",
  "namingStrategy",
  "nodeDeletionTimeout",
  "nodeDrainTimeout",
  "nodeVolumeDetachTimeout",
  "readinessGates",
  "rollout",
  "strategy",
  "taints",
];

/**
 * The parts of a class and what each is made from (cluster-api
 * docs/book/src/tasks/experimental-features/cluster-class/change-clusterclass.md, Effects on the Clusters;
 * api/core/v1beta1 and v1beta2, clusterclass_types.go). Undefined for objects that are no ClusterClass.
 */
export function readClassParts({ group, kind, object }: Manifest, namespace: string): ClassParts | undefined {
  if (group !== "cluster.x-k8s.io" || kind !== "ClusterClass") return undefined;
  const spec = map(object, ["spec"]) ?? {};
  const controlPlane = omit(map(spec, ["controlPlane"]), IN_PLACE);
  const pools = ["machineDeployments", "machinePools"].flatMap((field) =>
    list(spec, ["workers", field]).map((entry): [string, JsonObject] => [
      str(entry, ["class"]) ?? "",
      omit({ ...map(entry), ...map(entry, ["template"]) }, ["class", "template", ...IN_PLACE]),
    ]),
  );
  const parts = new Map([["", controlPlane] as const, ...pools.filter(([name]) => name !== "")]);
  return {
    infrastructure: referenceIn(map(spec, ["infrastructure"]), namespace),
    parts,
    shared: omit(spec, [...APART, "controlPlane", "workers"]),
    templates: [...parts].flatMap(([part, json]) =>
      PLACES.flatMap((place) => {
        const ref = referenceIn(place.length === 0 ? json : map(json, place), namespace);
        return ref ? [{ ref, part }] : [];
      }),
    ),
  };
}

/** Where a part names its templates. */
const PLACES: readonly (readonly string[])[] = [
  [],
  ["machineInfrastructure"],
  ["bootstrap"],
  ["infrastructure"],
];

function referenceIn(json: Json | undefined, namespace: string): ObjectRef | undefined {
  const reference = map(json, ["templateRef"]) ?? map(json, ["ref"]);
  const [kind, name] = [str(reference, ["kind"]), str(reference, ["name"])];
  if (kind === undefined || name === undefined) return undefined;
  const group = (str(reference, ["apiVersion"]) ?? "").split("/").slice(0, -1).join("/");
  return { group, kind, namespace: str(reference, ["namespace"]) || namespace, name };
}
