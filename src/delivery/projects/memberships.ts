// Both deliveries → the same, each Application with its AppProject and with what that refuses.

import { builtInProject, DEFAULT_PROJECT } from "../../manifests/argocd/project.ts";
import type { DeliveredApplication, DeliveredProject, Deliveries, Delivery } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Membership } from "../../model/project.ts";
import { denials } from "./project-denials.ts";
import { clusterOf, type Declared, declaredProjects, homeOf } from "./projects.ts";
import { windowsOf } from "./sync-windows.ts";

type Both = Pick<Deliveries, "base" | "head">;

/**
 * Judges every Application of both sides by its project. Whatever the project refuses freezes the Application: a
 * source, a destination or a missing project make its spec invalid, and nothing is compared (argo-cd
 * controller/appcontroller.go, refreshAppConditions); a kind or a namespace makes every sync end before anything is
 * applied or pruned (controller/sync.go, WithPermissionValidator; gitops-engine pkg/sync/sync_context.go, Sync).
 */
export function joinProjects({ base, head }: Both): Both {
  const declared = declaredProjects(base, head);
  const earlier = declared[0].projects;
  return {
    base: joinSide(base, declared[0], declared, new Map()),
    head: joinSide(head, declared[1], declared, earlier),
  };
}

function joinSide(
  delivery: Delivery,
  side: Declared,
  sides: readonly Declared[],
  earlier: ReadonlyMap<string, DeliveredProject>,
): Delivery {
  const applications = new Map<string, DeliveredApplication>();
  const homes = new Map<string, string>();
  for (const [ref, application] of delivery.applications) {
    const { instance, spec } = application;
    const key = `${instance}/${spec.namespace}/${spec.project}`;
    const home = homes.get(key) ?? homeOf(application, sides);
    homes.set(key, home);
    applications.set(ref, join(application, home, side, earlier));
  }
  return { ...delivery, applications, projects: side.projects };
}

function join(
  application: DeliveredApplication,
  home: string,
  side: Declared,
  earlier: ReadonlyMap<string, DeliveredProject>,
): DeliveredApplication {
  const { spec, problems } = application;
  const ref = `${home}/${spec.project}`;
  const declared = side.projects.get(ref);
  const state = stateOf(spec.project, declared, earlier.has(ref));
  const project = declared?.spec ?? (state === "built-in" ? builtInProject(home) : undefined);
  const place = clusterOf(application, home, side);
  const verdict = project ? denials(project, declared?.object, application, place) : NOTHING;
  const refused: readonly DeliveryProblem[] = state === "gone" ? [gone(application)] : verdict.problems;
  const membership: Membership = {
    state,
    ref,
    spec: project,
    place,
    doubts: verdict.doubts,
    windows: windowsOf(project?.windows ?? [], spec),
  };
  return {
    ...application,
    project: membership,
    problems: refused.length > 0 ? [...problems, ...refused] : problems,
    frozen: application.frozen || refused.length > 0,
  };
}

const NOTHING = { problems: [], doubts: [] } as const;

function stateOf(name: string, declared: DeliveredProject | undefined, before: boolean): Membership["state"] {
  if (declared) return "declared";
  if (before) return "gone";
  return name === DEFAULT_PROJECT ? "built-in" : "undeclared";
}

/** A deleted `default` comes back, permitting everything, when Argo CD's server starts again; nothing else brings it. */
function gone({ spec, manifest }: DeliveredApplication): DeliveryProblem {
  const until =
    spec.project === DEFAULT_PROJECT ? " until Argo CD's server restarts and creates it anew" : "";
  return {
    code: "project-denies",
    freezes: true,
    path: manifest.origin.path,
    line: manifest.lineOf(["spec", "project"]),
    message: `project ${spec.project} no longer exists; Argo CD compares nothing and leaves everything as it is${until}`,
  };
}
