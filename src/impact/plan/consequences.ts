// Findings → which of them follow from the deletion of a cluster, and go away with it.
import type { RuleId } from "../../model/finding.ts";
import type { Finding, PlanChange } from "../../model/plan.ts";

/** What is needed to tell which clusters a finding is a consequence of. */
type Facts = { readonly finding: Finding; readonly lostBy: ReadonlyMap<string, readonly string[]> };

/**
 * The clusters whose deletion alone brings a finding about; none where anything else may have. A stop is never a consequence:
 * somebody has to decide on it by itself.
 */
const FOLLOWS_FROM: Partial<Record<RuleId, (facts: Facts) => readonly string[]>> = {
  "dangling-secret-ref": ({ finding: { facts } }) => text(facts["maker"], /^Cluster (.+)$/),
  "addon-config-orphaned": ({ finding: { facts } }) =>
    facts["why"] === "cluster" ? text(facts["cluster"], /^(.+)$/) : [],
  "addon-selects-nothing": ({ finding: { subject }, lostBy }) => lostBy.get(subject) ?? [],
};

/** Sets `cause`. Linear in findings and changes. */
export function withCauses(findings: readonly Finding[], changes: readonly PlanChange[]): Finding[] {
  const deletions = findings.filter(
    ({ rule, severity }) => rule === "cluster-deleted" && severity !== "note",
  );
  if (deletions.length === 0) return [...findings];
  const deleted = new Map(deletions.map((finding) => [String(finding.facts["cluster"]), finding.id]));
  const lostBy = lostByInstall(changes);
  return findings.map((finding) => {
    const clusters =
      finding.severity === "stop" ? [] : (FOLLOWS_FROM[finding.rule as RuleId]?.({ finding, lostBy }) ?? []);
    const causes = clusters.map((cluster) => deleted.get(cluster));
    const [cause] = causes.includes(undefined) ? [] : causes;
    return cause === undefined ? finding : { ...finding, cause };
  });
}

/** The clusters that an AddonInstall loses, by its subject, where the pull request leaves the AddonInstall itself alone. */
function lostByInstall(changes: readonly PlanChange[]): ReadonlyMap<string, readonly string[]> {
  const lost = new Map<string, string[]>();
  const edited = new Set<string>();
  for (const { layer, operation, object, cluster, fields } of changes) {
    if (layer !== "addon") continue;
    const subject = `${object.kind} ${object.namespace}/${object.name}`;
    if (operation !== "uninstall" || fields.length > 0 || cluster === undefined) edited.add(subject);
    else lost.set(subject, [...(lost.get(subject) ?? []), cluster]);
  }
  return new Map([...lost].filter(([subject]) => !edited.has(subject)));
}

function text(fact: unknown, pattern: RegExp): string[] {
  const found = typeof fact === "string" ? pattern.exec(fact)?.[1] : undefined;
  return found === undefined ? [] : [found];
}
