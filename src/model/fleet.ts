// One side as a platform team sees it: clusters, add-ons, registrations, and who sits on whom.
import type { AddonInstallSpec, AddonRelease } from "./addon.ts";
import type { Registration } from "./application.ts";
import type { ClusterSpec } from "./cluster.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "./delivery.ts";
import type { Moment } from "./history.ts";

/** A VKS cluster. */
export type FleetCluster = {
  /** Destination key of its Supervisor, namespace and name, joined with "/". What is delivered to it has this Destination.key. */
  readonly key: string;
  /** What the plan calls it: its name, or namespace/name where names repeat. */
  readonly label: string;
  /** The key of the destination that its Cluster is delivered to. */
  readonly supervisor: string;
  readonly spec: ClusterSpec;
  readonly object: DeliveredObject;
  /** Those of the Cluster and of its ArgoCluster. */
  readonly labels: ReadonlyMap<string, string>;
};

/**
 * What a cluster runs where it is another than Git declares: the API must have refused the newest declaration, and this is
 * the last one that it accepted, as history shows.
 */
export type RunningCluster = {
  readonly spec: ClusterSpec;
  /** The commit that brought its version, as far back as is known. */
  readonly since: Moment;
  /** Why the API refused what Git declares now. */
  readonly because: string;
};

export type FleetRegistration = {
  readonly registration: Registration;
  readonly object: DeliveredObject;
  /** The key of the cluster that it registers; "" where it names none. */
  readonly clusterKey: string;
};

export type FleetInstall = {
  readonly spec: AddonInstallSpec;
  readonly object: DeliveredObject;
  /** By cluster key. "conditional": a CEL constraint decides, and Git does not have its outcome. */
  readonly matches: ReadonlyMap<string, "yes" | "conditional">;
};

export type FleetAddonConfig = {
  /** The cluster that it names, or that its own name begins with; "" where Git declares none of that name. */
  readonly clusterKey: string;
  readonly cluster: string;
  readonly addon: string;
  /** The release that it pins; "" where it pins none. */
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
