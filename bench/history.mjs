// A seed → a fleet that lives: one event per commit, and what a plan of that commit must say.
import { EVENTS } from "./events.mjs";
import { fleetFiles } from "./files.mjs";
import { createFleet } from "./fleet.mjs";
import { createRandom } from "./random.mjs";

/** @import { Event, Expected } from "./events.mjs" */
/** @import { Fleet } from "./fleet.mjs" */
/** @import { Random } from "./random.mjs" */

/**
 * One commit: all files after it, and the truth about it. `expected` is empty where the commit means nothing.
 * @typedef {object} Commit
 * @property {string} kind
 * @property {string} cluster
 * @property {readonly Expected[]} expected
 * @property {Readonly<Record<string, string>>} files
 */

/**
 * The first commit is the fleet as it begins (`kind` "begin"). Deterministic.
 * @param {{ seed: number, clusters: number, commits: number, kinds?: readonly string[] }} options `kinds`: only these events
 * @returns {Generator<Commit, void, undefined>}
 */
export function* generateHistory({ seed, clusters, commits, kinds = Object.keys(EVENTS) }) {
  const random = createRandom(seed ^ 0x5eed);
  const fleet = createFleet({ seed, clusters });
  yield { kind: "begin", cluster: "", expected: [], files: fleetFiles(fleet) };
  for (let i = 0; i < commits; i++) {
    const { kind, cluster, event } = choose(kinds, fleet, random);
    const expected = event.act(cluster, random, fleet);
    yield { kind, cluster: cluster.name, expected, files: fleetFiles(fleet) };
  }
}

/** @param {readonly string[]} kinds @param {Fleet} fleet @param {Random} random */
function choose(kinds, fleet, random) {
  for (let tries = 0; tries < 10_000; tries++) {
    const kind = random.pick(kinds);
    const cluster = random.pick(fleet.clusters);
    const event = /** @type {Event} */ (EVENTS[kind]);
    if (event.ready(cluster, fleet)) return { kind, cluster, event };
  }
  throw new Error(`none of the events ${kinds.join(", ")} can happen`);
}
