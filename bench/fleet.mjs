// The state of an invented fleet, and how it begins. Events change it in place; files.mjs writes it down.
import { createRandom } from "./random.mjs";

/**
 * An Application of a cluster. `commented`: its file is commented out from the first line to the last.
 * @typedef {object} App
 * @property {string} name
 * @property {string} file path of the file that declares it
 * @property {string} path its source
 * @property {number} wave
 * @property {boolean} prune
 * @property {boolean} cascade
 * @property {boolean} commented
 */

/**
 * A node pool: `max` 0 stands for a fixed number of `min` replicas, else the autoscaler's bounds are `min` to `max`.
 * @typedef {{ name: string, min: number, max: number, vmClass: string }} Pool
 */

/**
 * One cluster with its own vSphere Namespace, registration, add-on, Applications and workload. `style` counts edits
 * that mean nothing; `target` is the cluster its workload runs on, by name.
 * @typedef {object} Cluster
 * @property {string} name
 * @property {string} namespace
 * @property {{ minor: number, patch: number, fips: boolean }} version
 * @property {"v1beta1" | "v1beta2"} api
 * @property {number} controlPlane
 * @property {string} className
 * @property {Pool[]} pools
 * @property {string} environment
 * @property {string} pin the AddonRelease of cert-manager, "" where it floats
 * @property {{ quoted: boolean, remarks: number, merged: boolean, suffix: string }} style
 * @property {App} apps the app-of-apps
 * @property {App} own what delivers the Cluster
 * @property {App} web what delivers the workload
 * @property {string} target
 * @property {{ tag: number, replicas: number, broken: "" | "unclosed" | "scalar" }} workload
 */

/** @typedef {{ clusters: Cluster[], serial: number }} Fleet */

export const REPO_URL = "https://git.example.com/platform/fleet.git";

/** @param {{ seed: number, clusters: number }} options @returns {Fleet} */
export function createFleet({ seed, clusters }) {
  const random = createRandom(seed);
  /** @type {Fleet} */
  const fleet = { clusters: [], serial: 0 };
  for (let i = 0; i < clusters; i++) fleet.clusters.push(createCluster(fleet, random));
  return fleet;
}

/** The next cluster of the fleet; the caller adds it. @param {Fleet} fleet @param {import("./random.mjs").Random} random @returns {Cluster} */
export function createCluster(fleet, random) {
  fleet.serial += 1;
  const number = String(fleet.serial).padStart(3, "0");
  const name = `cl-${number}`;
  const cascade = random.chance(0.6);
  const app = (/** @type {Partial<App>} */ parts) => ({
    name,
    file: `fleet/${name}/apps/${parts.path?.split("/").pop()}.yaml`,
    path: "",
    wave: 0,
    prune: true,
    cascade,
    commented: false,
    ...parts,
  });
  return {
    name,
    namespace: `ns-${number}`,
    version: { minor: 31 + random.int(4), patch: 2 + random.int(4), fips: random.chance(0.5) },
    api: random.chance(0.7) ? "v1beta2" : "v1beta1",
    controlPlane: random.pick([1, 3]),
    className: "builtin-generic-v3.5.0",
    pools: [
      { name: "pool-a", min: 1 + random.int(4), max: 0, vmClass: "best-effort-large" },
      { name: "pool-b", min: 1 + random.int(3), max: 5 + random.int(3), vmClass: "best-effort-large" },
    ],
    environment: random.pick(["prod", "staging", "lab"]),
    pin: "",
    style: { quoted: random.chance(0.5), remarks: 0, merged: random.chance(0.3), suffix: "" },
    apps: app({ file: `bootstrap/${name}.yaml`, path: `fleet/${name}/apps`, wave: 5 }),
    own: app({ name: `${name}-cluster`, path: `fleet/${name}/cluster`, wave: 10 }),
    web: app({ name: `${name}-web`, path: `fleet/${name}/web`, wave: 20, cascade: random.chance(0.5) }),
    target: name,
    workload: { tag: 1, replicas: 2, broken: "" },
  };
}
