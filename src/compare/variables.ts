// Cluster variables and overrides before and after → what is resized, what is configured otherwise, and who rolls.
import type { ClusterSpec, Held, NodePool } from "../model/cluster.ts";
import type { FieldPath, Json } from "../model/json.ts";
import type { FieldChange } from "../model/plan.ts";
import type { ClusterFacts } from "./cluster.ts";
import { diffFields } from "./fields.ts";
import { entryPath } from "./pools.ts";
import { possibleRollout, templateRollout } from "./rollout.ts";

type Values = ReadonlyMap<string, Held<Json>>;

/** Variables that are the machine itself: changing one is a resize. */
const MACHINE = new Set(["vmClass", "storageClass", "volumes", "controlPlaneVolumes", "nodePoolVolumes"]);

/** Variables known to be part of a node's template (VKS ClusterClass builtin-generic, "Effects on the Clusters"). */
const ROLLS = new Set([...MACHINE, "node", "resourceConfiguration", "osConfiguration", "kubernetes"]);

/** One resize and one reconfigure at the most for each place that holds variables: the cluster, the control plane, a pool. */
export function compareVariables(before: ClusterSpec, after: ClusterSpec): ClusterFacts[] {
  const pools = new Map(before.pools.map((pool) => [pool.name, pool]));
  return [
    ...placeFacts(
      before.variables,
      after.variables,
      ["spec", "topology", "variables"],
      undefined,
      (name) => ({
        controlPlane: !after.controlPlane.overrides.has(name),
        pools: after.pools.filter((pool) => !pool.overrides.has(name)),
      }),
      after,
    ),
    ...placeFacts(
      before.controlPlane.overrides,
      after.controlPlane.overrides,
      [...after.controlPlane.path, "variables", "overrides"],
      "control-plane",
      () => ({ controlPlane: true, pools: [] }),
      after,
    ),
    ...after.pools.flatMap((pool) => {
      const old = pools.get(pool.name);
      const path = [...entryPath(pool), "variables", "overrides"];
      return old
        ? placeFacts(
            old.overrides,
            pool.overrides,
            path,
            pool.name,
            () => ({ controlPlane: false, pools: [pool] }),
            after,
          )
        : [];
    }),
  ];
}

type Reach = { readonly controlPlane: boolean; readonly pools: readonly NodePool[] };

function placeFacts(
  before: Values,
  after: Values,
  path: FieldPath,
  what: string | undefined,
  reach: (variable: string) => Reach,
  cluster: ClusterSpec,
): ClusterFacts[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = names.flatMap((name) => {
    const fields = diffFields(before.get(name)?.value, after.get(name)?.value, [
      ...path,
      `[${name}]`,
      "value",
    ]);
    return fields.length > 0 ? [{ name, fields }] : [];
  });
  const resized = changed.filter(({ name }) => MACHINE.has(name));
  const others = changed.filter(({ name }) => !MACHINE.has(name));
  return [
    ...facts("resize", resized, after, what, reach, cluster),
    ...facts("reconfigure", others, after, what, reach, cluster),
  ];
}

type Changed = readonly { readonly name: string; readonly fields: readonly FieldChange[] }[];

function facts(
  operation: "resize" | "reconfigure",
  changed: Changed,
  after: Values,
  what: string | undefined,
  reach: (variable: string) => Reach,
  cluster: ClusterSpec,
): ClusterFacts[] {
  if (changed.length === 0) return [];
  const names = changed.map((c) => c.name);
  const certain = names.some((name) => ROLLS.has(name));
  const rollout = templateRollout(cluster, joined(names.map(reach)));
  const single = changed.length === 1 && changed[0]?.fields.length === 1 ? changed[0].fields[0] : undefined;
  const values = single && { from: shown(single.before), to: shown(single.after) };
  const at = names.map((name) => after.get(name)?.path).find((p) => p !== undefined);
  return [
    {
      operation,
      fields: changed.flatMap((c) => c.fields),
      ...(what === undefined ? {} : { what }),
      ...(values?.from === undefined ? {} : { from: values.from }),
      ...(values?.to === undefined ? {} : { to: values.to }),
      ...(at ? { at } : {}),
      rollout: certain ? rollout : possibleRollout(rollout),
      evidence: certain ? "git" : "unknown",
    },
  ];
}

function joined(reaches: readonly Reach[]): Reach {
  return {
    controlPlane: reaches.some((r) => r.controlPlane),
    pools: [...new Set(reaches.flatMap((r) => r.pools))],
  };
}

function shown(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
