// A CustomResourceDefinition → the APIs that a cluster serves because of it.

import { bool, list, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";

/**
 * "group/version" and "group/version/Kind" of each served version, as Argo CD passes them to Helm (argo-cd
 * util/argo/argo.go, APIResourcesToStrings); none for every other object.
 */
export function customApis({ group: own, kind: ownKind, object }: Manifest): string[] {
  if (own !== "apiextensions.k8s.io" || ownKind !== "CustomResourceDefinition") return [];
  const group = str(object, ["spec", "group"]) ?? "";
  const kind = str(object, ["spec", "names", "kind"]) ?? "";
  if (group === "" || kind === "") return [];
  return list(object, ["spec", "versions"]).flatMap((version) => {
    const name = str(version, ["name"]);
    if (name === undefined || bool(version, ["served"]) !== true) return [];
    return [`${group}/${name}`, `${group}/${name}/${kind}`];
  });
}
