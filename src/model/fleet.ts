// One side as a platform team sees it: clusters, add-ons, registrations, and who sits on whom.
import type { AddonInstallSpec, AddonRelease } from "./addon.ts";
import type { Registration } from "./application.ts";
import type { ClusterSpec } from "./cluster.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "./delivery.ts";

/** A VKS cluster. `key` is Supervisor, namespace and name; `label` what the plan calls it; `labels` those of the Cluster and of its ArgoCluster. */
export type FleetCluster = {
  readonly key: string;
  readonly label: string;
  readonly supervisor: string;
  readonly spec: ClusterSpec;
  readonly object: DeliveredObject;
  readonly labels: ReadonlyMap<string, string>;
};

export type FleetRegistration = {
  readonly registration: Registration;
  readonly object: DeliveredObject;
  readonly clusterKey: string;
};

/** An AddonInstall with the clusters it selects: key → "yes", or "conditional" where a CEL constraint decides that Git cannot tell. */
export type FleetInstall = {
  readonly spec: AddonInstallSpec;
  readonly object: DeliveredObject;
  readonly matches: ReadonlyMap<string, "yes" | "conditional">;
};

/** `clusterKey` is the cluster that it names or that its own name begins with; "" where Git declares none of that name. */
export type FleetAddonConfig = {
  readonly clusterKey: string;
  readonly cluster: string;
  readonly addon: string;
  readonly pin: string;
  readonly object: DeliveredObject;
};

export type Fleet = {
  readonly delivery: Delivery;
  readonly clusters: ReadonlyMap<string, FleetCluster>;
  readonly registrations: readonly FleetRegistration[];
  /** By identity of the AddonInstall. */
  readonly installs: ReadonlyMap<string, FleetInstall>;
  readonly configs: ReadonlyMap<string, FleetAddonConfig>;
  readonly releases: readonly AddonRelease[];
  /** By destination key. */
  readonly applicationsOn: ReadonlyMap<string, readonly DeliveredApplication[]>;
};
