// An object → whether `kubectl apply` on the client side can write it, which keeps a copy of it in an annotation.
import { isMap, jsonText, map } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";

/** UTF-8 bytes of all names and values (apimachinery pkg/api/validation/objectmeta.go, TotalAnnotationSizeLimitB). */
export const MOST_ANNOTATIONS = 256 * 1024;

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Go escapes them: `<` becomes `\u003c`, three bytes of UTF-8 six. */
const ESCAPED: readonly (readonly [RegExp, number])[] = [
  [/[<>&]/g, 5],
  [/[\u2028\u2029]/g, 3],
];

/**
 * Bytes of the annotations once the copy is among them: the object as JSON and a line break, without an earlier copy
 * (kubectl pkg/util/apply.go, GetModifiedConfiguration). At least that many; Argo CD's tracking adds some.
 */
export function annotationsWithCopy(manifest: Manifest): number {
  const { object } = manifest;
  const metadata = map(object, ["metadata"]) ?? {};
  const { [LAST_APPLIED]: _, ...own } = map(metadata, ["annotations"]) ?? {};
  const copy = jsonText({ ...object, metadata: { ...metadata, annotations: own } });
  const written = ESCAPED.reduce(
    (bytes, [characters, more]) => bytes + (copy.match(characters)?.length ?? 0) * more,
    Buffer.byteLength(copy) + 1,
  );
  return sizeOf(own) + LAST_APPLIED.length + written;
}

function sizeOf(annotations: Json): number {
  const entries = isMap(annotations) ? Object.entries(annotations) : [];
  return entries.reduce(
    (bytes, [name, value]) =>
      bytes + Buffer.byteLength(name) + (typeof value === "string" ? Buffer.byteLength(value) : 0),
    0,
  );
}
