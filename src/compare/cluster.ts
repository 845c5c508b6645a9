// A cluster before and after → its changes: version, class, size, machines, and the rest.

import { objectKey } from "../deliver/objects.ts";
import type { ChangeFact } from "../model/change.ts";
import type { ClusterSpec } from "../model/cluster.ts";
import type { FleetCluster } from "../model/fleet.ts";
import type { FieldPath, Json } from "../model/json.ts";
import { readAnyCluster } from "../resources/any-cluster.ts";
import { get, omit, strings } from "../resources/json.ts";
import { admission } from "./admission.ts";
import { type Facts, toChange } from "./change.ts";
import { type Effect, objectRemoval, type Sides, stronger } from "./fate.ts";
import { diffFields, fieldChange } from "./fields.ts";
import type { Pair } from "./pairs.ts";
import { comparePools } from "./pools.ts";
import { standingCluster, templateRollout, versionRollout } from "./rollout.ts";
import { compareVariables } from "./variables.ts";
import { compareVersions } from "./version.ts";

/** What one part of the comparison found, before it is known whether the object is accepted. */
export type ClusterFacts = Omit<Facts, "effect" | "cluster">;

/**
 * The changes of a Cluster or TanzuKubernetesCluster. `effect` is what its Application does; what admission says about
 * the object outweighs it, for every field of the object.
 */
export function compareCluster(pair: Pair, sides: Sides, effect: Effect): ChangeFact[] {
  const before = specOf(pair.base);
  const after = specOf(pair.head);
  const cluster = fleetCluster(pair, sides);
  if (!after) {
    const removal = objectRemoval(pair.base as NonNullable<Pair["base"]>, sides);
    return [
      toChange("cluster", pair, sides, {
        operation: removal.operation,
        effect: removal,
        cluster,
        from: before?.version ?? "",
        // An orphan keeps running as it is.
        ...(removal.operation === "orphan" ? { to: before?.version ?? "" } : {}),
      }),
    ];
  }
  const full = stronger(admission(before, after, plansUpgrades(after, pair, sides)) ?? effect, effect);
  if (!before)
    return [
      toChange("cluster", pair, sides, { operation: "create", effect: full, cluster, to: after.version }),
    ];
  return clusterFacts(before, after, pair).map((facts) =>
    toChange("cluster", pair, sides, { ...settled(facts, full), effect: full, cluster }),
  );
}

/** Nothing rolls in a cluster whose change the API refuses, or that does not take it up. */
function settled(facts: ClusterFacts, effect: Effect): ClusterFacts {
  if (effect.applies !== "refused") return facts;
  const { rollout: _, ...rest } = facts;
  return rest;
}

function clusterFacts(before: ClusterSpec, after: ClusterSpec, pair: Pair): ClusterFacts[] {
  const standing = standingCluster(before, after);
  const found = [
    ...versionFacts(before, after, standing),
    ...classFacts(before, after, standing),
    ...controlPlaneFacts(before, after, standing),
    ...comparePools(before, after, standing),
    ...compareVariables(before, standing),
    ...restFacts(before, after),
  ];
  // Whatever no part speaks about is still named: an object that differs has a change.
  if (found.length > 0) return found;
  const fields = diffFields(...unspoken(pair));
  return fields.length > 0 ? [{ operation: "reconfigure", fields }] : [];
}

function versionFacts(before: ClusterSpec, after: ClusterSpec, standing: ClusterSpec): ClusterFacts[] {
  if (before.version === after.version) return [];
  const fields = [fieldChange(after.versionPath, before.version, after.version)];
  const facts = { fields, at: after.versionPath, from: before.version, to: after.version };
  const move = compareVersions(before.version, after.version);
  if (move.kind === "respelled") return [{ operation: "reconfigure", ...facts }];
  const rollout = versionRollout(standing);
  if (move.kind === "unknown") return [{ operation: "reconfigure", ...facts, rollout, evidence: "unknown" }];
  return [{ operation: move.kind, ...facts, ...(move.hop ? { hop: move.hop } : {}), rollout }];
}

function classFacts(before: ClusterSpec, after: ClusterSpec, standing: ClusterSpec): ClusterFacts[] {
  const name = (spec: ClusterSpec) => (spec.class ? `${spec.class.namespace}/${spec.class.name}` : "");
  if (name(before) === name(after)) return [];
  const fields = [fieldChange(after.classPath, name(before), name(after))];
  const rollout = templateRollout(standing, { controlPlane: true, pools: standing.pools });
  return [
    {
      operation: "rebase",
      fields,
      at: after.classPath,
      from: before.class?.name ?? "",
      to: after.class?.name ?? "",
      rollout,
    },
  ];
}

function controlPlaneFacts(before: ClusterSpec, after: ClusterSpec, standing: ClusterSpec): ClusterFacts[] {
  const [one, other] = [before.controlPlane, after.controlPlane];
  const facts: ClusterFacts[] = [];
  if (one.replicas !== other.replicas) {
    const path = [...other.path, "replicas"];
    const fields = [fieldChange(path, one.replicas, other.replicas)];
    facts.push({
      operation: "scale",
      what: "control-plane",
      fields,
      at: path,
      from: String(one.replicas ?? 1),
      to: String(other.replicas ?? 1),
    });
  }
  const metadata = [...diffMaps(one.labels, other.labels, [...other.path, "metadata", "labels"])];
  const annotations = diffMaps(one.annotations, other.annotations, [
    ...other.path,
    "metadata",
    "annotations",
  ]);
  const settings = diffFields(one.settings, other.settings, other.path);
  const fields = [...metadata, ...annotations, ...settings];
  if (fields.length === 0) return facts;
  const rolls = annotations.some((f) => f.path.includes(OS_IMAGE));
  const rollout = rolls ? { rollout: templateRollout(standing, { controlPlane: true, pools: [] }) } : {};
  return [...facts, { operation: "reconfigure", what: "control-plane", fields, at: other.path, ...rollout }];
}

/** Another OS image is another machine template. */
export const OS_IMAGE = "run.tanzu.vmware.com/resolve-os-image";

function restFacts(before: ClusterSpec, after: ClusterSpec): ClusterFacts[] {
  const fields = [
    ...diffMaps(before.labels, after.labels, ["metadata", "labels"]),
    ...diffMaps(before.annotations, after.annotations, ["metadata", "annotations"]),
    ...diffFields(networkOf(before), networkOf(after), ["spec", "clusterNetwork"]),
    ...(before.paused === after.paused ? [] : [fieldChange(["spec", "paused"], before.paused, after.paused)]),
    ...diffFields(before.settings, after.settings, ["spec"]),
  ];
  return fields.length > 0 ? [{ operation: "reconfigure", fields, at: ["metadata", "labels"] }] : [];
}

function networkOf({ network }: ClusterSpec): Json {
  const { pods, services, serviceDomain } = network;
  return { pods, services, ...(serviceDomain === undefined ? {} : { serviceDomain }) };
}

export function diffMaps(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  path: FieldPath,
) {
  return diffFields(Object.fromEntries(before), Object.fromEntries(after), path);
}

/**
 * Both objects as far as the parts may have missed something. Between two API versions the same spec is spelled
 * otherwise, so there only what lies outside it counts.
 */
function unspoken({ base, head }: Pair): [Json, Json] {
  const [one, other] = [base?.manifest.object ?? {}, head?.manifest.object ?? {}];
  const apart = base?.manifest.version === head?.manifest.version ? ["apiVersion"] : ["apiVersion", "spec"];
  return [omit(one, apart), omit(other, apart)];
}

function specOf(object: Pair["base"]): ClusterSpec | undefined {
  return object && readAnyCluster(object.manifest, object.ref.namespace);
}

/** The cluster that a Cluster object is, as the head has it, or else the base. */
export function fleetCluster(
  { base, head }: Pair,
  { base: before, head: after }: Sides,
): FleetCluster | undefined {
  const key = (object: NonNullable<Pair["base"]>) =>
    `${object.destination.key}/${object.ref.namespace}/${object.ref.name}`;
  return (head && after.clusters.get(key(head))) ?? (base && before.clusters.get(key(base)));
}

/** Whether the ClusterClass, if Git declares it, chains upgrades over several minors (Cluster API 1.12 and later). */
export function plansUpgrades(spec: ClusterSpec, pair: Pair, { head }: Sides): boolean {
  if (!spec.class || !pair.head) return false;
  const ref = { group: "cluster.x-k8s.io", kind: "ClusterClass", ...spec.class };
  const declared = head.delivery.objects.get(objectKey(pair.head.destination.key, ref))?.[0]?.manifest.object;
  return (
    strings(declared, ["spec", "kubernetesVersions"]).length > 0 ||
    get(declared, ["spec", "upgrade", "external", "generateUpgradePlanExtension"]) !== undefined
  );
}
