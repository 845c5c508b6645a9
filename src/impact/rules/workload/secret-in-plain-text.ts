// Secrets whose values are written into Git, new or changed.

import { code } from "../../../lib/code-span.ts";
import { andMore, count } from "../../../lib/english.ts";
import { plainValues } from "../../../manifests/values/secret-values.ts";
import type { Change } from "../../../model/change.ts";
import type { RuleMatch } from "../../../model/finding.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

type SecretFacts = { readonly secret: string; readonly keys: readonly string[] };

const SHOWN = 3;

/** One finding for each Secret, delivered or not: everyone who can read the repository can read it. No value is a fact. */
export const secretInPlainText = defineRule<SecretFacts>({
  id: "secret-in-plain-text",
  severity: "caution",
  find: ({ changes, undelivered }) => {
    const seen = new Set<string>();
    return [...changes, ...undelivered].flatMap((change) => {
      const place = `${change.head?.manifest.origin.path}:${change.head?.manifest.origin.line}`;
      if (seen.has(place)) return [];
      seen.add(place);
      return foundIn(change);
    });
  },
  text: ({ facts: { secret, keys } }) => ({
    message: `\`Secret ${secret}\` brings ${count(keys.length, "value")} into Git as plain text: ${andMore(keys.map(code), SHOWN)}`,
    why: "Base64 is a spelling, not a cipher. Whoever can read the repository has the values, and a later commit that takes them out leaves them in the history.",
    do: "Take them for known and replace them; keep a reference in Git instead (an ExternalSecret, a SealedSecret, a file encrypted with SOPS).",
  }),
});

function foundIn({ head, base, object, key }: Change): RuleMatch<SecretFacts>[] {
  if (!head) return [];
  const known = new Set((base ? plainValues(base.manifest) : []).map((v) => `${v.key}\0${v.text}`));
  const fresh = plainValues(head.manifest).filter((v) => !known.has(`${v.key}\0${v.text}`));
  const first = fresh[0];
  if (!first) return [];
  return [
    {
      subject: subjectOf(object),
      facts: { secret: object.name, keys: fresh.map((value) => value.key) },
      source: sourceOf({ key, head }, first.path),
      evidence: "git",
    },
  ];
}
