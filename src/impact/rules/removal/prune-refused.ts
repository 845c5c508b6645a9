// Nothing would remain of an Application, and Argo CD refuses to prune everything.
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { goOnDelivering, goOnText } from "./live-applications.ts";

/** One finding for each Application. (argo-cd controller/appcontroller.go, autoSync.) */
export const pruneRefused = defineRule({
  id: "prune-refused",
  severity: "caution",
  removals: { rank: "refused", claims: ({ cause }) => cause === "refused" },
  find: (_input, removals) =>
    removals.map(({ application, subject, objects, source, evidence }) => ({
      subject,
      facts: { application, ...listObjects(objects), ...goOnDelivering(objects) },
      source,
      evidence,
    })),
  text: ({ facts }) => ({
    message: `Nothing would remain of Application \`${facts.application}\`, so Argo CD refuses to prune: ${objectList(facts)} ${facts.count === 1 ? "stays" : "stay"} until somebody decides`,
    why: `Automated sync without \`allowEmpty\` skips a sync that would wipe out all resources; a later sync by hand with pruning deletes them all the same.${goOnText(facts)}`,
    do: "Remove the Application instead of its files, or set `allowEmpty: true` if it is meant to be empty.",
  }),
});
