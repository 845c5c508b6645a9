// Nodes of a cluster are replaced: how many, and by what.

import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import type { Change } from "../../../model/change.ts";
import type { ClusterSpec, NodePool } from "../../../model/cluster.ts";
import type { ObjectRef, Range } from "../../../model/plan.ts";
import { poolSize } from "../../compare/clusters/pool-size.ts";
import { concurrencyOf, rollsOnDelete, surgeOf, waitingPools } from "../../compare/clusters/upgrade-order.ts";
import { unpauses } from "../../compare/sync-effects/reconcile-hold.ts";
import { type ClusterChange, reachedClusters, takesEffect } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";
import { whyOf } from "./rollout-text.ts";

/** One finding for each change that rolls nodes. `several`: more than one of this cluster does. */
export const nodeRollout = defineRule({
  id: "node-rollout",
  severity: "note",
  find: ({ changes }) =>
    reachedClusters(changes).flatMap((edit) => {
      const rolling = edit.changes.filter((c) => takesEffect(c) && nodesOf(c).max > 0);
      return rolling.map((c) => ({
        subject: edit.subject,
        facts: {
          cluster: edit.cluster,
          reason: reasonOf(c),
          where: c.what ?? "",
          controlPlane: rangeText(c.rollout?.controlPlane),
          workers: rangeText(c.rollout?.workers),
          certain: nodesOf(c).min > 0,
          peak: c.rollout?.peakExtra ?? 0,
          together: concurrencyOf(edit.head),
          waiting: c.operation === "upgrade" ? [...waitingPools(edit.head)] : [],
          byHand: reached(edit.head, c).filter(rollsOnDelete).map(poolName),
          sooner: reached(edit.head, c).filter(leavesFirst).map(poolName),
          version: c.operation === "upgrade" || c.operation === "downgrade",
          several: rolling.length > 1,
          ...(isResumption(edit, c) ? { resumed: true as const } : {}),
        },
        source: c.source,
        evidence: c.evidence,
      }));
    }),
  text: ({ facts }) => ({
    message: `${facts.reason} ${facts.certain ? "replaces" : "may replace"} ${partsText(facts)} of \`${facts.cluster}\``,
    why: whyOf(facts),
  }),
});

/** Pools of the cluster that the change rolls. */
function reached({ pools }: ClusterSpec, { rolls }: Change): NodePool[] {
  return pools.filter((pool) => rolls?.pools.has(pool.name));
}

/** The change that ends a pause, not one that replaces nodes for another reason. */
function isResumption({ base, head }: ClusterChange, { evidence, fields }: Change): boolean {
  const ends = fields.some(({ path }) => /(?:^spec|[/"])\.?paused|controlPlane\.replicas$/.test(path));
  return ends && evidence === "unknown" && base !== undefined && unpauses(base, head);
}

function leavesFirst(pool: NodePool): boolean {
  return surgeOf(pool) === 0 && !rollsOnDelete(pool) && poolSize(pool).max > 0;
}

function poolName({ name }: NodePool): string {
  return name;
}

function nodesOf({ rollout }: Change): Range {
  const [one, other] = [rollout?.controlPlane, rollout?.workers];
  return { min: (one?.min ?? 0) + (other?.min ?? 0), max: (one?.max ?? 0) + (other?.max ?? 0) };
}

/** "" for none, "3", "1 to 3". */
function rangeText({ min, max }: Range = { min: 0, max: 0 }): string {
  if (max === 0) return "";
  return min === max ? String(max) : `${min} to ${max}`;
}

function partsText({ controlPlane, workers }: { controlPlane: string; workers: string }): string {
  return [
    ...(controlPlane === ""
      ? []
      : [`${controlPlane} control-plane ${controlPlane === "1" ? "node" : "nodes"}`]),
    ...(workers === "" ? [] : [`${workers} worker ${workers === "1" ? "node" : "nodes"}`]),
  ].join(" and ");
}

/** What in the declaration makes the nodes roll, as the subject of a sentence. */
function reasonOf(change: Change): string {
  const { operation, from, to, what, fields, through } = change;
  if (through) return `A change of ${throughText(through)}`;
  if (operation === "rebase") return `The ClusterClass (\`${from}\` → \`${to}\`)`;
  if (operation === "upgrade" || operation === "downgrade") return `The version (\`${from}\` → \`${to}\`)`;
  const names = [...new Set(fields.map(({ path }) => shortName(path)))];
  return `A change of ${andMore(names.map(code), 3)}${what === undefined ? "" : ` (\`${what}\`)`}`;
}

/** "`ClusterClass generic`, which the cluster is made from". */
function throughText(objects: readonly ObjectRef[]): string {
  return `${andMore(
    objects.map(({ kind, name }) => code(`${kind} ${name}`)),
    3,
  )}, which the cluster is made from,`;
}

/** The variable's name where the path leads into one, else its last step: a quoted key is one step. */
function shortName(path: string): string {
  const variable = /(?:variables|overrides)\[([^\]]*)\]/.exec(path)?.[1];
  const quoted = /\["([^"]*)"\]$/.exec(path)?.[1];
  return variable ?? quoted ?? path.split(".").at(-1) ?? path;
}
