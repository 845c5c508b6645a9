// Plan → the facts as short tables of two or three columns: clusters first, then all else that changes.
import { groupBy } from "../../lib/group-by.ts";
import type { Plan, PlanChange } from "../../model/plan.ts";
import { code } from "../escape.ts";
import { count, isHeld, ROLLBACK } from "../labels.ts";
import type { Links } from "../links.ts";
import { NAMED, otherTable } from "./change-rows.ts";
import { clusterTable, oneCluster, undoWords } from "./cluster-facts.ts";
import type { Environments } from "./environment.ts";

/** Tables, then whether a revert takes it back. Nothing where nothing changes. Add-ons go with a cluster that is deleted. */
export function factBlocks(plan: Plan, env: Environments, links: Links): string[] {
  if (plan.changes.length === 0) return [];
  const look = { env, links, impacts: new Map(plan.clusters.map((impact) => [impact.cluster, impact])) };
  const ofClusters = plan.changes.filter(({ layer }) => layer === "cluster");
  const gone = new Set(ofClusters.filter(isDeletion).map(({ cluster }) => cluster));
  const others = plan.changes.filter(
    ({ layer, cluster }) =>
      layer !== "cluster" && !(layer === "addon" && cluster !== undefined && gone.has(cluster)),
  );
  const byCluster = [...groupBy(ofClusters, (change) => change.cluster ?? change.object.name)];
  const [only] = byCluster;
  const single = only && byCluster.length === 1 ? look.impacts.get(only[0]) : undefined;
  return [
    ...(only && single ? [oneCluster(single, only[1], look)] : clusterTable(byCluster, look)),
    ...otherTable(others, look),
    ...(single?.rollback === plan.rollback.verdict ? [] : [undoLine(plan)]),
  ];
}

function isDeletion(change: PlanChange): boolean {
  return change.operation === "delete" && !isHeld(change);
}

/** Of the whole pull request, and of single clusters where they differ. */
function undoLine({ rollback, clusters }: Plan): string {
  const differing = clusters.filter(
    (impact) => impact.rollback !== rollback.verdict && impact.rollback !== "full",
  );
  const byWord = [...groupBy(differing, (impact) => impact.rollback)].map(([word, own]) => {
    const who =
      own.length <= NAMED
        ? own.map(({ cluster }) => code(cluster, 60)).join(", ")
        : count(own.length, "cluster");
    return `${who}: ${ROLLBACK[word]}`;
  });
  return [`**Undo:** ${undoWords(rollback.verdict, rollback.why)}`, ...byWord].join(" · ");
}
