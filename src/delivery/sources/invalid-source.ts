// An Application → whether its sources are complete enough for Argo CD to accept it.

import { list, map, str } from "../../lib/json.ts";
import type { Source } from "../../model/application.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { ApplicationNode } from "../tree/application-tree.ts";

/**
 * A source must say where it is and what is read there; an Application without one is invalid, and Argo CD leaves all it
 * delivered as it is (argo-cd util/argo/argo.go, validateSourcePermissions).
 */
export function invalidSources({ spec, manifest }: ApplicationNode): DeliveryProblem[] {
  if (map(manifest.object, ["spec", "sourceHydrator"])) return [];
  const several = list(manifest.object, ["spec", "sources"]).length > 0;
  const complete = ({ repoURL, path, chart, ref }: Source) =>
    repoURL !== "" && (path !== undefined || chart !== undefined || (several && ref !== undefined));
  const unpinned = spec.sources.some(
    ({ chart, raw }) => chart !== undefined && !str(raw, ["targetRevision"]),
  );
  if (spec.sources.length > 0 && spec.sources.every(complete) && !unpinned) return [];
  const what =
    spec.sources.length === 0
      ? "the Application has no source"
      : unpinned
        ? "a chart needs a targetRevision"
        : `a source needs a repoURL and ${several ? "a path, a chart or a ref" : "a path or a chart"}`;
  const line = manifest.lineOf(["spec", several ? "sources" : "source"]);
  const message = `${what}; Argo CD compares nothing of it and leaves everything as it is`;
  return [{ code: "invalid-source", freezes: true, path: manifest.origin.path, line, message }];
}
