// A managed cluster's version goes down.
import { capiRefuses } from "../resources/vkr.ts";
import { defineRule, subjectOf } from "./rule.ts";

/** Cluster API orders MAJOR.MINOR.PATCH only, so a lower build of the same release is no downgrade to it. */
export const versionDowngrade = defineRule({
  id: "version-downgrade",
  severity: "stop",
  find: ({ changes }) =>
    changes
      .filter(
        (c) =>
          c.layer === "cluster" &&
          c.operation === "downgrade" &&
          capiRefuses(c.from ?? "", c.to ?? "") === "decrease",
      )
      .map((c) => ({
        subject: subjectOf(c.object),
        facts: { cluster: c.cluster ?? c.object.name, from: c.from ?? "", to: c.to ?? "" },
        source: c.source,
        evidence: c.evidence,
      })),
  words: ({ facts }) => ({
    message: `\`${facts.cluster}\` would go down from \`${facts.from}\` to \`${facts.to}\`; the API refuses it`,
    why: "Cluster API rejects the whole object (`version cannot be decreased`), so nothing else in it is applied either; Argo CD stays out of sync.",
    do: `Keep \`${facts.from}\` or go up; a lower version needs a new cluster.`,
  }),
});
