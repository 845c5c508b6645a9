// Objects in an API version that is deprecated in the release their cluster will have, new or newly so.

import { count } from "../../../lib/english.ts";
import { defineRule } from "../define-rule.ts";
import { type ApiFacts, apiFindings, apiList, shown } from "./api-findings.ts";

/** One finding for each destination. Of Cluster API's own versions Git does not show which the Supervisor serves. */
export const deprecatedApi = defineRule<ApiFacts>({
  id: "deprecated-api",
  severity: "note",
  find: (input) => apiFindings(input, (use) => !use.gone),
  text: ({ facts: { cluster, release, objects, instead } }) => ({
    message: `${count(objects.length, "object")} delivered to \`${cluster}\` ${objects.length === 1 ? "is" : "are"} written in a deprecated API version: ${shown(objects)}`,
    why:
      release === ""
        ? "Cluster API announces an end for each version it deprecates; which of them this Supervisor still serves Git does not show."
        : `It is served by Kubernetes ${release}, and a later release takes it away: the upgrade to that one then stops Argo CD.`,
    ...(instead.length > 0 ? { do: `Write ${apiList(instead)} instead.` } : {}),
  }),
});
