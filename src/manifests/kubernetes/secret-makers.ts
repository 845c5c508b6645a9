// Manifest → the Secrets that exist because of it: itself, or what a controller creates for it. Never throws.

import { list, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import { factsOf } from "../kinds/kinds.ts";

export function secretsMade(manifest: Manifest): readonly string[] {
  const { makesSecrets } = factsOf(manifest);
  if (!makesSecrets) return [];
  const { name, object } = manifest;
  if ("suffixes" in makesSecrets) return makesSecrets.suffixes.map((suffix) => `${name}-${suffix}`);
  if ("each" in makesSecrets)
    return list(object, makesSecrets.each).flatMap((entry) => str(entry, ["name"]) ?? []);
  return [makesSecrets.at.map((path) => str(object, path) ?? "").find((named) => named !== "") ?? name];
}
