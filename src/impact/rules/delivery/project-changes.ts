// Both sides → the Applications that their project newly refuses or permits, and the AppProjects that change so.
import { groupBy } from "../../../lib/group-by.ts";
import type { DeliveredApplication, DeliveredProject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { ProjectSpec } from "../../../model/project.ts";

/** What a project refuses an Application, in sentences; empty where it permits it. */
export function denials(application: DeliveredApplication | undefined): string[] {
  return (application?.problems ?? []).flatMap((p) => (p.code === "project-denies" ? [p.message] : []));
}

/**
 * An AppProject that differs in what it permits, or that goes. `fields` as the manifest calls them; `loses` and `gains`
 * are Applications on both sides, `leaving` those that are deleted with what they manage while it goes.
 */
export type ProjectChange = {
  readonly ref: string;
  readonly base: DeliveredProject;
  readonly head: DeliveredProject | undefined;
  readonly fields: readonly string[];
  readonly loses: readonly DeliveredApplication[];
  readonly gains: readonly DeliveredApplication[];
  readonly leaving: readonly DeliveredApplication[];
};

/** In the order of their references. */
export function changedProjects({ deliveries }: Comparison): ProjectChange[] {
  const { applications } = deliveries.head;
  const membersOf = groupBy(deliveries.base.applications.values(), ({ project }) => project?.ref ?? "");
  return [...deliveries.base.projects]
    .map(([ref, base]) => {
      const head = deliveries.head.projects.get(ref);
      return { ref, base, head, fields: head ? fieldsThatDiffer(base.spec, head.spec) : [] };
    })
    .filter(({ head, fields }) => head === undefined || fields.length > 0)
    .sort((a, b) => (a.ref < b.ref ? -1 : 1))
    .map((change) => {
      const members = membersOf.get(change.ref) ?? [];
      const lost = (app: DeliveredApplication) => {
        const now = applications.get(app.ref);
        return now?.project?.ref === change.ref && denials(app).length === 0 && denials(now).length > 0;
      };
      const gained = (app: DeliveredApplication) => {
        const now = applications.get(app.ref);
        return now !== undefined && denials(app).length > 0 && denials(now).length === 0;
      };
      return {
        ...change,
        loses: members.filter(lost).map(({ ref }) => applications.get(ref) as DeliveredApplication),
        gains: members.filter(gained),
        leaving: members.filter((app) => !applications.has(app.ref) && isLeft(app, change)),
      };
    });
}

/**
 * A project without finalizer is gone at once, and without it Argo CD does not finish the deletion of an Application
 * (argo-cd controller/appcontroller.go, finalizeApplicationDeletion). Waves are pruned in reverse: a project in an
 * earlier one than its Applications goes after them.
 */
function isLeft(
  { spec, via, generatedBy }: DeliveredApplication,
  { base, head }: Pick<ProjectChange, "base" | "head">,
) {
  if (head || base.spec.finalizer || !spec.cascade) return false;
  const together = generatedBy === undefined && via.at(-2) === base.object.application;
  return !together || base.object.wave >= spec.wave;
}

const FIELDS: readonly (readonly [string, (spec: ProjectSpec) => unknown])[] = [
  ["sourceRepos", (spec) => spec.sourceRepos],
  ["destinations", (spec) => spec.destinations],
  ["clusterResourceWhitelist", (spec) => spec.clusterKinds.permitted],
  ["clusterResourceBlacklist", (spec) => spec.clusterKinds.denied],
  ["namespaceResourceWhitelist", (spec) => spec.namespaceKinds.permitted ?? null],
  ["namespaceResourceBlacklist", (spec) => spec.namespaceKinds.denied],
  ["sourceNamespaces", (spec) => spec.sourceNamespaces],
  ["permitOnlyProjectScopedClusters", (spec) => spec.onlyScopedClusters],
  ["signatureKeys", (spec) => spec.signatureKeys],
  ["destinationServiceAccounts", (spec) => spec.serviceAccounts],
];

/** Lists count as sets. */
function fieldsThatDiffer(base: ProjectSpec, head: ProjectSpec): string[] {
  return FIELDS.filter(([, read]) => asText(read(base)) !== asText(read(head))).map(([field]) => field);
}

function asText(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value);
}
