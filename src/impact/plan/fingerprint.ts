// What a plan states, or what a finding rests on → a digest that stays the same as long as that does.
import { createHash } from "node:crypto";
import type { FindingDraft } from "../../model/finding.ts";
import type { NotEvaluated, PlanChange } from "../../model/plan.ts";
import { redactText } from "./redaction/redact-text.ts";

/** The part of a plan that its fingerprint covers. `findings` contribute their own fingerprints only. */
export type Fingerprinted = {
  readonly changes: readonly PlanChange[];
  readonly findings: readonly { readonly fingerprint: string }[];
  readonly notEvaluated: readonly NotEvaluated[];
};

/** SHA-256 in hex over changes, findings and what was not evaluated; no commit, verdict or acknowledgement. */
export function fingerprintOf({ changes, findings, notEvaluated }: Fingerprinted): string {
  return digest({ changes, findings: findings.map((finding) => finding.fingerprint), notEvaluated });
}

/** The first 32 hex digits over rule, subject and facts. A secret among the facts leaves no trace in it. */
export function findingFingerprint({ rule, subject, facts }: FindingDraft): string {
  const shown = Object.entries(facts).map(([name, fact]) => [name, withoutSecrets(fact)]);
  return digest({ rule, subject, facts: Object.fromEntries(shown) }).slice(0, 32);
}

function withoutSecrets(fact: FindingDraft["facts"][string]): unknown {
  if (typeof fact === "string") return redactText(fact);
  return typeof fact === "object" ? fact.map((entry) => redactText(entry)) : fact;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, sortKeys)).digest("hex");
}

/** A `JSON.stringify` replacer: the order in which keys were written means nothing. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
