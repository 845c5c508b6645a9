// A kustomization or a Chart.yaml as written → the same with the keys that Kustomize and Helm take them for.
import { isMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Files } from "./files.ts";

/** The fields that are read here, at whatever depth they stand. */
const KNOWN = [
  ...["kind", "resources", "bases", "components", "crds", "configurations", "openapi", "replacements"],
  ...["patches", "patchesStrategicMerge", "patchesJson6902", "path", "transformers", "generators"],
  ...["validators", "configMapGenerator", "secretGenerator", "files", "envs", "env", "buildMetadata"],
  ...["helmCharts", "helmChartInflationGenerator", "helmGlobals", "chartHome", "valuesFile"],
  ...["additionalValuesFiles", "dependencies", "repository", "name", "version", "alias", "condition"],
];

const BY_FOLD = new Map(KNOWN.map((key) => [fold(key), key]));

/**
 * Both decode with Go's encoding/json (kustomize api/types/kustomization.go, Unmarshal; helm pkg/chart/loader/load.go),
 * which takes a key for a field that it equals but for the case (encoding/json decode.go, object; fold.go). Of two such
 * keys in one map the one that sorts last counts; here the map names both, and neither is known.
 */
export function withKnownKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(withKnownKeys);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [knownKey(key), withKnownKeys(inner)]),
  );
}

/** The documents of a kustomization or a Chart.yaml, whose blob is parsed, as the program reads them. */
export function asProgramsRead(files: Files, oid: string): Json[] {
  return files.parsed(oid).documents.map(({ value }) => withKnownKeys(value));
}

/** Two keys of one map, at any depth, that mean the same field. */
export function ambiguousKeys(value: Json): readonly [string, string] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const seen = new Map<string, string>();
  for (const [key, inner] of Object.entries(value)) {
    const known = knownKey(key);
    const other = seen.get(known);
    if (other !== undefined && BY_FOLD.has(fold(key))) return [other, key];
    seen.set(known, key);
    const below = ambiguousKeys(inner as Json);
    if (below !== undefined) return below;
  }
  return undefined;
}

function knownKey(key: string): string {
  return BY_FOLD.get(fold(key)) ?? key;
}

/** Go folds the long s too, which has no lower case of its own; the Kelvin sign has. */
function fold(key: string): string {
  return key.replaceAll("ſ", "s").toLowerCase();
}
