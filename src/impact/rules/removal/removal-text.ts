// Whether a removal really happens → the end of the sentence about it.
import type { Applies } from "../../../model/plan.ts";

/** What holds a removal back, as the end of a sentence; empty where nothing does. */
export function condition(applies: Applies): string {
  if (applies === "manual") return ", but not before a person syncs, confirms or does it by hand";
  if (applies === "window") return ", once the sync window opens";
  if (applies === "blocked") return ", but not before what holds Argo CD back there is gone";
  return "";
}
