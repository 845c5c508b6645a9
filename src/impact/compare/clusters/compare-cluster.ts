// A cluster before and after → its changes: version, class, size, machines, and the rest.

import { omit } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { readAnyCluster } from "../../../manifests/vks/any-cluster.ts";
import type { ClusterClass } from "../../../manifests/vks/cluster-class.ts";
import type { Change } from "../../../model/change.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import { toChange } from "../objects/change.ts";
import { diffFields, fieldChange } from "../objects/fields.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { isRecreated } from "../sync-effects/recreated.ts";
import { admission } from "./admission.ts";
import { type ClusterFacts, classOf, fleetCluster } from "./cluster-facts.ts";
import { ifStillRefused, mayRoll, revertedToLive } from "./cluster-from-history.ts";
import { clusterOutcome, retiredCluster } from "./cluster-retirement.ts";
import { compareRest } from "./cluster-settings.ts";
import { compareControlPlane } from "./control-plane.ts";
import { effectiveCluster } from "./pool-size.ts";
import { comparePools } from "./pools.ts";
import { everything, templateRollout, versionRollout } from "./rollout.ts";
import { compareVariables } from "./variables.ts";
import { compareVersions } from "./version.ts";

/**
 * The changes of a Cluster or TanzuKubernetesCluster. `effect` is what its Application does; what admission says about
 * the object outweighs it, for every field of the object.
 */
export function compareCluster(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const base = specOf(pair.base);
  const head = specOf(pair.head);
  const cluster = fleetCluster(pair, sides);
  if (!head) {
    const removal = clusterOutcome(pair.base as NonNullable<ObjectPair["base"]>, sides);
    return [
      toChange("cluster", pair, sides, {
        ...(removal.cause === "retired" ? { evidence: "unknown" as const } : {}),
        operation: removal.operation,
        effect: removal,
        cluster,
        from: base?.version ?? "",
        // An orphan keeps running as it is.
        ...(removal.operation === "orphan" ? { to: base?.version ?? "" } : {}),
      }),
    ];
  }
  const klass = classOf(head, pair, sides);
  if (base && pair.head && isRecreated(pair.head, sides.head.delivery))
    return recreation(base, head, { pair, sides, effect, klass });
  const verdict = admission(base, head, klass) ?? effect;
  const full = mostRestrictive(verdict, effect);
  if (!base) {
    const isThere = pair.head && retiredCluster(pair.head, sides);
    const facts = isThere
      ? ({ operation: "adopt", evidence: "unknown" } as const)
      : ({ operation: "create" } as const);
    return [toChange("cluster", pair, sides, { ...facts, effect: full, cluster, to: head.version })];
  }
  const asOf = pair.base?.asOf;
  const found = clusterFacts(base, head, pair);
  return (found.length > 0 ? found : revertedToLive(head, pair)).map((facts) => {
    const own = verdict.applies === "blocked" && isMetadata(facts) ? effect : full;
    const rolling = mayRoll(withoutRefusedRollout(facts, own), asOf);
    return toChange("cluster", pair, sides, { ...rolling, effect: ifStillRefused(own, asOf), cluster });
  });
}

type Sync = {
  readonly pair: ObjectPair;
  readonly sides: FleetPair;
  readonly effect: SyncEffect;
  readonly klass: ClusterClass | undefined;
};

/** As the two it is for the API: nothing compares the new object with the one that goes. */
function recreation(base: ClusterSpec, head: ClusterSpec, { pair, sides, effect, klass }: Sync): Change[] {
  const cluster = fleetCluster(pair, sides);
  const fields = clusterFacts(base, head, pair).flatMap((facts) => facts.fields ?? []);
  const because = "its sync options replace it by force: it is deleted, and created anew";
  const removal = { ...effect, because: effect.because ?? because };
  const creation = mostRestrictive(admission(undefined, head, klass) ?? effect, effect);
  const shared = { cluster, at: ["metadata", "annotations"] } as const;
  return [
    toChange("cluster", pair, sides, {
      operation: "delete",
      effect: removal,
      from: base.version,
      ...shared,
    }),
    toChange("cluster", pair, sides, {
      operation: "create",
      effect: creation,
      to: head.version,
      fields,
      ...shared,
    }),
  ];
}

/** The object's labels and annotations are taken though nothing is done with its topology. */
function isMetadata({ fields = [] }: ClusterFacts): boolean {
  return fields.length > 0 && fields.every(({ path }) => path.startsWith("metadata."));
}

/** Nothing rolls in a cluster whose change the API refuses, or that does not take it up. */
function withoutRefusedRollout(facts: ClusterFacts, effect: SyncEffect): ClusterFacts {
  if (effect.applies !== "refused") return facts;
  const { rollout: _, rolls: __, ...rest } = facts;
  return rest;
}

function clusterFacts(base: ClusterSpec, head: ClusterSpec, pair: ObjectPair): ClusterFacts[] {
  const effective = effectiveCluster(base, head);
  const found = [
    ...versionFacts(base, head, effective),
    ...classFacts(base, head, effective),
    ...compareControlPlane(base, head, effective),
    ...comparePools(base, head, effective),
    ...compareVariables(base, effective),
    ...compareRest(base, head, effective),
  ];
  // Whatever no part speaks about is still named: an object that differs has a change.
  if (found.length > 0) return found;
  const fields = diffFields(...unspoken(pair));
  return fields.length > 0 ? [{ operation: "reconfigure", fields }] : [];
}

function versionFacts(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  if (base.version === head.version) return [];
  const fields = [fieldChange(head.versionPath, base.version, head.version)];
  const facts = { fields, at: head.versionPath, from: base.version, to: head.version };
  const move = compareVersions(base.version, head.version);
  if (move.kind === "respelled") return [{ operation: "reconfigure", ...facts }];
  const rolling = versionRollout(effective);
  if (move.kind === "unknown")
    return [{ operation: "reconfigure", ...facts, ...rolling, evidence: "unknown" }];
  return [{ operation: move.kind, ...facts, ...(move.hop ? { hop: move.hop } : {}), ...rolling }];
}

function classFacts(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const name = (spec: ClusterSpec) => (spec.class ? `${spec.class.namespace}/${spec.class.name}` : "");
  if (name(base) === name(head)) return [];
  const fields = [fieldChange(head.classPath, name(base), name(head))];
  return [
    {
      operation: "rebase",
      fields,
      at: head.classPath,
      from: base.class?.name ?? "",
      to: head.class?.name ?? "",
      ...templateRollout(effective, everything(effective)),
    },
  ];
}

/**
 * Both objects as far as the parts may have missed something. Between two API versions the same spec is spelled
 * otherwise, so there only what lies outside it counts.
 */
function unspoken({ base, head }: ObjectPair): [Json, Json] {
  const [one, other] = [base?.manifest.object ?? {}, head?.manifest.object ?? {}];
  const apart = base?.manifest.version === head?.manifest.version ? ["apiVersion"] : ["apiVersion", "spec"];
  return [omit(one, apart), omit(other, apart)];
}

function specOf(object: ObjectPair["base"]): ClusterSpec | undefined {
  return object && readAnyCluster(object.manifest, object.ref.namespace);
}
