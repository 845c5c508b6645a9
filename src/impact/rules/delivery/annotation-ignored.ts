// An Argo CD annotation has a value that Argo CD does not know, and passes over.
import { code } from "../../../lib/code-span.ts";
import { unknownValues } from "../../../manifests/kinds/annotation-values.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each object and annotation whose value is new. */
export const annotationIgnored = defineRule({
  id: "annotation-ignored",
  severity: "caution",
  find: ({ changes, config: { argocd } }) => {
    const objects = new Map(changes.map((change) => [change.key, change]));
    return [...objects.values()].flatMap(({ object, base, head, evidence }) => {
      if (!head) return [];
      const { origin, lineOf } = head.manifest;
      const was = base ? unknownValues(base.manifest, argocd.version) : [];
      const known = new Set(was.map(({ name, values }) => [name, ...values].join("\0")));
      return unknownValues(head.manifest, argocd.version)
        .filter(({ name, values }) => !known.has([name, ...values].join("\0")))
        .map((found) => ({
          subject: subjectOf(object),
          facts: { object: nameOf(object), ...found },
          source: {
            side: "head" as const,
            path: origin.path,
            line: lineOf(["metadata", "annotations", found.name]),
          },
          evidence,
        }));
    });
  },
  text: ({ facts: { object, name, values, known, instead } }) => ({
    message: `\`${object}\` has ${values.map(code).join(", ")} in \`${name}\`, which Argo CD does not know: ${instead}`,
    why: "Argo CD passes over such a value without a message, so what was meant does not happen.",
    do: `Use what it knows, spelled exactly: ${known}.`,
  }),
});
