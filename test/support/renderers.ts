// This machine → the renderers that tests may use, and whether they must be there.
import { findPrograms, type Programs } from "../../src/adapters/renderers/find.ts";
import { ROOT } from "./golden.ts";

export type Tool = "kustomize" | "helm";

/** Set where a missing renderer is a failure and no reason to skip. */
export const REQUIRED = process.env["BREAKWATER_REQUIRE_RENDERERS"] === "1";

/** kubectl does not count here: it is another Kustomize than Argo CD's. */
export const PROGRAMS: Programs = onlyExact(findPrograms(process.env, ROOT));

export function isPresent(tool: Tool): boolean {
  return PROGRAMS[tool] !== undefined;
}

function onlyExact({ kustomize, helm }: Programs): Programs {
  return { kustomize: kustomize?.exact ? kustomize : undefined, helm };
}
