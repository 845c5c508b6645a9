// An object is annotated so that Argo CD deletes and creates it anew instead of applying it.

import { deletesData } from "../../../manifests/kinds/data-kinds.ts";
import { readCluster } from "../../../manifests/vks/cluster.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each object that exists, changes, and is replaced by force. */
export const recreatedBySync = defineRule({
  id: "recreated-by-sync",
  severity: "caution",
  find: ({ changes }) => {
    const objects = new Map(changes.map((change) => [change.key, change]));
    return [...objects.values()].flatMap((change) => {
      const { object, head, evidence, recreated } = change;
      if (!head || !recreated) return [];
      const cluster = readCluster(head.manifest) !== undefined;
      const { origin, lineOf } = head.manifest;
      const line = lineOf(["metadata", "annotations", "argocd.argoproj.io/sync-options"]);
      const found = {
        subject: subjectOf(object),
        facts: { object: nameOf(object), cluster, data: deletesData(change) },
        source: { side: "head" as const, path: origin.path, line },
        evidence,
      };
      return [cluster || found.facts.data ? { ...found, severity: "stop" as const } : found];
    });
  },
  text: ({ facts: { object, cluster, data } }) => ({
    message: `\`${object}\` is synced with \`Force=true\` and \`Replace=true\`, so the sync that applies this change deletes it and creates it anew${cluster ? ": the cluster goes with its machines and volumes" : data ? ", and its data with it" : ""}`,
    why: "With both options Argo CD replaces by force: it deletes the live object and creates the one in Git, at every sync that reaches it. What is changed does not matter.",
    do:
      cluster || data
        ? "Take the options out: `Force` of its annotation, `Replace` of that or of the Application."
        : "Keep the options on Jobs and the like; take them out of anything that has to stay up.",
  }),
});
