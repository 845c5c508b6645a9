// A cluster and its changes → the facts about it that can be told from Git alone, each true or false.
import type { Catalogue } from "../model/context.ts";
import type { ClusterImpact } from "../model/plan.ts";
import type { Vkr } from "../model/vkr.ts";
import { parseVkr, sameRelease } from "../resources/vkr.ts";
import type { Touched } from "./impact.ts";

type Check = ClusterImpact["checks"][number];

const SAFE_HOPS: readonly (string | undefined)[] = ["build", "patch", "minor"];

/**
 * `hop`: one minor at the most, and upwards. `fips-kept`: same flavour. `registered`: Argo CD still knows it.
 * `in-catalogue`: the configuration lists the release; only where it lists any.
 */
export function clusterChecks(cluster: Touched, catalog: Catalogue): Check[] {
  const own = cluster.changes.filter((c) => c.layer === "cluster");
  const version = own.find((c) => c.operation === "upgrade" || c.operation === "downgrade");
  const checks: Check[] = [];
  if (version) {
    const ok = version.operation === "upgrade" && SAFE_HOPS.includes(version.hop);
    checks.push({ id: "hop", ok, evidence: version.evidence });
  }
  const [before, after] = [cluster.base?.spec.vkr, cluster.head?.spec.vkr];
  if (version && before && after) {
    checks.push({ id: "fips-kept", ok: before.fips === after.fips, evidence: "git" });
  }
  if (version && after && catalog.releases.size > 0) {
    checks.push({ id: "in-catalogue", ok: isListed(catalog, after), evidence: "catalog" });
  }
  const { registered } = cluster;
  if (cluster.head && own.length > 0 && (registered.base || registered.head)) {
    checks.push({ id: "registered", ok: registered.head, evidence: "git" });
  }
  return checks;
}

function isListed({ releases }: Catalogue, vkr: Vkr): boolean {
  return [...releases.keys()].some((name) => {
    const listed = parseVkr(name);
    return listed !== undefined && sameRelease(listed, vkr);
  });
}
