// Change → PlanChange: without internal fields, and with every secret masked.

import { plainNamespace } from "../../../delivery/tree/instance-tag.ts";
import { isSecretKind } from "../../../manifests/kubernetes/workload.ts";
import type { Change } from "../../../model/change.ts";
import type { FieldChange, PlanChange } from "../../../model/plan.ts";
import { type Mask, REDACTED, redactText } from "./redact-text.ts";
import { isReference, isSecretName } from "./secret-names.ts";

const CHANGED = "(redacted, changed)";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Secrets become "(redacted)", and on the head's side "(redacted, changed)" where the base has another one. */
export function redactChange(fact: Change): PlanChange {
  const {
    key: _k,
    clusterKey: _c,
    base: _b,
    head: _a,
    cause: _r,
    previousManager: _f,
    revert: _v,
    rolls: _o,
    unserved: _u,
    ...change
  } = fact;
  const isSecret = isSecretKind(change.object.group, change.object.kind);
  const was = new Set<string>();
  const is = new Set<string>();
  const fields = change.fields.map((field) => redactField(field, isSecret, was, is));
  const { from, to, because } = change;
  return {
    ...change,
    object: { ...change.object, namespace: plainNamespace(change.object.namespace) },
    destination: { cluster: redactText(change.destination.cluster) },
    fields,
    ...(from === undefined ? {} : { from: was.has(from) ? REDACTED : redactText(from) }),
    ...(to === undefined ? {} : { to: is.has(to) ? (was.has(to) ? REDACTED : CHANGED) : redactText(to) }),
    ...(because === undefined ? {} : { because: redactText(because) }),
  };
}

/** `was` and `is` collect the secrets of the base and of the head. */
function redactField(field: FieldChange, isSecret: boolean, was: Set<string>, is: Set<string>): FieldChange {
  const steps = stepsOf(field.path);
  const hidden = isHidden(steps, isSecret);
  const one = new Set<string>();
  const { before, after, ...rest } = field;
  const shown: FieldChange = { ...rest };
  const both = before !== undefined && after !== undefined;
  const base: Mask = (secret) => {
    one.add(secret);
    was.add(secret);
    return REDACTED;
  };
  const head: Mask = (secret) => {
    is.add(secret);
    return both && !one.has(secret) ? CHANGED : REDACTED;
  };
  if (before !== undefined) shown.before = redactValue(before, base, hidden, isSecret);
  if (after !== undefined) shown.after = redactValue(after, head, hidden, isSecret);
  return shown;
}

type Step = { readonly name: string; readonly listed: boolean };

/** `env[DB_PASSWORD].value`, `data["tls.key"]` → the keys, and whether each one names an entry of a list. */
function stepsOf(path: string): Step[] {
  const steps = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, entry, plain]) => ({
    name: quoted ?? entry ?? plain ?? "",
    listed: entry !== undefined,
  }));
}

/** Whether the path leads to a secret or into one. The `name` of a list entry tells whether its `value` is secret. */
function isHidden(steps: readonly Step[], isSecret: boolean): boolean {
  if (steps.some(({ name }) => name === LAST_APPLIED)) return true;
  if (isSecret && steps.some(({ name }, at) => isSecretPart(name, at))) return true;
  let hidden = false;
  for (const [at, { name, listed }] of steps.entries()) {
    if (isReference(name)) hidden = false;
    else if (isSecretName(name) && (!listed || steps[at + 1]?.name === "value")) hidden = true;
  }
  return hidden;
}

/** Whether a field of a Secret has its values, or is the `items` of a SecretList at the top (`at` 0). */
function isSecretPart(name: string, at: number): boolean {
  return (at === 0 && name === "items") || name === "data" || name === "stringData" || name === "binaryData";
}

/** Keys stay, so that a reader sees which of them differ. */
export function redactValue(value: unknown, mask: Mask, hidden: boolean, isSecret: boolean): unknown {
  if (Array.isArray(value))
    return value.map((entry, at) => redactEntry(value, entry, at, mask, hidden, isSecret));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    const secretValue = entries.some(
      ([key, name]) => (key === "name" || key === "key") && typeof name === "string" && isSecretName(name),
    );
    return Object.fromEntries(
      entries.map(([key, child]) => {
        const below = isBelow(key, hidden, isSecret) || (secretValue && key === "value");
        return [key, redactValue(child, mask, below, isSecret)];
      }),
    );
  }
  if (typeof value === "string") {
    if (hidden) return value === "" ? value : mask(value);
    return redactText(value, mask);
  }
  return hidden && (typeof value === "number" || typeof value === "bigint") ? mask(String(value)) : value;
}

function isBelow(key: string, hidden: boolean, isSecret: boolean): boolean {
  if (key === LAST_APPLIED || (isSecret && isSecretPart(key, 1))) return true;
  if (isReference(key) && !isSecret) return false;
  return hidden || isSecretName(key);
}

/** `["--password", "…"]`: the entry after a flag is its value. */
function redactEntry(
  list: readonly unknown[],
  entry: unknown,
  at: number,
  mask: Mask,
  hidden: boolean,
  isSecret: boolean,
): unknown {
  const flag = list[at - 1];
  const named = typeof flag === "string" && /^--?[\w.-]+$/.test(flag) && isSecretName(flag);
  return redactValue(entry, mask, hidden || (named && typeof entry === "string"), isSecret);
}
