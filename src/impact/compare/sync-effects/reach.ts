// A dropped object and its project → why Argo CD leaves it alone, or undefined.
import { isOutOfReach } from "../../../delivery/projects/project-denials.ts";
import type { DeliveredApplication, Delivery } from "../../../model/delivery.ts";
import type { ProjectSpec } from "../../../model/project.ts";
import type { Dropped } from "./effect.ts";

/** Argo CD neither prunes nor deletes what the project does not permit. */
export function outsideProject(
  application: DeliveredApplication,
  dropped: Dropped,
  project: ProjectSpec | undefined,
): string | undefined {
  if (!project || !isOutOfReach(dropped, application, project)) return undefined;
  return `project ${project.name} does not permit it, so Argo CD leaves it alone`;
}

/** For an Application that is deleted: its project is then the head's. */
export function outsideHeadProject(
  application: DeliveredApplication,
  dropped: Dropped,
  head: Delivery,
): string | undefined {
  const { project } = application;
  const spec = project?.state === "declared" ? head.projects.get(project.ref)?.spec : project?.spec;
  return outsideProject(application, dropped, spec);
}
