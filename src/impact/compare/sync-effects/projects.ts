// Changes and both sides → what AppProjects permit that Git cannot tell.

import { groupBy } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication, DeliveredProject } from "../../../model/delivery.ts";
import type { NotEvaluated } from "../../../model/plan.ts";
import type { ProjectSpec } from "../../../model/project.ts";
import { PROJECT } from "../../../model/unevaluated.ts";
import type { FleetPair } from "./effect.ts";

/**
 * What is unknown about projects and matters to this change: an Application that is new or changes its project, source
 * or destination, under a project that Git does not declare or that may refuse it; and an AppProject whose change
 * reaches further than Git shows. Once for each project and reason, with the Application if it is the only one.
 */
export function unjudgedProjects(changes: readonly Change[], sides: FleetPair): NotEvaluated[] {
  const entries = [...applicationEntries(sides), ...projectEntries(changes, sides)];
  const found = groupBy(entries, ({ reason }) => reason);
  return [...found.values()].map(([first, ...others]) => {
    if (others.length === 0) return first as NotEvaluated;
    const { path, reason } = first as NotEvaluated;
    const count = others.length + 1;
    return { ...(path === undefined ? {} : { path }), reason: `${reason} (${count} Applications)` };
  });
}

function applicationEntries({ base, head }: FleetPair): NotEvaluated[] {
  return [...head.delivery.applications.values()].flatMap((after) => {
    const { project, ref: application, manifest } = after;
    if (!project) return [];
    const before = base.delivery.applications.get(application);
    const path = manifest.origin.path;
    const asked = !before || !sameJson(askOf(before), askOf(after));
    if (project.state === "undeclared" && asked)
      return [{ path, application, reason: PROJECT.undeclared(project.ref) }];
    const judged = asked || !sameSpec(before.project?.spec, project.spec);
    if (!judged) return [];
    return project.doubts.map((doubt) => ({
      path,
      application,
      reason: PROJECT.doubt(project.ref, doubt),
    }));
  });
}

/** What an Application asks of its project. */
function askOf({ spec }: DeliveredApplication) {
  const { project, destination, sources } = spec;
  return { project, destination, repositories: sources.map(({ repoURL }) => repoURL) };
}

function sameSpec(one: ProjectSpec | undefined, other: ProjectSpec | undefined): boolean {
  return (
    one === other ||
    (one !== undefined && other !== undefined && sameText({ ...one, windows: [] }, { ...other, windows: [] }))
  );
}

function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function projectEntries(changes: readonly Change[], { base, head }: FleetPair): NotEvaluated[] {
  const seen = new Set(changes.filter((c) => c.object.kind === "AppProject").map((c) => c.object));
  return [...seen].flatMap(({ namespace, name }) => {
    const ref = `${namespace}/${name}`;
    const [before, after] = [base.delivery.projects.get(ref), head.delivery.projects.get(ref)];
    return after ? [...guarded(ref, before, after), ...unrendered(ref, before, after, head)] : [];
  });
}

/** What a project demands and no manifest shows: signed commits, and the account that syncs. */
function guarded(ref: string, base: DeliveredProject | undefined, head: DeliveredProject): NotEvaluated[] {
  const { path } = head.object.manifest.origin;
  const signed = head.spec.signatureKeys.length > 0 && !same("signatureKeys", base, head);
  const accounts = !same("serviceAccounts", base, head);
  return [
    ...(signed
      ? [
          {
            path,
            reason: PROJECT.signed(ref),
          },
        ]
      : []),
    ...(accounts
      ? [
          {
            path,
            reason: PROJECT.accounts(ref),
          },
        ]
      : []),
  ];
}

function same(field: keyof ProjectSpec, base: DeliveredProject | undefined, head: DeliveredProject) {
  return sameText(base?.spec[field] ?? [], head.spec[field]);
}

/** Applications whose kinds are not known, under a project that changes the kinds it permits. */
function unrendered(
  ref: string,
  before: DeliveredProject | undefined,
  after: DeliveredProject,
  head: FleetPair["head"],
): NotEvaluated[] {
  if (same("clusterKinds", before, after) && same("namespaceKinds", before, after)) return [];
  const reason = PROJECT.kinds(ref);
  return [...head.delivery.applications.values()]
    .filter(({ project, sources }) => project?.ref === ref && !sources?.every((s) => s.state === "generated"))
    .map(({ ref: application }) => ({ path: after.object.manifest.origin.path, application, reason }));
}
