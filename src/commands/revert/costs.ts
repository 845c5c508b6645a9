// The plan of a revert → what each part of it costs, a sentence each.
import type { Operation, Plan, PlanChange, Range } from "../../model/plan.ts";

/** In the order of the plan, each once. Names are in backticks. */
export function costsOf({ changes }: Pick<Plan, "changes">): string[] {
  return [...new Set(changes.flatMap((change) => costOf(change) ?? []))];
}

function costOf(change: PlanChange): string | undefined {
  const { object, cluster = object.name, applies, because } = change;
  const words = happening(change);
  if (applies === "auto" || applies === "never") return applies === "auto" ? words : undefined;
  const why = because === undefined ? "" : `: ${because}`;
  if (applies === "refused") return `\`${object.kind} ${object.name}\`: the API refuses this too${why}`;
  const when = applies === "window" ? "once a sync window lets it" : "once somebody sees to it";
  return `${words ?? `\`${object.kind} ${object.name}\` on \`${cluster}\` changes`}, ${when}${why}`;
}

function happening(change: PlanChange): string | undefined {
  const { layer, operation, object, what, from, to, rollout, cluster = object.name } = change;
  if (layer === "cluster") {
    const size = operation === "scale" ? nodesThatGo(cluster, what, Number(from), Number(to)) : undefined;
    return CLUSTER[operation]?.(cluster) ?? size ?? nodesThatRoll(cluster, rollout);
  }
  if (layer === "addon") return ADDON[operation]?.(what ?? object.name, cluster);
  if (operation === "roll") return `the pods of \`${object.kind} ${object.name}\` restart`;
  if (operation === "delete") {
    const alone = change.propagation === "orphan" ? ", and what it owns keeps running, unmanaged" : "";
    return `\`${object.kind} ${object.name}\` is deleted${alone}`;
  }
  return operation === "orphan"
    ? `\`${object.kind} ${object.name}\` stays, and nobody manages it`
    : undefined;
}

const CLUSTER: Readonly<Partial<Record<Operation, (cluster: string) => string>>> = {
  create: (cluster) => `\`${cluster}\` is created, empty`,
  delete: (cluster) => `\`${cluster}\` is destroyed with everything in it`,
  orphan: (cluster) =>
    `\`${cluster}\` keeps running, and nobody manages it: nothing prunes it, so that it has to be deleted by hand`,
};

const ADDON: Readonly<Partial<Record<Operation, (addon: string, cluster: string) => string>>> = {
  install: (addon, cluster) => `\`${addon}\` is installed on \`${cluster}\``,
  adopt: (addon, cluster) => `\`${addon}\` on \`${cluster}\` is taken over as it is`,
  uninstall: (addon, cluster) => `\`${addon}\` goes from \`${cluster}\` with what it keeps there`,
  retain: (addon, cluster) => `\`${addon}\` stays on \`${cluster}\`, and nobody manages it`,
  reconfigure: (addon, cluster) => `\`${addon}\` on \`${cluster}\` is configured as before`,
};

function nodesThatGo(cluster: string, what = "", from: number, to: number): string | undefined {
  if (!(from > to)) return undefined;
  const place = what === "" ? cluster : `${cluster}/${what}`;
  return from - to === 1
    ? `one node of \`${place}\` goes, with what lies on its disks`
    : `${from - to} nodes of \`${place}\` go, with what lies on their disks`;
}

function nodesThatRoll(cluster: string, rollout: PlanChange["rollout"]): string | undefined {
  if (rollout === undefined) return undefined;
  const parts = [
    partText(rollout.controlPlane, "of the control plane"),
    partText(rollout.workers, "of its pools"),
  ];
  const rolling = parts.filter((part) => part !== "");
  return rolling.length === 0 ? undefined : `\`${cluster}\` rolls again: ${rolling.join(" and ")}`;
}

function partText({ min, max }: Range, of: string): string {
  if (max === 0) return "";
  const count = min === max ? `${max}` : `${min} to ${max}`;
  return max === 1 ? `1 node ${of}` : `${count} nodes ${of}`;
}
