// Objects in an API version that their cluster no longer serves after this merge.

import { count } from "../../../lib/english.ts";
import { defineRule } from "../define-rule.ts";
import { type ApiFacts, apiFindings, apiList, shown } from "./api-findings.ts";

/** One finding for each cluster. An object that was so before, on a version that was so before, is no news. */
export const removedApi = defineRule<ApiFacts>({
  id: "removed-api",
  severity: "stop",
  find: (input) => apiFindings(input, (use) => use.gone),
  text: ({ facts: { cluster, release, objects, instead, applications, upgraded } }) => {
    const one =
      applications.length === 1
        ? `Application \`${applications[0]}\` does`
        : `${count(applications.length, "Application")} do`;
    const advice =
      instead.length > 0 ? `Write ${apiList(instead)} instead` : "Remove them: nothing takes their place";
    return {
      message: `Kubernetes ${release} on \`${cluster}\` ${upgraded ? "will not serve" : "does not serve"} ${count(objects.length, "object")} as written: ${shown(objects)}`,
      why: `Argo CD finds no such kind there, so ${one} not sync as a whole. What runs keeps running and follows Git no more.`,
      do: upgraded ? `${advice}, and merge that before the upgrade.` : `${advice}.`,
    };
  },
});
