// Changes that touch what an AppProject permits → what is not evaluated about them.
import type { ChangeFact } from "../model/change.ts";
import type { NotEvaluated } from "../model/plan.ts";
import { str } from "../resources/json.ts";

/** The project that permits everything unless somebody restricted it. */
const DEFAULT = "default";

/**
 * An Application that changes its project, and an AppProject that changes or goes: whether the project then permits what
 * its Applications deliver is not compared, so the plan says so instead of passing it.
 */
export function unjudgedProjects(changes: readonly ChangeFact[]): NotEvaluated[] {
  return changes.flatMap((change): NotEvaluated[] => {
    const { object, fields, source, operation } = change;
    const path = source ? { path: source.path } : {};
    if (object.kind === "AppProject" && operation !== "add") {
      return [
        { ...path, reason: `what AppProject ${object.name} permits its Applications is not evaluated` },
      ];
    }
    const project = str(change.after?.manifest.object, ["spec", "project"]) ?? DEFAULT;
    if (
      object.kind !== "Application" ||
      project === DEFAULT ||
      !fields.some((f) => f.path === "spec.project")
    )
      return [];
    const application = `${object.namespace}/${object.name}`;
    return [{ ...path, application, reason: `whether project ${project} permits it is not evaluated` }];
  });
}
