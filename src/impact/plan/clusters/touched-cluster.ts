// A cluster that a merge touches, with the changes on it: what every part of its impact is made of.
import type { Change } from "../../../model/change.ts";
import type { FleetCluster } from "../../../model/fleet.ts";

/** One cluster, on the sides where Git declares it, with every change that concerns it. */
export type Touched = {
  readonly key: string;
  readonly label: string;
  readonly changes: readonly Change[];
  readonly base: FleetCluster | undefined;
  readonly head: FleetCluster | undefined;
  /** The change that deletes it, if one does. */
  readonly deleted: boolean;
  readonly orphaned: boolean;
  /** Whether Git registers it with Argo CD, on either side. */
  readonly registered: { readonly base: boolean; readonly head: boolean };
};
