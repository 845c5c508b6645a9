// Changes → what Git drops, each object once, by the rule that speaks about it and the Application it belongs to.

import { sameJson } from "../../../lib/json.ts";
import { deletesData } from "../../../manifests/kinds/data-kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison, RuleId } from "../../../model/finding.ts";
import type { Applies, Evidence, SourceRef } from "../../../model/plan.ts";
import { uninstalledAddons } from "../addon/uninstalled-addons.ts";
import { deletedSetOf, isDeletedWithSet } from "./deleted-applicationsets.ts";

/**
 * What one Application loses for one reason. `own` is the change of the Application itself, `objects` those of what it
 * managed. `application` is "" where no Application covers the repository.
 */
export type RemovalGroup = {
  readonly application: string;
  readonly subject: string;
  readonly own: Change | undefined;
  readonly objects: readonly Change[];
  readonly applies: Applies;
  readonly source: SourceRef | null;
  readonly evidence: Evidence;
};

/** Whether an object of the base is no longer delivered, whatever Argo CD makes of that. */
export function isDropped({ base, head }: Change): boolean {
  return base !== undefined && head === undefined;
}

/** The groups one rule speaks about, in the order of the changes. Every dropped object has exactly one rule. */
export function removalsFor(rule: RuleId, input: Comparison): RemovalGroup[] {
  const groups = new Map<string, Change[]>();
  const losses = uninstalledAddons(input);
  for (const change of input.changes) {
    if (!isDropped(change) || ruleFor(change, input, losses) !== rule) continue;
    const key = ownerOf(change) || `Directory ${change.base?.destination.key ?? ""}`;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups].map(([key, changes]) => toGroup(key, changes));
}

/** The rule that answers for a dropped object: by what becomes of it, and why. */
function ruleFor(change: Change, input: Comparison, losses: ReadonlySet<Change>): RuleId {
  const { cause, layer, operation, object } = change;
  if (cause === "refused") return "prune-refused";
  if (change.applies === "refused" && object.kind === "ClusterClass") return "cluster-class-in-use";
  if (deletedSetOf(change, input)) return "appset-deletion";
  if (layer === "delivery" && object.kind === "Application" && operation === "remove") {
    if (change.deletion !== "cascade") return "orphaned-resources";
    return isDeletedWithSet(change.base?.generatedBy, input) ? "appset-deletion" : "cascade-delete";
  }
  const owner = input.deliveries.head.applications.get(change.application ?? "");
  if (cause === "cascade") {
    const former = input.deliveries.base.applications.get(change.application ?? "");
    return isDeletedWithSet(former?.generatedBy, input) ? "appset-deletion" : "cascade-delete";
  }
  if (cause === "retargeted") return owner ? "destination-changed" : "orphaned-resources";
  if (cause === "prune-disabled" || cause === "prune-false" || cause === "hook") return "prune-disabled";
  if (cause === "namespace") return layer === "cluster" ? "cluster-deleted" : "data-loss";
  if (cause === "root") return "root-object-changed";
  if (cause === "frozen" && owner && missingPaths(owner).length > 0) return "path-missing";
  if (cause !== "pruned" && cause !== undefined) return "orphaned-resources";
  if (sourcesChanged(change, input)) return "prune-by-source-removal";
  if (layer === "cluster") return "cluster-deleted";
  if (losses.has(change)) return "addon-uninstalled";
  return deletesData(change) ? "data-loss" : "resources-deleted";
}

/** An Application answers for itself, unless its parent keeps it; any other object is its Application's. */
function ownerOf(change: Change): string {
  const { object, application } = change;
  return isOwn(change) ? `${object.namespace}/${object.name}` : (application ?? "");
}

function isOwn({ object, cause, application }: Change): boolean {
  const byItself = application === `${object.namespace}/${object.name}`;
  const byParent = (cause === "refused" || cause === "retargeted") && !byItself;
  return object.kind === "Application" && object.group === "argoproj.io" && !byParent;
}

function toGroup(key: string, changes: readonly Change[]): RemovalGroup {
  const own = changes.find(isOwn);
  const first = own ?? (changes[0] as Change);
  const covered = !key.startsWith("Directory ");
  return {
    application: covered ? key : "",
    subject: covered ? `Application ${key}` : key,
    own,
    objects: changes.filter((c) => !isOwn(c)),
    applies: changes.some((c) => c.applies === "auto") ? "auto" : first.applies,
    source: first.source,
    evidence: first.evidence,
  };
}

/** The Application is still there and reads other sources than before, or reads them otherwise. */
function sourcesChanged({ application }: Change, { deliveries }: Comparison): boolean {
  const before = deliveries.base.applications.get(application ?? "");
  const after = deliveries.head.applications.get(application ?? "");
  const of = ({ spec }: DeliveredApplication) => spec.sources.map((s) => s.raw);
  return before !== undefined && after !== undefined && !sameJson(of(before), of(after));
}

/** Paths of an Application's sources that do not exist on its side. */
export function missingPaths({ sources }: DeliveredApplication): string[] {
  return (sources ?? []).flatMap((s) =>
    s.state === "generated" ? s.problems.flatMap((p) => (p.code === "path-missing" ? [p.path] : [])) : [],
  );
}

/** What holds a removal back, as the end of a sentence; empty where nothing does. */
export function condition(applies: Applies): string {
  if (applies === "manual") return ", but not before a person syncs, confirms or does it by hand";
  if (applies === "window") return ", once the sync window opens";
  if (applies === "blocked") return ", but not before what holds Argo CD back there is gone";
  return "";
}

/** Some source was not rendered, so that nobody knows from Git what it brought. */
export function isPartlyKnown(ref: string, { deliveries }: Pick<Comparison, "deliveries">): boolean {
  const application = deliveries.base.applications.get(ref);
  return application !== undefined && !application.sources?.every((s) => s.state === "generated");
}
