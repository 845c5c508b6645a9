// An object that Argo CD does not finalize has a finalizer of Argo CD.

import { strings } from "../../../lib/json.ts";
import { isArgoFinalizer } from "../../../manifests/argocd/application.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each object that is new or gets the finalizer. */
export const argocdFinalizerOnNonApplication = defineRule({
  id: "argocd-finalizer-on-non-application",
  severity: "caution",
  find: ({ changes }) => {
    const objects = new Map(changes.map((change) => [change.key, change]));
    return [...objects.values()].flatMap(({ object, base, head, evidence }) => {
      const known = new Set(finalizersOf(base));
      const finalizers = finalizersOf(head).filter((name) => !known.has(name));
      if (!head || finalizers.length === 0) return [];
      const { origin, lineOf } = head.manifest;
      return [
        {
          subject: subjectOf(object),
          facts: { kind: object.kind, name: object.name, finalizers },
          source: { side: "head" as const, path: origin.path, line: lineOf(["metadata", "finalizers"]) },
          evidence,
        },
      ];
    });
  },
  text: ({ facts: { kind, name, finalizers } }) => ({
    message: `${kind} \`${name}\` carries \`${finalizers[0]}\`, which nobody will ever remove`,
    why: "Argo CD takes this finalizer off Applications, projects and ApplicationSets only. Deleted with it, the object hangs in `Terminating` until a person edits it, and a namespace or a sync that waits for it hangs too.",
    do: "Drop it here. To have the object deleted together with its Application, set the finalizer on the Application.",
  }),
});

function finalizersOf(object: Change["head"]): string[] {
  if (!object) return [];
  if (factsOf(object.ref).argoFinalizer) return [];
  return strings(object.manifest.object, ["metadata", "finalizers"]).filter(isArgoFinalizer);
}
