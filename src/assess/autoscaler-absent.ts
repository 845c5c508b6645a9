// A pool is to be scaled automatically, and nothing in Git scales it, or an autoscaler of another minor does.
import { clusterKeyOf } from "../fleet/fleet.ts";
import type { Fleet } from "../model/fleet.ts";
import { addonName, splitRelease } from "../resources/addon-name.ts";
import { type ClusterEdit, clusterEdits, happens, lineIn } from "./edit.ts";
import { defineRule } from "./rule.ts";

const AUTOSCALER = "cluster-autoscaler";

/** From builtin-generic-v3.7 on the platform installs it. Pools that were autoscaled before are no news. */
export const autoscalerAbsent = defineRule({
  id: "autoscaler-absent",
  severity: "caution",
  find: (input) => {
    const edits = clusterEdits(input.changes).filter((edit) => edit.changes.some(happens));
    const scaled = edits.filter(({ after }) => after.pools.some((pool) => pool.autoscaler));
    if (scaled.length === 0) return [];
    const pins = autoscalers(input.head);
    return scaled.flatMap((edit) => {
      const pin = pins.get(clusterKeyOf(edit.object, edit.after.name));
      const pools = newlyScaled(edit);
      const minor = pin === undefined ? "" : foreignMinor(pin, edit);
      const absent = pin === undefined && pools.length > 0 && !isPlatforms(edit);
      if (!absent && minor === "") return [];
      const { vkr } = edit.after;
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, pools, minor, version: vkr ? `${vkr.major}.${vkr.minor}` : "" },
          source: lineIn(edit, edit.after.pools.find((pool) => pool.autoscaler)?.path ?? []),
          evidence: minor === "" ? ("unknown" as const) : ("git" as const),
        },
      ];
    });
  },
  words: ({ facts: { cluster, pools, minor, version } }) =>
    minor === ""
      ? {
          message: `${pools.map((name) => `\`${name}\``).join(", ")} of \`${cluster}\` ${pools.length === 1 ? "has" : "have"} autoscaler bounds, and no \`${AUTOSCALER}\` in Git selects the cluster`,
          why: "The annotations alone scale nothing: a new pool starts at its minimum and stays there, and one that had a size keeps it.",
          do: `Add an AddonInstall of \`${AUTOSCALER}\`, unless the platform installs it.`,
        }
      : {
          message: `\`${cluster}\` runs Kubernetes ${version} after this, and its \`${AUTOSCALER}\` is pinned to ${minor}`,
          why: "The autoscaler simulates the scheduler of its own minor, and VKS requires the minor of the cluster.",
          do: `Pin the release of ${version} together with the cluster's version.`,
        },
});

/** Release each cluster's autoscaler is pinned to, "" where it floats. A configuration pins before an install does. */
function autoscalers({ installs, configs }: Fleet): Map<string, string> {
  const pins = new Map<string, string>();
  for (const { spec, matches } of installs.values()) {
    if (addonName(spec.addon) !== AUTOSCALER) continue;
    for (const key of matches.keys()) pins.set(key, spec.pin);
  }
  for (const { cluster, addon, pin, object } of configs.values()) {
    const key = clusterKeyOf(object, cluster);
    if (pin !== "" && addonName(addon) === AUTOSCALER && pins.has(key)) pins.set(key, pin);
  }
  return pins;
}

function newlyScaled({ before, after }: ClusterEdit): string[] {
  const scaled = new Set(before?.pools.flatMap((pool) => (pool.autoscaler ? [pool.name] : [])));
  return after.pools.flatMap((pool) => (pool.autoscaler && !scaled.has(pool.name) ? [pool.name] : []));
}

/** "1.33" where the pin is of another minor than a version that is new; else "". */
function foreignMinor(pin: string, { before, after }: ClusterEdit): string {
  const release = /^v?(\d{1,4})\.(\d{1,4})\./.exec(splitRelease(pin).version || pin);
  if (!release || !after.vkr || before?.version === after.version) return "";
  const [, major, minor] = release;
  const same = Number(major) === after.vkr.major && Number(minor) === after.vkr.minor;
  return same ? "" : `${major}.${minor}`;
}

function isPlatforms({ after }: ClusterEdit): boolean {
  const release = /^builtin-generic-v(\d{1,4})\.(\d{1,4})\./.exec(after.class?.name ?? "");
  return (
    release !== null && (Number(release[1]) > 3 || (Number(release[1]) === 3 && Number(release[2]) >= 7))
  );
}
