// A field and a value → how a sentence names them, without what may be secret.

import { isList, isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { CarriedField } from "../edit/transplant.ts";
import type { ChangedDocument } from "./documents.ts";

/** Fields of an object that are named in one line. */
const SHOWN = 4;
const POOL = /^workers\.machine(?:Deployments|Pools)\[([^\]]+)\](?:\.(.+))?$/;
/** A variable by its name, an annotation by its name behind the prefix. */
const NAMED =
  /^(?:variables(?:\.overrides)?\[([^\]]+)\]\.value|metadata\.annotations\["(?:[^"/]*\/)?([^"]+)"\])$/;
const HIDDEN = /pass|secret|token|credential|key|cert|trust/i;
const OPEN = /\.(?:image|targetRevision|path|storageClassName|type)$/;
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._+/:@-]{0,120}$/;

/** "`replicas` of `pool-a` from `5` back to `3`"; `to` is the words before the second value. */
export function fieldsText(fields: readonly CarriedField[], kind: string, to: string): string {
  const parts = fields.slice(0, SHOWN).map((one) => {
    const name = fieldText(one.field);
    if (one.from === undefined) return `${name} is there`;
    if (one.to === undefined) return `${name} goes`;
    const [before, after] = [one.from, one.to].map((value) => valueText(value, kind, one.field));
    return before?.startsWith("`") && after?.startsWith("`")
      ? `${name} from ${before} ${to} ${after}`
      : `${name} ${to} what it was`;
  });
  const more = fields.length - parts.length;
  return parts.length === 0
    ? "as it was"
    : [...parts, ...(more > 0 ? [`${more} more fields`] : [])].join(", ");
}

/** `replicas` of `pool-a`, where the field is long. */
export function fieldText(field: string): string {
  const short = field.replace(/^spec\.topology\./, "");
  const [, pool, rest] = POOL.exec(short) ?? [];
  if (pool === undefined) return `\`${quotable(short)}\``;
  return rest === undefined ? `pool \`${quotable(pool)}\`` : `\`${quotable(rest)}\` of \`${quotable(pool)}\``;
}

/** Texts are shown of what declares machines, and where they are no secret anywhere. */
export function valueText(value: Json | undefined, kind: string, field: string): string {
  if (value === undefined || value === null) return "absent";
  const shown = kind !== "" && kind !== "Secret" && !HIDDEN.test(field);
  const open = kind === "Cluster" || kind === "TanzuKubernetesCluster" || OPEN.test(field);
  if (typeof value === "string") return shown && open && PLAIN.test(value) ? `\`${value}\`` : "another text";
  if (isList(value) || isMap(value)) return isList(value) ? "a list" : "a map";
  return shown ? `\`${value}\`` : "another value";
}

/** "" for what is no object. */
export function kindOf({ before, after }: ChangedDocument): string {
  return (after ?? before)?.manifest?.kind ?? "";
}

function quotable(field: string): string {
  const [, variable, annotation] = NAMED.exec(field) ?? [];
  return (variable ?? annotation ?? field).replaceAll("`", "'").slice(0, 120);
}
