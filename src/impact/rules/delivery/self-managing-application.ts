// An Application begins to deliver itself.

import type { DeliveredApplication, DeliveredObject, Delivery } from "../../../model/delivery.ts";
import { deliversItself } from "../../compare/sync-effects/roots.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each Application that newly delivers its own manifest. */
export const selfManagingApplication = defineRule({
  id: "self-managing-application",
  severity: "note",
  find: ({ deliveries: { base, head } }) => {
    const before = new Set(ownManifests(base).map(({ application }) => application));
    return ownManifests(head)
      .filter(({ application }) => !before.has(application))
      .map(({ application, manifest }) => ({
        subject: `Application ${application}`,
        facts: {
          application: application ?? "",
          cascade: head.applications.get(application ?? "")?.spec.cascade === true,
        },
        source: { side: "head" as const, path: manifest.origin.path, line: manifest.origin.line },
        evidence: "git" as const,
      }));
  },
  text: ({ facts: { application, cascade } }) => ({
    message: `Application \`${application}\` delivers itself`,
    why: `Once somebody has applied it, it changes itself by its own sync: a commit that breaks its source or its destination takes away the means to mend it from Git, and one that drops its manifest, with pruning on, deletes it${cascade ? " with everything it manages, for it carries the finalizer" : ""}.`,
    do: "Keep a way to apply it by hand; annotate its manifest `argocd.argoproj.io/sync-options: Prune=false`.",
  }),
});

function ownManifests({ applications }: Delivery): DeliveredObject[] {
  return [...applications.values()].flatMap(({ objects }: DeliveredApplication) =>
    objects.filter(deliversItself),
  );
}
