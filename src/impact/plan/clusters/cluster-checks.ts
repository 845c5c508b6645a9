// A cluster and its changes → checks of it that Git alone can answer, each passed or failed.

import { parseVkr, sameRelease } from "../../../manifests/vks/vkr.ts";
import type { Change } from "../../../model/change.ts";
import type { Catalogue } from "../../../model/context.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { ClusterImpact } from "../../../model/plan.ts";
import type { Vkr } from "../../../model/vkr.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { blockersIn } from "../../facts/disruption-budgets.ts";
import type { Drain } from "../../facts/node-drains.ts";
import type { ApiUse } from "../../facts/served-apis.ts";
import type { Touched } from "./touched-cluster.ts";

type ClusterCheck = ClusterImpact["checks"][number];

const SAFE_HOPS: readonly (string | undefined)[] = ["build", "patch", "minor"];

/**
 * The checks by id. `hop`: an upgrade by at most one minor. `fips-kept`: the same FIPS flavour. `in-catalogue`: the
 * configuration lists the release; absent where it lists none. `registered`: Git still registers the cluster with Argo CD.
 * `drain`: no PodDisruptionBudget blocks the drain of a node. `apis`: the new release serves the API versions of all objects.
 */
export function clusterChecks(cluster: Touched, catalog: Catalogue, runs: Runs): ClusterCheck[] {
  const own = cluster.changes.filter((c) => c.layer === "cluster");
  const version = own.find((c) => c.operation === "upgrade" || c.operation === "downgrade");
  const checks: ClusterCheck[] = [];
  if (version) {
    const ok = version.operation === "upgrade" && SAFE_HOPS.includes(version.hop);
    checks.push({ id: "hop", ok, evidence: version.evidence });
  }
  const [base, head] = [cluster.base?.spec.vkr, cluster.head?.spec.vkr];
  if (version && base && head) {
    checks.push({ id: "fips-kept", ok: base.fips === head.fips, evidence: "git" });
  }
  if (version && head && catalog.releases.size > 0) {
    checks.push({ id: "in-catalogue", ok: isListed(catalog, head), evidence: "catalog" });
  }
  const { registered } = cluster;
  if (cluster.head && own.length > 0 && (registered.base || registered.head)) {
    checks.push({ id: "registered", ok: registered.head, evidence: "git" });
  }
  return [...checks, ...runningChecks(cluster, runs, own.some(isUpgrade))];
}

function isUpgrade(change: Change): boolean {
  return change.operation === "upgrade" && takesEffect(change);
}

/** What runs on the cluster and is affected by this merge. */
export type Runs = {
  readonly drain: Drain | undefined;
  readonly uses: readonly ApiUse[];
  readonly head: Fleet;
};

/** Only failed checks where an Application of the cluster was not evaluated: no check passes without it. */
function runningChecks({ key }: Touched, { drain, uses, head }: Runs, upgraded: boolean): ClusterCheck[] {
  const applications = head.applicationsOn.get(key) ?? [];
  const known = applications.every(({ sources }) => sources?.every(({ state }) => state === "generated"));
  const checks: ClusterCheck[] = [];
  if (drain && drain.evicted.length > 0) {
    checks.push({
      id: "drain",
      ok: blockersIn(drain.objects, drain.evicted).length === 0,
      evidence: drain.rules.length > 0 ? "unknown" : "git",
    });
  }
  if (upgraded && applications.some(({ objects }) => objects.length > 0)) {
    checks.push({ id: "apis", ok: uses.every(({ gone }) => !gone), evidence: "catalog" });
  }
  return checks.filter(({ ok }) => !ok || known);
}

function isListed({ releases }: Catalogue, vkr: Vkr): boolean {
  return [...releases.keys()].some((name) => {
    const listed = parseVkr(name);
    return listed !== undefined && sameRelease(listed, vkr);
  });
}
