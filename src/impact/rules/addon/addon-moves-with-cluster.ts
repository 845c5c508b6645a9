// Unpinned add-ons of a cluster that is upgraded may move to other releases.

import { addonsOn } from "../../facts/addons-per-cluster.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { releasesOf } from "./addon-releases.ts";
import { type MoveStage, moveOf } from "./addon-stages.ts";

/** One finding for each cluster, with every add-on that it has and that may move. */
export const addonMovesWithCluster = defineRule({
  id: "addon-moves-with-cluster",
  severity: "note",
  find: (input) => {
    const upgrades = input.changes.filter(
      (c) => c.layer === "cluster" && c.operation === "upgrade" && takesEffect(c),
    );
    const [were, are] = [addonsOn(input.base), addonsOn(input.head)];
    const releases = releasesOf(input.head, input.config.catalog);
    return upgrades.flatMap(({ clusterKey = "", cluster = "", object, source, from = "", to = "" }) => {
      const floating = [...(are.get(clusterKey) ?? [])].filter(
        ([addon, floats]) => floats && were.get(clusterKey)?.has(addon),
      );
      const moves = floating
        .map(([addon]) => moveOf(addon, { from, to }, releases))
        .sort((a, b) => (a.addon < b.addon ? -1 : 1));
      if (moves.length === 0) return [];
      const at = (stage: MoveStage) => moves.filter((m) => m.stage === stage).map(({ addon }) => addon);
      return [
        {
          subject: subjectOf(object),
          facts: {
            cluster,
            to,
            addons: moves.map(({ addon }) => addon),
            before: at("before"),
            workers: at("workers"),
            between: at("between"),
            after: at("after"),
            none: at("none"),
            open: at("open"),
            settled: at("stays"),
            awaited: moves.filter(({ release }) => release?.waits).map(({ addon }) => addon),
          },
          source,
          evidence: moves.some((m) => m.release?.evidence === "catalog")
            ? ("catalog" as const)
            : ("git" as const),
        },
      ];
    });
  },
  text: ({ facts }) => ({
    message: `${names(facts.addons)} of \`${facts.cluster}\` ${facts.addons.length === 1 ? "is" : "are"} not pinned and may move with the upgrade to \`${facts.to}\`${stages(facts)}`,
    why: [
      "An unpinned add-on takes the newest release that is for the version of its cluster, and a revert does not take it back: the package controller refuses lower versions.",
      ...sentenceFor(facts.awaited, (all) => `The upgrade waits until ${all} is ready.`),
      ...sentenceFor(facts.none, (all) => `Of ${all} no release is known that is for the new version.`),
      ...sentenceFor(facts.settled, (all) => `The newest release known of ${all} is for both versions.`),
      ...sentenceFor(facts.open, (all) => {
        const which = facts.open.length === facts.addons.length ? "" : ` of ${all}`;
        return `Nothing here says which releases there are${which}: whether and when, the platform chooses.`;
      }),
    ].join(" "),
    do: "Pin with `releaseFilter.ref` what must not move; look at the others after the upgrade.",
  }),
});

const STAGES = {
  before: "before the control plane",
  workers: "before the workers",
  between: "after the control plane",
  after: "after it",
} as const;

type Staged = Readonly<Record<"addons" | keyof typeof STAGES, readonly string[]>>;

/** With names only where the stages differ. */
function stages(facts: Staged): string {
  const parts = (Object.keys(STAGES) as (keyof typeof STAGES)[]).flatMap((stage) => {
    const which = facts[stage].length === facts.addons.length ? "" : `${names(facts[stage])} `;
    return sentenceFor(facts[stage], () => `${which}${STAGES[stage]}`);
  });
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

function sentenceFor(addons: readonly string[], words: (all: string) => string): string[] {
  return addons.length === 0 ? [] : [words(names(addons))];
}

function names(addons: readonly string[]): string {
  return nameList(addons);
}
