// Outside sources of each Application on both sides → which are new, and which change.

import type { Comparison } from "../../../model/finding.ts";
import type { RemoteReference } from "../../../model/source-result.ts";
import { groupedBy } from "../application-groups.ts";

/** One reference of an Application that both sides may have. `isNew`: the Application itself is. */
export type RemoteEdit = {
  readonly application: string;
  readonly isNew: boolean;
  readonly base: RemoteReference | undefined;
  readonly head: RemoteReference;
};

/** References of the head that the base has not, or has otherwise; several Applications with the same edit together. */
export function remoteEdits({ deliveries }: Comparison): RemoteEdit[][] {
  const edits = [...deliveries.remotes].flatMap(([application, { base, head }]) => {
    if (!deliveries.head.applications.has(application)) return [];
    const isNew = !deliveries.base.applications.has(application);
    return pairUp(base, head).map((pair) => ({ application, isNew, ...pair }));
  });
  return groupedBy(edits, ({ isNew, base, head }) => [isNew, factsOf(base), factsOf(head)].join("\u0001"));
}

/** Pairs charts by name, and bases and repositories by address. Several of one identity are paired in their order. */
function pairUp(bases: readonly RemoteReference[], heads: readonly RemoteReference[]) {
  const unmatched = new Map(
    groupedBy(bases, identityOf).map((same) => [identityOf(same[0] as RemoteReference), [...same]]),
  );
  return heads.flatMap((head) => {
    const base = unmatched.get(identityOf(head))?.shift();
    return base && factsOf(base) === factsOf(head) ? [] : [{ base, head }];
  });
}

function identityOf({ kind, name, address }: RemoteReference): string {
  return kind === "chart" ? `chart\0${name}` : `${kind}\0${address}\0${name}`;
}

function factsOf(reference: RemoteReference | undefined): string {
  if (!reference) return "";
  const { kind, name, address, version } = reference;
  return [kind, name, address, version].join("\0");
}
