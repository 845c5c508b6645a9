// Objects are deleted that no other removal rule speaks about.

import type { Change } from "../../../model/change.ts";
import { omissionOf, omissionSource } from "../../facts/manifest-omission.ts";
import { listObjects, objectList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { deregistersCluster } from "./deregisters-cluster.ts";
import {
  condition,
  omissionFacts,
  omissionRemedy,
  omissionText,
  orphaningFacts,
  orphaningRemedy,
  orphaningText,
} from "./removal-text.ts";

/**
 * One finding for each Application that prunes. The Argo CD instance takes what Git does not list along, so it is a
 * stop. ApplicationSets here are those whose Applications leave what they manage.
 */
export const resourcesDeleted = defineRule({
  id: "resources-deleted",
  severity: "caution",
  removals: { rank: "any", claims: () => true },
  find: (input, removals) => {
    const spoken = new Set(deregistersCluster.assess(input).map((f) => f.subject));
    return removals.flatMap(({ application, subject, own, objects, waits, source, evidence }) => {
      const rest = [...(own ? [own] : []), ...objects].filter((c) => !spoken.has(subjectOf(c.object)));
      if (rest.length === 0) return [];
      const takes = takesApplications(rest);
      const omission = omissionOf(rest, input);
      return {
        subject,
        facts: {
          application,
          ...listObjects(rest),
          ...orphaningFacts(rest),
          takes,
          ...waits,
          ...omissionFacts(omission),
        },
        source: omissionSource(omission) ?? rest[0]?.source ?? source,
        evidence,
        ...(takes === "instance" ? { severity: "stop" as const } : {}),
      };
    });
  },
  text: ({ facts }) => ({
    message: `${objectList(facts)} would be deleted${condition(facts)}${facts.application === "" ? "" : `: Application \`${facts.application}\` no longer declares ${facts.count === 1 ? "it" : "them"}${facts.pruning ? "" : " and prunes"}`}${omissionText(facts)}${orphaningText(facts, facts.count)}`,
    why: facts.takes === "" && facts.pruning ? WHY_PRUNING : WHY[facts.takes],
    do:
      omissionRemedy(facts) ??
      orphaningRemedy(facts) ??
      "Make sure that nothing uses them any more; to keep one, leave its manifest in place.",
  }),
});

type Takes = "" | "instance" | "set";

const WHY: Record<Takes, string> = {
  "": "With automated pruning a manifest that leaves Git is deleted from the cluster; without it, a sync with pruning does the same.",
  instance:
    "The Argo CD instance goes, and with it the namespace's Applications lose their controller: nothing is synced any more, and deletions in progress stop half-way.",
  set: "The Applications of the set go with it, or stay without it, and what they manage is left as it is: nobody generates, updates or removes it from then on.",
};

const WHY_PRUNING =
  "A sync by hand deletes what Git no longer declares only where pruning is asked for. Until then the objects keep running as they are, and Argo CD shows the Application as out of sync.";

function takesApplications(changes: readonly Change[]): Takes {
  if (changes.some((c) => c.object.kind === "ArgoCD")) return "instance";
  return changes.some((c) => c.object.kind === "ApplicationSet") ? "set" : "";
}
