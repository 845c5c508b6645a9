// An object is too large for the annotation that a client-side apply writes it into.

import { MOST_ANNOTATIONS } from "../../../manifests/kubernetes/last-applied.ts";
import { isTooLarge } from "../../compare/sync-effects/annotation-limit.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each object. */
export const objectTooLarge = defineRule({
  id: "object-too-large",
  severity: "stop",
  find: ({ changes, base, head }) => {
    const large = changes.filter((change) => isTooLarge(change, { base, head }));
    return [...new Map(large.map((change) => [change.key, change])).values()].map((change) => ({
      subject: subjectOf(change.object),
      facts: { object: nameOf(change.object), application: change.application ?? "" },
      source: change.source,
      evidence: change.evidence,
    }));
  },
  text: ({ facts: { object, application } }) => ({
    message: `The API rejects \`${object}\` of Application \`${application}\`: its annotations would exceed ${MOST_ANNOTATIONS} bytes`,
    why: "A client-side apply copies the whole object into the annotation `kubectl.kubernetes.io/last-applied-configuration` (`metadata.annotations: Too long`). The sync fails, and later waves wait.",
    do: "Set `ServerSideApply=true` in the object's `argocd.argoproj.io/sync-options` annotation, or split the object.",
  }),
});
