// Variables and overrides before and after → what is resized, what is configured otherwise, and who rolls.

import type { FieldPath, Json } from "../../../lib/json-types.ts";
import type { ClusterSpec, Located } from "../../../model/cluster.ts";
import type { FieldChange } from "../../../model/plan.ts";
import { diffFields } from "../objects/fields.ts";
import type { ClusterFacts } from "./cluster-facts.ts";
import { entryPath } from "./pools.ts";
import { type Reach, type Reaches, templateRollout } from "./rollout.ts";
import { MACHINE, variableEffects } from "./variable-effects.ts";

type Values = ReadonlyMap<string, Located<Json>>;

/** A part of the cluster with its own variables on both sides, before the cluster's are taken into account. */
type Part = { readonly pool: string | undefined; readonly before: Values; readonly after: Values };

/** Where variables stand: the cluster, the control plane or a pool, and the parts they may take effect in. */
type VariableScope = {
  readonly what: string | undefined;
  readonly path: FieldPath;
  readonly before: Values;
  readonly after: Values;
  readonly parts: readonly Part[];
};

/**
 * One resize and one reconfigure at the most for each place that holds variables. A part rolls where the value that
 * holds there differs: its override, or else the cluster's (cluster-api exp/topology/desiredstate, patches and
 * internal/topology/variables). So an override that repeats the cluster's value changes nothing. `effective` is the head
 * with the parts that can roll.
 */
export function compareVariables(base: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const old = new Map(base.pools.map((pool) => [pool.name, pool.overrides]));
  const controlPlane: Part = {
    pool: undefined,
    before: base.controlPlane.overrides,
    after: effective.controlPlane.overrides,
  };
  const pools = effective.pools.map(
    (pool): Part => ({ pool: pool.name, before: old.get(pool.name) ?? new Map(), after: pool.overrides }),
  );
  const scopes: VariableScope[] = [
    {
      what: undefined,
      path: ["spec", "topology", "variables"],
      before: base.variables,
      after: effective.variables,
      parts: [controlPlane, ...pools],
    },
    {
      ...controlPlane,
      what: "control-plane",
      path: [...effective.controlPlane.path, "variables", "overrides"],
      parts: [controlPlane],
    },
    ...effective.pools.map((pool, i): VariableScope => {
      const part = pools[i] as Part;
      const path = [...entryPath(pool), "variables", "overrides"];
      return { what: pool.name, path, before: part.before, after: part.after, parts: [part] };
    }),
  ];
  return scopes.flatMap((place) => scopeFacts(place, base.variables, effective));
}

type Changed = { readonly name: string; readonly fields: readonly FieldChange[] };

function scopeFacts(place: VariableScope, former: Values, effective: ClusterSpec): ClusterFacts[] {
  const names = [...new Set([...place.before.keys(), ...place.after.keys()])].sort();
  const changed = names.flatMap((name): Changed[] => {
    const path = [...place.path, `[${name}]`, "value"];
    const fields = diffFields(place.before.get(name)?.value, place.after.get(name)?.value, path);
    return fields.length > 0 ? [{ name, fields }] : [];
  });
  const resized = changed.filter(({ name }) => MACHINE.has(name));
  const others = changed.filter(({ name }) => !MACHINE.has(name));
  return [
    ...facts("resize", resized, place, former, effective),
    ...facts("reconfigure", others, place, former, effective),
  ];
}

function facts(
  operation: "resize" | "reconfigure",
  changed: readonly Changed[],
  place: VariableScope,
  former: Values,
  effective: ClusterSpec,
): ClusterFacts[] {
  if (changed.length === 0) return [];
  const names = changed.map((c) => c.name);
  const reach = reachOf(names, place, former, effective.variables);
  const reached = [reach.controlPlane, ...reach.pools.values()].filter((r) => r !== undefined);
  const single = changed.length === 1 && changed[0]?.fields.length === 1 ? changed[0].fields[0] : undefined;
  const values = single && { from: shown(single.before), to: shown(single.after) };
  const at = names.map((name) => place.after.get(name)?.path).find((p) => p !== undefined);
  return [
    {
      operation,
      fields: changed.flatMap((c) => c.fields),
      ...(place.what === undefined ? {} : { what: place.what }),
      ...(values?.from === undefined ? {} : { from: values.from }),
      ...(values?.to === undefined ? {} : { to: values.to }),
      ...(at ? { at } : {}),
      ...templateRollout(effective, reach),
      evidence: reached.length === 0 || reached.includes("rolls") ? "git" : "unknown",
    },
  ];
}

/** An override speaks for its own part; the cluster's variables for parts that override on neither side. */
function reachOf(names: readonly string[], place: VariableScope, former: Values, latter: Values): Reach {
  const pools = new Map<string, Reaches>();
  let controlPlane: Reaches | undefined;
  for (const part of place.parts) {
    const reaches = strongest(names.flatMap((name) => effectIn(name, part, place, former, latter)));
    if (reaches === undefined) continue;
    if (part.pool === undefined) controlPlane = reaches;
    else pools.set(part.pool, reaches);
  }
  return { controlPlane, pools };
}

function effectIn(name: string, part: Part, place: VariableScope, former: Values, latter: Values): Reaches[] {
  const overridden = part.before.has(name) || part.after.has(name);
  if (place.what === undefined && overridden) return [];
  const before = (part.before.get(name) ?? former.get(name))?.value;
  const after = (part.after.get(name) ?? latter.get(name))?.value;
  return variableEffects(name, before, after)
    .filter(({ scope }) => scope === "all" || (scope === "pools") === (part.pool !== undefined))
    .map(({ certain }) => (certain ? "rolls" : "may-roll"));
}

function strongest(reaches: readonly Reaches[]): Reaches | undefined {
  return reaches.find((r) => r === "rolls") ?? reaches[0];
}

function shown(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
