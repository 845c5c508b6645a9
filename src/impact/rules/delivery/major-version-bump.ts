// Another major of a chart, of an add-on that is pinned, or of the Argo CD instance itself.

import { splitRelease } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { applicationNames, groupedBy } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";
import { condition } from "../removal/removal-text.ts";
import { chartBumps, isMajor, whereOf } from "./chart-versions.ts";

type BumpFacts = {
  readonly sort: "chart" | "add-on" | "argocd";
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly places: readonly string[];
  readonly held: string;
};

/** One finding for each thing and pair of versions; `places` are Applications, or clusters for an add-on. */
export const majorVersionBump = defineRule<BumpFacts>({
  id: "major-version-bump",
  severity: "caution",
  find: (input) => [...charts(input), ...pins(input), ...instances(input)],
  text: ({ facts }) => ({
    message: `${SORTS[facts.sort]} \`${facts.what}\` changes its major version, \`${facts.from}\` → \`${facts.to}\`${where(facts)}${facts.held}`,
    why: WHY[facts.sort],
    do: "Read the upgrade notes of every major on the way, and merge it alone, so that a revert undoes only this.",
  }),
});

const SORTS: Readonly<Record<BumpFacts["sort"], string>> = {
  chart: "Chart",
  "add-on": "Add-on",
  argocd: "Argo CD instance",
};

const WHY: Readonly<Record<BumpFacts["sort"], string>> = {
  chart:
    "A major announces changes that break: values that no longer count, objects under other names, immutable fields, definitions that must be migrated first.",
  "add-on":
    "A major announces changes that break its configuration and its APIs; the package controller refuses the way back to a lower version unless it is told otherwise.",
  argocd:
    "Every Application of the instance is compared and synced by the new version at once; what it renders or defaults otherwise shows up as a difference everywhere.",
};

function where({ sort, count, places }: BumpFacts): string {
  if (sort === "argocd" || count === 0) return "";
  return ` ${sort === "chart" ? "in" : "on"} ${nameList(places, count)}`;
}

function charts(input: Comparison): RuleMatch<BumpFacts>[] {
  return chartBumps(input).flatMap((bump) => {
    if (!bump.major) return [];
    const { what, from, to } = bump;
    const { subject, named: of, source } = whereOf(bump);
    const facts = {
      sort: "chart",
      what,
      from,
      to,
      count: of.count,
      places: of.applications,
      held: "",
    } as const;
    return [{ subject, facts, source, evidence: "git" as const }];
  });
}

const MOVES = ["upgrade", "downgrade"];
const INSTALLS = ["AddonInstall", "PackageInstall"];

function pins({ changes }: Comparison): RuleMatch<BumpFacts>[] {
  const moved = changes.filter(
    ({ layer, operation, object, from, to }) =>
      layer === "addon" &&
      MOVES.includes(operation) &&
      INSTALLS.includes(object.kind) &&
      isMajor(versionOf(from), versionOf(to)),
  );
  return groupedBy(moved, ({ key, from, to }) => [key, from, to].join("\0")).map((group) => {
    const clusters = applicationNames(group.flatMap(({ cluster }) => cluster ?? []));
    const { what, object } = group[0] as Change;
    return found(group[0] as Change, "add-on", what ?? object.name, clusters.applications, clusters.count);
  });
}

function instances({ changes }: Comparison): RuleMatch<BumpFacts>[] {
  return changes.flatMap((change) => {
    const { layer, object, from, to } = change;
    if (layer !== "delivery" || object.kind !== "ArgoCD" || !isMajor(from ?? "", to ?? "")) return [];
    return [found(change, "argocd", object.name, [], 0)];
  });
}

function found(
  change: Change,
  sort: BumpFacts["sort"],
  what: string,
  places: readonly string[],
  count: number,
): RuleMatch<BumpFacts> {
  const { object, source, evidence, applies } = change;
  const read = sort === "add-on" ? versionOf : (text = "") => text;
  const [from, to] = [read(change.from), read(change.to)];
  const facts = { sort, what, from, to, count, places, held: condition({ applies }) };
  return { subject: subjectOf(object), facts, source, evidence };
}

/** The version inside the name of a release, or the text itself. */
function versionOf(release: string | undefined): string {
  return splitRelease(release ?? "").version || (release ?? "");
}
