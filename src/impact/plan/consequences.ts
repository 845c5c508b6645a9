// Findings → which of them follow from another one, and go away with it. Only a stop or a caution is a cause.
import type { Finding, PlanChange } from "../../model/plan.ts";

type Causes = {
  readonly deleted: ReadonlyMap<string, Finding>;
  readonly moved: ReadonlyMap<string, Finding>;
};
type Follows = (
  finding: Finding,
  causes: Causes,
  lost: ReadonlyMap<string, readonly string[]>,
) => Finding | undefined;

/** A finding of these rules may be a consequence. A stop never is: somebody has to decide on it by itself. */
const CONSEQUENCES: Readonly<Record<string, Follows>> = {
  "dangling-secret-ref": ({ facts: { maker } }, { deleted }) =>
    typeof maker === "string" ? deleted.get(maker.replace(/^Cluster /, "")) : undefined,
  "addon-config-orphaned": ({ facts: { why, cluster } }, { deleted }) =>
    why === "cluster" && typeof cluster === "string" ? deleted.get(cluster) : undefined,
  "addon-uninstalled": ({ facts: { clusters } }, { deleted }) =>
    Array.isArray(clusters) ? ofAll(clusters, deleted) : undefined,
  "addon-selects-nothing": ({ subject }, { deleted }, lost) => ofAll(lost.get(subject) ?? [], deleted),
  "resources-deleted": ({ subject }, { moved }) => moved.get(subject),
};

/** Sets `cause`. Linear in findings and changes. */
export function withCauses(findings: readonly Finding[], changes: readonly PlanChange[]): Finding[] {
  const causes = {
    deleted: byFact(findings, "cluster-deleted", ({ facts }) => facts["cluster"]),
    moved: byFact(findings, "destination-changed", ({ subject }) => subject),
  };
  if (causes.deleted.size + causes.moved.size === 0) return [...findings];
  const lost = lostAddons(changes);
  return findings.map((finding) => {
    const cause =
      finding.severity === "stop" ? undefined : CONSEQUENCES[finding.rule]?.(finding, causes, lost);
    return cause === undefined ? finding : { ...finding, cause: cause.id };
  });
}

function byFact(
  findings: readonly Finding[],
  rule: string,
  of: (finding: Finding) => unknown,
): ReadonlyMap<string, Finding> {
  const own = findings.filter((finding) => finding.rule === rule && finding.severity !== "note");
  return new Map(own.map((finding) => [String(of(finding)), finding]));
}

/** The clusters that an AddonInstall leaves, by its subject. */
function lostAddons(changes: readonly PlanChange[]): ReadonlyMap<string, readonly string[]> {
  const lost = new Map<string, string[]>();
  for (const { layer, operation, object, cluster } of changes) {
    if (layer !== "addon" || operation !== "uninstall" || cluster === undefined) continue;
    const subject = `${object.kind} ${object.namespace}/${object.name}`;
    lost.set(subject, [...(lost.get(subject) ?? []), cluster]);
  }
  return lost;
}

/** The cause of the first, where each has one. */
function ofAll(clusters: readonly string[], deleted: ReadonlyMap<string, Finding>): Finding | undefined {
  return clusters.length > 0 && clusters.every((cluster) => deleted.has(cluster))
    ? deleted.get(clusters[0] as string)
    : undefined;
}
