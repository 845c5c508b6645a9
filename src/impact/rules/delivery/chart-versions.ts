// Changes of remote references → charts that keep their name and change their version.

import { majorOf } from "../../../manifests/values/revision.ts";
import type { Comparison } from "../../../model/finding.ts";
import { applicationNames } from "../application-groups.ts";
import { type RemoteEdit, remoteEdits } from "./remote-edits.ts";

/** `major`: both versions begin with a number, and it differs. */
export type ChartBump = {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly major: boolean;
  readonly group: readonly RemoteEdit[];
};

/** One for each chart and pair of versions, whatever number of Applications it concerns. */
export function chartBumps(input: Comparison): ChartBump[] {
  return remoteEdits(input).flatMap((group) => {
    const [{ base, head }] = group as [RemoteEdit];
    if (head.kind !== "chart" || !base || base.version === head.version) return [];
    const [from, to] = [base.version, head.version];
    return [{ what: head.name, from, to, major: isMajor(from, to), group }];
  });
}

/** Whether two versions as written have different majors; false where one of them shows none. */
export function isMajor(from: string, to: string): boolean {
  const [one, other] = [majorOf(from), majorOf(to)];
  return one !== undefined && other !== undefined && one !== other;
}

/** Where a bump stands and whom it concerns. */
export function whereOf({ group }: ChartBump) {
  const [{ application, head }] = group as [RemoteEdit];
  return {
    subject: `Application ${application}`,
    named: applicationNames(group.map((edit) => edit.application)),
    source: { side: "head" as const, path: head.path, line: head.line },
  };
}
