// An Application → the source paths that its side does not have.
import type { DeliveredApplication } from "../../../model/delivery.ts";

/** Paths of an Application's sources that do not exist on its side. */
export function missingPaths(application: DeliveredApplication | undefined): string[] {
  return (application?.sources ?? []).flatMap((s) =>
    s.state === "generated" ? s.problems.flatMap((p) => (p.code === "path-missing" ? [p.path] : [])) : [],
  );
}
