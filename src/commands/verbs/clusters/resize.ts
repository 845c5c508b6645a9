// /resize: a pool or a whole cluster and a VM class → the pool's override, or the variable all nodes read.

import { quoted } from "../../../lib/code-span.ts";
import { isList, isMap, list, map } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { NodePool } from "../../../model/cluster.ts";
import type { Command, Problem, Proposal, Refused } from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { findClusterPart, onlyPool } from "../../lookup/cluster-part.ts";
import { refusedVersion } from "../../lookup/running.ts";
import { declaredAt } from "../../lookup/selector.ts";
import { nearlyDeclared } from "../../lookup/vm-classes.ts";

type Resize = Extract<Command, { verb: "resize" }>;

const VARIABLE = "vmClass";

export const RESIZE = defineVerb<Resize>({
  name: "resize",
  usage: "/resize <cluster>[/<pool>] <vmClass> [--include-control-plane] [--accept=class:<vmClass>]",
  description:
    "Gives a node pool another VM class; with `--include-control-plane` the whole cluster. Every node of it is replaced.",
  examples: [
    "/resize cl01/pool-b vks-worker-xlarge",
    "/resize cl03 best-effort-medium --include-control-plane",
  ],
  flags: { "include-control-plane": undefined, accept: [], "dry-run": undefined },
  parse,
  propose,
});

function parse({ words, flags }: Line): Resize | Problem {
  const [place, vmClass, ...more] = words;
  if (place === undefined) return { problem: "a pool and a VM class are missing" };
  if (vmClass === undefined) return { problem: "a VM class is missing" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one pool at a time` };
  const wrong = /[^A-Za-z0-9./-]/.exec(place)?.[0];
  if (wrong !== undefined)
    return { problem: `${quoted(place)} is no cluster or pool: it holds ${quoted(wrong)}` };
  if (vmClass.length > 253 || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(vmClass))
    return { problem: `${quoted(vmClass)} is no name of a VM class` };
  const accept = flags.get("accept");
  if (accept !== undefined && accept !== `class:${vmClass}`)
    return { problem: `\`--accept\` takes \`class:${vmClass}\`, not ${quoted(accept)}` };
  const includeControlPlane = flags.has("include-control-plane");
  return { verb: "resize", place, vmClass, includeControlPlane, accepted: accept !== undefined };
}

async function propose(command: Resize, context: CommandContext): Promise<Proposal | Refused> {
  const { fleet } = context;
  const { place: text, vmClass, includeControlPlane } = command;
  const instead = (place: string) => `/resize ${place} ${vmClass}`;
  const place = findClusterPart(text, fleet, instead);
  if ("refused" in place) return place;
  const { cluster, part } = place;
  const refused = await refusedVersion(cluster, context);
  if (refused !== undefined) return refused;
  const { label } = cluster;
  const whole = [`/resize ${label} ${vmClass} --include-control-plane`];
  if (part === "control-plane")
    return {
      refused: "A control plane is resized with its cluster, by the variable they share",
      instead: whole,
    };
  if (cluster.spec.kind === "TanzuKubernetesCluster")
    return { refused: `${quoted(label)} is a TanzuKubernetesCluster, whose machines are not edited yet` };
  if (part !== undefined && includeControlPlane)
    return {
      refused: "One pool or the whole cluster, not both",
      instead: [instead(`${label}/${part.name}`), ...whole],
    };
  const misspelt = command.accepted ? undefined : nearlyDeclared(vmClass, fleet);
  if (misspelt !== undefined) return doYouMean(command, misspelt);
  if (includeControlPlane) return wholeCluster(cluster, vmClass);
  const pool = onlyPool(place, instead);
  return "refused" in pool
    ? { ...pool, instead: [...(pool.instead ?? []), ...whole] }
    : onePool(cluster, pool, vmClass);
}

/** A class that the Supervisor may have and Git does not name: whoever means it says so. */
function doYouMean({ place, vmClass, includeControlPlane }: Resize, declared: string): Refused {
  const rest = includeControlPlane ? " --include-control-plane" : "";
  return {
    refused: `Git names no VM class ${quoted(vmClass)}, but ${quoted(declared)}; a class that does not exist stops every node from being replaced`,
    instead: [
      `/resize ${place} ${declared}${rest}`,
      `/resize ${place} ${vmClass}${rest} --accept=class:${vmClass}`,
    ],
  };
}

function wholeCluster(cluster: FleetCluster, vmClass: string): Proposal | Refused {
  const { label, spec } = cluster;
  const variable = spec.variables.get(VARIABLE);
  if (variable === undefined)
    return { refused: `${quoted(label)} does not set the variable \`${VARIABLE}\`` };
  if (variable.value === vmClass) return there(label, `its \`${VARIABLE}\` is ${quoted(vmClass)} already`);
  const own = spec.pools.filter(({ overrides }) => overrides.has(VARIABLE)).map(({ name }) => quoted(name));
  const kept = own.length === 0 ? "" : `; ${own.join(", ")} keep their own`;
  const words = `every node of \`${label}\` from ${valueText(variable.value)} to \`${vmClass}\`${kept}`;
  const above = spec.controlPlane.overrides.get(VARIABLE);
  const places = above === undefined || above.value === vmClass ? [variable] : [variable, above];
  return resized(
    cluster,
    words,
    places.map(({ path }): EditStep => ({ op: "set", path, value: vmClass })),
  );
}

function onePool(cluster: FleetCluster, pool: NodePool, vmClass: string): Proposal | Refused {
  const { label, spec } = cluster;
  const override = pool.overrides.get(VARIABLE);
  const now = (override ?? spec.variables.get(VARIABLE))?.value;
  if (now === vmClass) return there(label, `${quoted(pool.name)} has ${quoted(vmClass)} already`);
  const words = `every node of \`${label}/${pool.name}\` from ${valueText(now)} to \`${vmClass}\``;
  const step: EditStep =
    override === undefined
      ? added(cluster, pool, vmClass)
      : { op: "set", path: override.path, value: vmClass };
  return resized(cluster, words, [step], pool.name);
}

/** The override is added to the pool's overrides; parents that are missing are written with it. */
function added({ object }: FleetCluster, { path }: NodePool, vmClass: string): EditStep {
  const entry = { name: VARIABLE, value: vmClass };
  const variables = map(object.manifest.object, [...path, "variables"]);
  if (!isMap(variables)) return { op: "insert", path, key: "variables", value: { overrides: [entry] } };
  const at = [...path, "variables", "overrides"];
  if (isList(variables["overrides"]) && list(object.manifest.object, at).length > 0)
    return { op: "append", path: at, value: entry };
  return { op: "insert", path: [...path, "variables"], key: "overrides", value: [entry] };
}

function resized(cluster: FleetCluster, words: string, steps: readonly EditStep[], what?: string): Proposal {
  const expected = [
    {
      layer: "cluster",
      cluster: cluster.label,
      operation: "resize",
      ...(what === undefined ? {} : { what }),
    } as const,
  ];
  return { targets: [{ ...declaredAt(cluster), words, steps, expected }], skipped: [] };
}

function there(cluster: string, reason: string): Proposal {
  return { targets: [], skipped: [{ cluster, reason, done: true }] };
}

function valueText(value: Json | undefined): string {
  return typeof value === "string" ? quoted(value) : "the default";
}
