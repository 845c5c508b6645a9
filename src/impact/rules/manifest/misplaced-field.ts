// A known field is in a place where it has no effect.

import { count } from "../../../lib/english.ts";
import type { FieldPath } from "../../../lib/json-types.ts";
import { type Misplaced, misplacedFields } from "../../../manifests/kubernetes/misplaced.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FindingText } from "../../../model/finding.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each object that has such a field and had it not before, on whatever value. */
export const misplacedField = defineRule({
  id: "misplaced-field",
  severity: "caution",
  find: ({ changes, config }) => {
    const fieldsOf = (object: DeliveredObject | undefined) =>
      object && object.generatedBy === undefined
        ? misplacedFields(object.manifest, config.argocd.version)
        : [];
    const objects = new Map(changes.map((change) => [change.key, change]));
    return [...objects.values()].flatMap(({ object, base, head, evidence }) => {
      const known = new Set(fieldsOf(base).map(({ path }) => shown(path)));
      const fields = fieldsOf(head).filter(({ path }) => !known.has(shown(path)));
      if (!head || fields.length === 0) return [];
      const { origin, lineOf } = head.manifest;
      const [{ path, belongs, since = "" }] = fields as [Misplaced];
      return [
        {
          subject: subjectOf(object),
          facts: {
            object: nameOf(object),
            fields: fields.map((f) => shown(f.path)),
            belongs,
            since,
            version: config.argocd.version,
          },
          source: { side: "head" as const, path: origin.path, line: lineOf(path) },
          evidence,
        },
      ];
    });
  },
  text: ({ facts }) => (facts.since === "" ? placeText(facts) : versionText(facts)),
});

type MisplacedFacts = {
  readonly object: string;
  readonly fields: readonly string[];
  readonly belongs: string;
  readonly since: string;
  readonly version: string;
};

function placeText({ object, fields, belongs }: MisplacedFacts): FindingText {
  const more = fields.length > 1 ? ` (and ${count(fields.length - 1, "more field")} like it)` : "";
  const place = belongs.includes(" ") ? belongs : `\`${belongs}\``;
  return {
    message: `\`${object}\` has \`${fields[0]}\`, which has no effect there${more}: it belongs in ${place}`,
    why: "What was meant does not happen, and hardly anything says so: the API drops a field that its schema does not know, and an annotation that nobody reads stays where it is.",
    do: "Move it to where it counts, and check what that sets off; or drop it.",
  };
}

function versionText({ object, fields, since, version }: MisplacedFacts): FindingText {
  return {
    message: `\`${object}\` sets \`${fields[0]}: false\`, which counts from Argo CD ${since} on; ${version} goes on syncing by itself`,
    why: "The Argo CD that applies this does not know the field: automated sync, pruning and self-healing stay as they were.",
    do: "To stop automated sync, remove `automated` itself; if a newer Argo CD applies this, say so in the configuration (`argocd.version`).",
  };
}

function shown(path: FieldPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}
