// Values as typed and what an AddonConfig has → the steps that set them, or a new AddonConfig.

import { get, isMap, sameJson } from "../../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../../lib/json-types.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetCluster } from "../../../model/fleet.ts";

/** Deletes the AddonConfig with its cluster; without it the next cluster of that name gets it. */
const OWNED = "clusteraddon.addons.kubernetes.vmware.com/owned-for-deletion";

/** A text replaces a text; else `true`, `false` and whole numbers are what they look like. */
export function valueSteps(typed: ReadonlyMap<string, string>, config: Json): readonly EditStep[] {
  const now = get(config, ["spec", "values"]);
  const wanted = nested(typed, now);
  if (isMap(now)) return stepsInto(["spec", "values"], wanted, now);
  return [
    now === undefined
      ? { op: "insert", path: ["spec"], key: "values", value: wanted }
      : { op: "set", path: ["spec", "values"], value: wanted },
  ];
}

/** Its name is the one an install takes: `<cluster>-<addon>`. The platform fills in the definition. */
export function newConfig(
  name: string,
  { spec }: FleetCluster,
  typed: ReadonlyMap<string, string>,
  apiVersion: string,
): JsonObject {
  return {
    apiVersion,
    kind: "AddonConfig",
    metadata: { name, namespace: spec.namespace, annotations: { [OWNED]: "true" } },
    spec: { clusterName: spec.name, values: nested(typed, undefined) },
  };
}

function stepsInto(path: FieldPath, wanted: JsonObject, now: JsonObject): readonly EditStep[] {
  return Object.entries(wanted).flatMap(([key, value]): readonly EditStep[] => {
    const own = Object.hasOwn(now, key) ? now[key] : undefined;
    if (own === undefined) return [{ op: "insert", path, key, value }];
    if (isMap(own) && isMap(value)) return stepsInto([...path, key], value, own);
    return sameJson(own, value) ? [] : [{ op: "set", path: [...path, key], value }];
  });
}

function nested(typed: ReadonlyMap<string, string>, now: Json | undefined): JsonObject {
  const values: Record<string, Json> = {};
  for (const [path, text] of typed) {
    const keys = path.split(".");
    let at = values;
    for (const key of keys.slice(0, -1)) {
      const inner = Object.hasOwn(at, key) && isMap(at[key]) ? at[key] : {};
      at[key] = inner;
      at = inner as Record<string, Json>;
    }
    at[keys.at(-1) as string] = typeof get(now, keys) === "string" ? text : scalar(text);
  }
  return values;
}

function scalar(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text;
}
