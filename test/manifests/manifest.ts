// A plain object → the Manifest that parsing its YAML would give.

import { str } from "../../src/lib/json.ts";
import type { JsonObject } from "../../src/lib/json-types.ts";
import type { Manifest } from "../../src/model/manifest.ts";

export function manifestOf(object: JsonObject): Manifest {
  const [version = "", group = ""] = (str(object, ["apiVersion"]) ?? "").split("/").reverse();
  return {
    object,
    group,
    version,
    kind: str(object, ["kind"]) ?? "",
    namespace: str(object, ["metadata", "namespace"]) ?? "",
    name: str(object, ["metadata", "name"]) ?? "",
    origin: { path: "object.yaml", line: 1 },
    lineOf: () => 1,
  };
}
