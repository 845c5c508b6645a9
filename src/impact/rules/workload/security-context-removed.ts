// Pods that Pod Security rejects from this merge on.

import { code } from "../../../lib/code-span.ts";
import { groupBy } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import { type SecurityLevel, securityViolations } from "../../../manifests/kubernetes/pod-security.ts";
import { readWorkload, type Workload } from "../../../manifests/kubernetes/workload.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { Evidence } from "../../../model/plan.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { clusterVersions, type MinorOf } from "../../facts/cluster-versions.ts";
import { nameList, nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { securityLevels } from "./pod-security-levels.ts";

type SecurityFacts = {
  readonly cluster: string;
  readonly namespace: string;
  readonly level: SecurityLevel;
  readonly workloads: readonly string[];
  readonly checks: readonly string[];
  readonly because: Rejected["because"];
  /** The strictest level that admits the pods. */
  readonly fits: SecurityLevel;
};

/** "level": the namespace or the cluster enforces more than before; "new" and "changed" are about the workload. */
type Rejected = {
  readonly object: DeliveredObject;
  readonly workload: Workload;
  readonly level: SecurityLevel;
  readonly evidence: Evidence;
  readonly checks: readonly string[];
  readonly because: "new" | "changed" | "level";
};

/** One finding for each workload that is new or changed, and one for each namespace whose level rises. */
export const securityContextRemoved = defineRule<SecurityFacts>({
  id: "security-context-removed",
  severity: "caution",
  find: (input) => {
    const minorOf = clusterVersions(input);
    const stuck = new Set(input.changes.filter((c) => !takesEffect(c)).map((c) => c.key));
    return [...new Set(input.changes.map((c) => c.clusterKey ?? ""))].flatMap((key) =>
      [
        ...grouped(rejectedOn(key, input, minorOf).filter(({ object }) => !stuck.has(object.key))).values(),
      ].map((group) => toFound(key, group, input)),
    );
  },
  text: ({ facts: { cluster, namespace, level, workloads, checks, because, fits } }) => ({
    message: `${nameList(workloads)} ${because === "level" ? "will get" : "gets"} no pods in namespace \`${namespace}\` of \`${cluster}\`, which enforces \`${level}\`: ${checks.map(code).join(", ")}`,
    why: WHY[because],
    do: `Set what the level asks for, or label the namespace \`pod-security.kubernetes.io/enforce: ${fits}\` on purpose.`,
  }),
});

const WHY: Record<Rejected["because"], string> = {
  new: "The API takes the workload and refuses each of its pods, so nothing starts; only its events say why.",
  changed:
    "The API takes the workload and refuses its new pods, so the rollout stands still, and a pod that has to move does not come back.",
  level:
    "Pods that run are left alone. The next time one has to start, after a drain for instance, it is refused, and nothing takes its place.",
};

function rejectedOn(key: string, input: Comparison, minorOf: MinorOf): Rejected[] {
  const { cluster, before, after } = minorOf(key);
  if (!cluster) return [];
  const [old, now] = [input.base.applicationsOn.get(key) ?? [], input.head.applicationsOn.get(key) ?? []];
  const levelNow = securityLevels(cluster, after, now);
  const clusterThen = input.base.clusters.get(key);
  const levelThen = clusterThen && securityLevels(clusterThen, before, old);
  const earlier = new Map(old.flatMap(({ objects }) => objects).map((object) => [object.key, object]));
  return now
    .flatMap(({ objects }) => objects)
    .flatMap((object): Rejected[] => {
      const workload = readWorkload(object.manifest);
      if (!workload) return [];
      const { level, evidence } = levelNow(object.ref.namespace);
      const earlierObject = earlier.get(object.key);
      const then = earlierObject && levelThen ? levelThen(object.ref.namespace).level : undefined;
      const same =
        earlierObject !== undefined && sameJson(earlierObject.manifest.object, object.manifest.object);
      if (level === "privileged" || (same && then === level && before === after)) return [];
      const checks = securityViolations(workload.podTemplate, level, after ?? 0);
      if (checks.length === 0 || (earlierObject && then && rejects(earlierObject, then, before ?? 0)))
        return [];
      return [
        {
          object,
          workload,
          level,
          evidence,
          checks,
          because: !earlierObject ? "new" : same ? "level" : "changed",
        },
      ];
    });
}

function rejects({ manifest }: DeliveredObject, level: SecurityLevel, minor: number): boolean {
  const workload = readWorkload(manifest);
  return workload !== undefined && securityViolations(workload.podTemplate, level, minor).length > 0;
}

function grouped(rejected: readonly Rejected[]): Map<string, Rejected[]> {
  return groupBy(rejected, ({ because, object }) =>
    because === "level" ? object.ref.namespace : object.key,
  );
}

function toFound(key: string, group: readonly Rejected[], { head }: Comparison): RuleMatch<SecurityFacts> {
  const first = group[0] as Rejected;
  const { object, workload, level, evidence, because } = first;
  const { ref } = object;
  const subject = because === "level" ? `Namespace ${ref.namespace}` : subjectOf(ref);
  const facts: SecurityFacts = {
    cluster: head.clusters.get(key)?.label ?? object.destination.label,
    namespace: ref.namespace,
    level,
    workloads: group.map((one) => nameOf(one.object.ref)),
    checks: [...new Set(group.flatMap((one) => one.checks))],
    because,
    fits: group.some((one) => securityViolations(one.workload.podTemplate, "baseline", 0).length > 0)
      ? "privileged"
      : "baseline",
  };
  return {
    subject,
    facts,
    source: sourceOf({ key: object.key, head: object }, [...workload.path, "spec"]),
    evidence,
  };
}
