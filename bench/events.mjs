// What happens to a fleet: each event edits the state in place and tells what a plan must find.
import { createCluster } from "./fleet.mjs";

/** @import { Cluster, Fleet } from "./fleet.mjs" */
/** @import { Random } from "./random.mjs" */

/**
 * A change the plan must hold. `name` is the object's; what is left out is not asked for.
 * @typedef {{ layer: string, operation: string, cluster?: string, what?: string, name?: string }} Expected
 */

/**
 * `ready`: whether the event can happen to this cluster now. `act` does it. No expected change: the plan is empty.
 * @typedef {object} Event
 * @property {(cluster: Cluster, fleet: Fleet) => boolean} ready
 * @property {(cluster: Cluster, random: Random, fleet: Fleet) => Expected[]} act
 */

const always = () => true;
const delivered = (/** @type {Cluster} */ { web }) => !web.commented;
const healthy = (/** @type {Cluster} */ c) => delivered(c) && c.workload.broken === "";
const selected = (/** @type {Cluster} */ { environment }) => environment !== "lab";

/** @type {(c: Cluster, operation: string, what?: string) => Expected[]} */
const cluster = ({ name }, operation, what) => [
  { layer: "cluster", operation, cluster: name, ...(what ? { what } : {}) },
];
/** @type {(c: Cluster, operation: string) => Expected} */
const workload = (c, operation) => ({
  layer: "workload",
  operation,
  cluster: c.target,
  name: `web-${c.name}`,
});
/** @type {(operation: string, name: string) => Expected} */
const delivery = (operation, name) => ({ layer: "delivery", operation, name });

const release = (/** @type {number} */ build) =>
  `cert-manager.kubernetes.vmware.com.1.18.2-vmware.1-vks.${build}`;

/** @type {(change: (c: Cluster) => void) => Event} */
const meaningless = (change) => ({
  ready: always,
  act: (c) => {
    change(c);
    return [];
  },
});

/** @type {Readonly<Record<string, Event>>} */
export const EVENTS = {
  upgrade: {
    ready: always,
    act: (c) => {
      c.version = { ...c.version, minor: c.version.minor + 1, patch: 1 };
      return cluster(c, "upgrade");
    },
  },
  patch: {
    ready: always,
    act: (c, random) => {
      c.version.patch += 1 + random.int(9);
      return cluster(c, "upgrade");
    },
  },
  downgrade: {
    ready: always,
    act: (c, random) => {
      if (c.version.patch > 0 && random.chance(0.5)) c.version.patch -= 1;
      else c.version.minor -= 1;
      return cluster(c, "downgrade");
    },
  },
  fips: {
    ready: always,
    act: (c) => {
      c.version.fips = !c.version.fips;
      return cluster(c, "upgrade");
    },
  },
  scale: {
    ready: always,
    act: (c, random) => {
      const pool = /** @type {import("./fleet.mjs").Pool} */ (c.pools[0]);
      pool.min = pool.min > 2 && random.chance(0.5) ? pool.min - 1 : pool.min + 1 + random.int(3);
      return cluster(c, "scale", pool.name);
    },
  },
  "scale-control-plane": {
    ready: always,
    act: (c) => {
      c.controlPlane = c.controlPlane === 1 ? 3 : 1;
      return cluster(c, "scale", "control-plane");
    },
  },
  "autoscaler-bounds": {
    ready: always,
    act: (c, random) => {
      const pool = /** @type {import("./fleet.mjs").Pool} */ (c.pools[1]);
      if (random.chance(0.5)) pool.max += 1;
      else pool.min += pool.min < pool.max ? 1 : -1;
      return cluster(c, "scale", pool.name);
    },
  },
  "add-pool": {
    ready: ({ pools }) => pools.length < 4,
    act: (c) => {
      const name = `pool-${"abcd"[c.pools.length]}`;
      c.pools.push({ name, min: 2, max: 0, vmClass: "best-effort-large" });
      return cluster(c, "scale", name);
    },
  },
  "remove-pool": {
    ready: ({ pools }) => pools.length > 2,
    act: (c) => cluster(c, "scale", /** @type {import("./fleet.mjs").Pool} */ (c.pools.pop()).name),
  },
  resize: {
    ready: always,
    act: (c, random) => {
      const pool = random.pick(c.pools);
      pool.vmClass = pool.vmClass === "best-effort-large" ? "guaranteed-xlarge" : "best-effort-large";
      return cluster(c, "resize");
    },
  },
  rebase: {
    ready: always,
    act: (c) => {
      c.className = c.className.endsWith("5.0") ? "builtin-generic-v3.6.0" : "builtin-generic-v3.5.0";
      return cluster(c, "rebase");
    },
  },
  label: {
    ready: always,
    act: (c, random) => {
      const before = selected(c);
      c.environment = random.pick(["prod", "staging", "lab"].filter((e) => e !== c.environment));
      /** @type {Expected[]} */
      const addon =
        selected(c) === before
          ? []
          : [
              {
                layer: "addon",
                operation: before ? "uninstall" : "install",
                cluster: c.name,
                what: "cert-manager",
              },
            ];
      return [...cluster(c, "reconfigure"), ...addon];
    },
  },
  pin: {
    ready: selected,
    act: (c) => {
      const operation = c.pin === "" ? "pin" : "unpin";
      c.pin = c.pin === "" ? release(1) : "";
      return [{ layer: "addon", operation, cluster: c.name, what: "cert-manager" }];
    },
  },
  repin: {
    ready: (c) => selected(c) && c.pin !== "",
    act: (c) => {
      const build = Number(c.pin.at(-1));
      c.pin = release(build === 1 ? 2 : 1);
      const operation = build === 1 ? "upgrade" : "downgrade";
      return [{ layer: "addon", operation, cluster: c.name, what: "cert-manager" }];
    },
  },
  "comment-out": {
    ready: healthy,
    act: (c) => {
      c.web.commented = true;
      return [delivery("remove", c.web.name), workload(c, c.web.cascade ? "delete" : "orphan")];
    },
  },
  uncomment: {
    ready: ({ web }) => web.commented,
    act: (c) => {
      c.web.commented = false;
      return [delivery("add", c.web.name)];
    },
  },
  "rename-application": {
    ready: healthy,
    act: (c) => {
      const before = c.web.name;
      c.web.name = before.endsWith("-web") ? `${before}-site` : `${c.name}-web`;
      return [delivery("remove", before), delivery("add", c.web.name), workload(c, "adopt")];
    },
  },
  "move-source": {
    ready: healthy,
    act: (c) => {
      c.web.path = c.web.path.startsWith("fleet/") ? `workloads/${c.name}` : `fleet/${c.name}/web`;
      return [delivery("repath", c.web.name)];
    },
  },
  retarget: {
    ready: (c, { clusters }) => healthy(c) && clusters.length > 1,
    act: (c, random, { clusters }) => {
      const left = workload(c, "orphan");
      c.target = random.pick(clusters.filter(({ name }) => name !== c.target)).name;
      return [delivery("retarget", c.web.name), left, workload(c, "create")];
    },
  },
  "toggle-prune": {
    ready: delivered,
    act: (c) => {
      c.web.prune = !c.web.prune;
      return [delivery("policy", c.web.name)];
    },
  },
  "toggle-finalizer": {
    ready: delivered,
    act: (c) => {
      c.web.cascade = !c.web.cascade;
      return [delivery("policy", c.web.name)];
    },
  },
  wave: {
    ready: delivered,
    act: (c, random) => {
      c.web.wave += 1 + random.int(5);
      return [delivery("rewave", c.web.name)];
    },
  },
  image: {
    ready: healthy,
    act: (c) => {
      c.workload.tag += 1;
      return [workload(c, "roll")];
    },
  },
  "scale-workload": {
    ready: healthy,
    act: (c) => {
      c.workload.replicas = c.workload.replicas === 2 ? 4 : 2;
      return [workload(c, "scale")];
    },
  },
  break: {
    ready: healthy,
    act: (c, random) => {
      c.workload.broken = random.pick(/** @type {const} */ (["unclosed", "scalar"]));
      return [delivery("break", c.web.name)];
    },
  },
  repair: {
    ready: (c) => delivered(c) && c.workload.broken !== "",
    act: (c) => {
      c.workload.broken = "";
      return [delivery("repair", c.web.name)];
    },
  },
  "add-cluster": {
    ready: always,
    act: (_, random, fleet) => {
      const added = createCluster(fleet, random);
      fleet.clusters.push(added);
      return [...cluster(added, "create"), delivery("add", added.apps.name)];
    },
  },
  "delete-cluster": {
    ready: (c, { clusters }) => clusters.length > 2 && clusters.every((o) => o === c || o.target !== c.name),
    act: (c, _, fleet) => {
      fleet.clusters.splice(fleet.clusters.indexOf(c), 1);
      return [
        ...cluster(c, c.apps.cascade && c.own.cascade ? "delete" : "orphan"),
        delivery("remove", c.apps.name),
      ];
    },
  },
  comment: meaningless((c) => {
    c.style.remarks += 1;
  }),
  quotes: meaningless((c) => {
    c.style.quoted = !c.style.quoted;
  }),
  "rename-file": meaningless((c) => {
    c.style.suffix = c.style.suffix === "" ? "-v2" : "";
  }),
  "merge-files": meaningless((c) => {
    c.style.merged = !c.style.merged;
  }),
  "rename-application-file": meaningless((c) => {
    c.web.file = c.web.file.endsWith("/web.yaml")
      ? `fleet/${c.name}/apps/site.yaml`
      : `fleet/${c.name}/apps/web.yaml`;
  }),
  "convert-api": meaningless((c) => {
    c.api = c.api === "v1beta1" ? "v1beta2" : "v1beta1";
  }),
};
