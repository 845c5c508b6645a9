// A cluster with the changes that concern it: what each part of its impact is computed from.
import type { Change } from "../../../model/change.ts";
import type { FleetCluster } from "../../../model/fleet.ts";

/** A cluster as each side declares it, with every change that concerns it. */
export type Touched = {
  readonly key: string;
  readonly label: string;
  readonly changes: readonly Change[];
  readonly base: FleetCluster | undefined;
  readonly head: FleetCluster | undefined;
  /** The change that deletes it, if one does. */
  readonly deleted: boolean;
  readonly orphaned: boolean;
  /** Whether Git registers it with Argo CD, on each side. */
  readonly registered: { readonly base: boolean; readonly head: boolean };
};
