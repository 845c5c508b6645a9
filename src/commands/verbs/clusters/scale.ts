// /scale: a pool or a control plane and a number → its replicas, or the bounds of its autoscaler.

import { quoted } from "../../../lib/code-span.ts";
import { get } from "../../../lib/json.ts";
import type { FieldPath } from "../../../lib/json-types.ts";
import { AUTOSCALER_BOUNDS } from "../../../manifests/vks/cluster.ts";
import { controlPlaneSizes, FIVE_NODE_RELEASES } from "../../../manifests/vks/control-plane-sizes.ts";
import type { NodePool } from "../../../model/cluster.ts";
import type { Command, Problem, Proposal, Refused, Size } from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { findClusterPart, onlyPool } from "../../lookup/cluster-part.ts";
import { refusedVersion } from "../../lookup/running.ts";
import { declaredAt } from "../../lookup/selector.ts";

type Scale = Extract<Command, { verb: "scale" }>;

/** Nodes a pool may be asked for: beyond it a slip of the finger is likelier than a wish. */
const MOST_NODES = 1000;

export const SCALE = defineVerb<Scale>({
  name: "scale",
  usage: "/scale <cluster>[/<pool>|/control-plane] <n|+n|-n|min..max>",
  description:
    "Sets the replicas of a node pool or a control plane; for an autoscaled pool its bounds, `min..max`.",
  examples: [
    "/scale cl01/pool-a 5",
    "/scale cl01/pool-a +1",
    "/scale cl02/pool-b 2..6",
    "/scale cl03/control-plane 3",
  ],
  flags: { "dry-run": undefined },
  parse,
  propose,
});

function parse({ words }: Line): Scale | Problem {
  const [place, text, ...more] = words;
  if (place === undefined) return { problem: "a cluster or a pool and a number are missing" };
  if (text === undefined) return { problem: "a number is missing" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one pool at a time` };
  const wrong = /[^A-Za-z0-9./-]/.exec(place)?.[0];
  if (wrong !== undefined)
    return { problem: `${quoted(place)} is no cluster or pool: it holds \`${wrong}\`` };
  const size = readSize(text);
  return "problem" in size ? size : { verb: "scale", place, size };
}

function readSize(text: string): Size | Problem {
  const bounds = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text);
  if (bounds !== null) {
    const [min, max] = [Number(bounds[1]), Number(bounds[2])];
    if (min > max) return { problem: `${quoted(text)} begins above its end` };
    return max > MOST_NODES ? tooLarge(max) : { kind: "bounds", min, max };
  }
  const number = /^([+-]?)(\d{1,6})$/.exec(text);
  if (number === null)
    return { problem: `${quoted(text)} is no number: type \`5\`, \`+1\`, \`-1\` or \`2..6\`` };
  const nodes = Number(number[2]);
  if (nodes > MOST_NODES) return tooLarge(nodes);
  if (number[1] === "") return { kind: "exact", nodes };
  return { kind: "by", nodes: number[1] === "-" ? -nodes : nodes };
}

function tooLarge(nodes: number): Problem {
  return { problem: `${nodes} nodes are more than the ${MOST_NODES} a pool is scaled to at once` };
}

async function propose({ place: text, size }: Scale, context: CommandContext): Promise<Proposal | Refused> {
  const { fleet } = context;
  const typed = sizeText(size);
  const instead = (place: string) => `/scale ${place} ${typed}`;
  const place = findClusterPart(text, fleet, instead);
  if ("refused" in place) return place;
  const refused = await refusedVersion(place.cluster, context);
  if (refused !== undefined) return refused;
  if (place.part === "control-plane") return controlPlane(place.cluster, size);
  const pool = onlyPool(place, instead);
  if ("refused" in pool) return pool;
  return pool.autoscaler === undefined
    ? replicas(place.cluster, pool, size)
    : bounds(place.cluster, pool, size);
}

function controlPlane(cluster: FleetCluster, size: Size): Proposal | Refused {
  const { label, spec } = cluster;
  const now = spec.controlPlane.replicas ?? 1;
  const nodes = size.kind === "exact" ? size.nodes : size.kind === "by" ? now + size.nodes : undefined;
  const name = `${label}/control-plane`;
  const sizes = controlPlaneSizes(spec.vkr);
  if (nodes === undefined || !sizes.includes(nodes)) {
    const meant = nearestSize(nodes ?? now, now, sizes);
    return {
      refused: whyNoSize(cluster, nodes, now, sizes),
      instead: meant === now ? [] : [`/scale ${name} ${meant}`],
    };
  }
  if (nodes === now) return there(cluster, `its control plane has ${now} already`);
  const step = sizeStep(cluster, spec.controlPlane.path, nodes);
  const needs = nodes === 5 ? ", which takes VKS 3.7 or newer" : "";
  const words = `the control plane of \`${label}\` from ${now} to ${nodes}${needs}`;
  return one(cluster, "control-plane", words, [step], `${nodes}`);
}

/** Of those that take no node away. What is there where none is nearer. */
function nearestSize(wanted: number, now: number, sizes: readonly number[]): number {
  const possible = sizes.filter((size) => size >= now);
  const by = (size: number) => Math.abs(size - wanted);
  return possible.toSorted((a, b) => by(a) - by(b) || b - a)[0] ?? now;
}

function whyNoSize(
  { label, spec }: FleetCluster,
  wanted: number | undefined,
  now: number,
  sizes: readonly number[],
): string {
  if (wanted === 5)
    return `Five control-plane nodes need VKS 3.7 and a VKr of ${orList(FIVE_NODE_RELEASES)} at least; ${quoted(label)} declares ${quoted(spec.version)} and has ${now}`;
  return `A control plane has ${orList(sizes)} nodes, because etcd needs a majority; ${quoted(label)} has ${now}`;
}

function replicas(cluster: FleetCluster, pool: NodePool, size: Size): Proposal | Refused {
  const name = `${cluster.label}/${pool.name}`;
  const now = pool.replicas ?? 1;
  if (size.kind === "bounds")
    return {
      refused: `${quoted(name)} has a fixed number of nodes, ${now}; bounds belong to an autoscaled pool`,
      instead: [`/scale ${name} ${size.max}`],
    };
  const nodes = size.kind === "by" ? now + size.nodes : size.nodes;
  if (nodes < 0 || nodes > MOST_NODES)
    return {
      refused: `${quoted(name)} has ${now}; that would be ${nodes}`,
      instead: [`/scale ${name} ${Math.max(0, now - 1)}`],
    };
  if (nodes === now) return there(cluster, `${quoted(pool.name)} has ${now} already`);
  const step = sizeStep(cluster, pool.path, nodes);
  return one(cluster, pool.name, `\`${name}\` from ${now} to ${nodes}`, [step], `${nodes}`);
}

function bounds(cluster: FleetCluster, pool: NodePool, size: Size): Proposal | Refused {
  const name = `${cluster.label}/${pool.name}`;
  const [min, max] = [pool.autoscaler?.min ?? 0, pool.autoscaler?.max ?? 0];
  if (size.kind !== "bounds") {
    const nodes = Math.max(0, size.kind === "by" ? max + size.nodes : size.nodes);
    return {
      refused: `${quoted(name)} is autoscaled between ${min} and ${max}, so the autoscaler sets its number. Give bounds`,
      instead: [`/scale ${name} ${Math.min(min, nodes)}..${nodes}`],
    };
  }
  if (size.min === min && size.max === max)
    return there(cluster, `${quoted(pool.name)} has ${min}..${max} already`);
  const steps = AUTOSCALER_BOUNDS.map((key, i): EditStep => {
    const value = String(i === 0 ? size.min : size.max);
    const annotations = [...pool.path, "metadata", "annotations"];
    return pool.annotations.has(key)
      ? { op: "set", path: [...annotations, key], value }
      : { op: "insert", path: annotations, key, value };
  });
  const to = size.min === size.max ? `${size.min}` : `${size.min}..${size.max}`;
  return one(cluster, pool.name, `\`${name}\` from ${min}..${max} to ${sizeText(size)}`, steps, to);
}

function sizeStep({ object }: FleetCluster, part: FieldPath, nodes: number): EditStep {
  const path = [...part, "replicas"];
  return get(object.manifest.object, path) === undefined
    ? { op: "insert", path: part, key: "replicas", value: nodes, after: "name" }
    : { op: "set", path, value: nodes };
}

function one(
  cluster: FleetCluster,
  what: string,
  words: string,
  steps: readonly EditStep[],
  to: string,
): Proposal {
  const expected = [{ layer: "cluster", cluster: cluster.label, operation: "scale", what, to } as const];
  return { targets: [{ ...declaredAt(cluster), words, steps, expected }], skipped: [] };
}

function there({ label }: FleetCluster, reason: string): Proposal {
  return { targets: [], skipped: [{ cluster: label, reason, done: true }] };
}

function sizeText(size: Size): string {
  if (size.kind === "bounds") return `${size.min}..${size.max}`;
  return size.kind === "by" && size.nodes >= 0 ? `+${size.nodes}` : String(size.nodes);
}

/** "1, 3 or 5", of two at least. */
function orList(parts: readonly (string | number)[]): string {
  return `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}
