// Changes that drop objects → groups, one for each Application that loses them.

import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Evidence, SourceRef } from "../../../model/plan.ts";
import { type ConditionFacts, conditionFacts } from "./removal-text.ts";

/** What one Application loses for one reason. */
export type RemovalGroup = {
  /** "" where no Application covers the repository. */
  readonly application: string;
  readonly subject: string;
  /** The change of the Application itself. */
  readonly own: Change | undefined;
  /** The changes of the objects that it managed. */
  readonly objects: readonly Change[];
  readonly waits: ConditionFacts;
  readonly source: SourceRef | null;
  readonly evidence: Evidence;
};

/** Whether an object of the base is no longer delivered, whatever Argo CD makes of that. */
export function isDropped({ base, head }: Change): boolean {
  return base !== undefined && head === undefined;
}

/** Groups in the order of their first change. */
export function groupByOwner(changes: readonly Change[]): RemovalGroup[] {
  const owner = (change: Change) => ownerOf(change) || `Directory ${change.base?.destination.key ?? ""}`;
  return [...groupBy(changes, owner)].map(([key, members]) => toGroup(key, members));
}

/** Some source was not rendered, so Git does not show all that the Application delivered. */
export function isPartlyKnown(ref: string, { deliveries }: Pick<Comparison, "deliveries">): boolean {
  const application = deliveries.base.applications.get(ref);
  return application !== undefined && !application.sources?.every((s) => s.state === "generated");
}

/** An Application is its own owner, unless its parent keeps it or it is on another cluster; the owner of any other object is its Application. */
function ownerOf(change: Change): string {
  const { object, application } = change;
  return isOwn(change) ? `${object.namespace}/${object.name}` : (application ?? "");
}

function isOwn({ object, cause, application, operation, deletion }: Change): boolean {
  const isElsewhere = operation === "remove" && deletion === undefined;
  const byItself = application === `${object.namespace}/${object.name}`;
  const byParent = (cause === "refused" || cause === "retargeted") && !byItself;
  return object.kind === "Application" && object.group === "argoproj.io" && !byParent && !isElsewhere;
}

function toGroup(key: string, changes: readonly Change[]): RemovalGroup {
  const own = changes.find(isOwn);
  const first = own ?? (changes[0] as Change);
  const byApplication = !key.startsWith("Directory ");
  return {
    application: byApplication ? key : "",
    subject: byApplication ? `Application ${key}` : key,
    own,
    objects: changes.filter((c) => !isOwn(c)),
    waits: conditionFacts([first, ...changes]),
    source: first.source,
    evidence: first.evidence,
  };
}
