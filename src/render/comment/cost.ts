// Plan → one sentence of what it costs: machines, pods, and what is lost.
import { list } from "../../lib/english.ts";
import type { ClusterImpact, Plan, Range } from "../../model/plan.ts";
import { count, range } from "../labels.ts";
import { podsOf } from "./layer-line.ts";

/** "8 nodes are replaced one at a time, 19–23 pods move."; nothing where no cluster, add-on or pod is concerned. */
export function costSentences(plan: Plan): string[] {
  const { clusters } = plan;
  const nodes = totals(clusters);
  const parts = [
    nodes.replaced.max === 0
      ? ""
      : `${nodeText(nodes.replaced)} replaced${oneAtATime(plan) ? " one at a time" : ""}`,
    nodes.created.max === 0 ? "" : `${nodeText(nodes.created)} created`,
    nodes.removed.max === 0 ? "" : `${nodeText(nodes.removed)} removed`,
    withVerb(podsOf(clusters, "rescheduled"), "moves", "move"),
    withVerb(podsOf(clusters, "at-risk"), "is at risk", "are at risk"),
  ].filter((part) => part !== "");
  const lost = lostText(clusters);
  const sentences = [
    ...(parts.length === 0 ? [] : [`${parts.join(", ")}.`]),
    ...(lost.length === 0 ? [] : [`**Lost with it:** ${list(lost)}.`]),
  ];
  if (sentences.length > 0) return [sentences.join(" ")];
  const near = plan.changes.some(({ layer }) => layer === "cluster" || layer === "addon");
  return near && clusters.length > 0 ? ["No node is replaced."] : [];
}

function lostText(clusters: readonly ClusterImpact[]): string[] {
  const apps = clusters.flatMap(({ applications }) => applications.filter(({ effect }) => effect === "lost"));
  const addons = clusters.flatMap(({ addons }) => addons.filter(({ effect }) => effect === "lost"));
  const pods = podsOf(clusters, "lost");
  const within = pods === "" ? "" : ` with ${pods}`;
  return [
    ...(apps.length === 0 ? [] : [`${count(apps.length, "app")}${within}`]),
    ...(addons.length === 0 ? [] : [count(addons.length, "add-on")]),
  ];
}

/** One rollout of one cluster, one machine above the normal number. */
function oneAtATime({ changes, clusters }: Plan): boolean {
  const rolling = clusters.filter(({ nodes }) => nodes.replaced.max > 0);
  const rollouts = changes.filter(({ rollout }) => rollout !== undefined);
  return (
    rolling.length === 1 &&
    rollouts.length === 1 &&
    rollouts[0]?.rollout?.peakExtra === 1 &&
    (rolling[0]?.nodes.replaced.max ?? 0) > 1
  );
}

function nodeText(amount: Range): string {
  return `${range(amount)} ${amount.max === 1 ? "node is" : "nodes are"}`;
}

function withVerb(pods: string, singular: string, plural: string): string {
  return pods === "" ? "" : `${pods} ${/^1 /.test(pods) ? singular : plural}`;
}

function totals(clusters: readonly ClusterImpact[]): ClusterImpact["nodes"] {
  const sum = (kind: keyof ClusterImpact["nodes"]): Range => ({
    min: clusters.reduce((all, { nodes }) => all + nodes[kind].min, 0),
    max: clusters.reduce((all, { nodes }) => all + nodes[kind].max, 0),
  });
  return { replaced: sum("replaced"), created: sum("created"), removed: sum("removed") };
}
