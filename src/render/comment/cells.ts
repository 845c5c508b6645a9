// A change → the cells that tables share.
import type { ClusterImpact, ObjectRef, PlanChange, Range, SourceRef } from "../../model/plan.ts";
import { labelText } from "../../model/stand-in.ts";
import { code } from "../escape.ts";
import { appliesNote, count, EVIDENCE_MARK, operationLabel, range } from "../labels.ts";

/** "⬆️ upgrade (minor) `pool`", then why it does not simply happen, then what it rests on unless that is Git. */
export function changeCell(change: PlanChange): string {
  const hop = change.hop === undefined ? "" : ` (${change.hop})`;
  const what =
    change.what === undefined || change.layer === "addon" || change.what === change.object.name
      ? ""
      : ` ${code(change.what)}`;
  const manner = change.deletion ?? (change.propagation && "dependents stay");
  const removal = manner === undefined ? "" : ` (${manner})`;
  const evidence = change.evidence === "git" ? "" : ` · ${EVIDENCE_MARK[change.evidence]}`;
  const note = appliesNote(change);
  const head = `${operationLabel(change)}${hop}${removal}${what}${evidence}`;
  const where = change.standIn && UNPLACED.has(change.layer) ? `on ${labelText(change.cluster ?? "")}` : "";
  return [head, where, note].filter((part) => part !== "").join("<br>");
}

/** Layers whose tables have no column for clusters. */
const UNPLACED: ReadonlySet<PlanChange["layer"]> = new Set(["delivery", "platform"]);

/** "`v1` → `v2`"; without them the only field that differs, or how many do. */
export function fromTo(change: PlanChange): string {
  if (change.from !== undefined || change.to !== undefined) return arrow(change.from, change.to);
  if (change.through)
    return `through ${change.through.map((ref) => code(`${ref.kind} ${ref.name}`)).join(", ")}`;
  const [only, ...others] = change.fields;
  if (only === undefined) return "";
  if (others.length > 0) return count(change.fields.length, "field");
  if (!scalar(only.before) || !scalar(only.after)) return code(only.path);
  return `${code(only.path)}: ${arrow(shown(only.before), shown(only.after))}`;
}

const HELD: ReadonlySet<PlanChange["applies"]> = new Set(["refused", "blocked", "never"]);

/** "control plane 1, workers 2–4, peak +1", or what is created and removed; "" where no node changes. */
export function nodesCell(changes: readonly PlanChange[], impact: ClusterImpact | undefined): string {
  const rolling = changes.filter(({ rollout, applies }) => rollout !== undefined && !HELD.has(applies));
  const rollout = rolling.length === 1 ? rolling[0]?.rollout : undefined;
  const parts: string[] = [];
  const extra = impact?.peakExtra ?? rollout?.peakExtra ?? 0;
  const peak = extra > 0 ? `, peak +${extra}` : "";
  if (rollout !== undefined) {
    parts.push(
      `♻️ replaced: control plane ${range(rollout.controlPlane)}, workers ${range(rollout.workers)}${peak}`,
    );
  } else if (positive(impact?.nodes.replaced))
    parts.push(`♻️ replaced: ${range(impact.nodes.replaced)}${peak}`);
  if (positive(impact?.nodes.created)) parts.push(`➕ created: ${range(impact.nodes.created)}`);
  if (positive(impact?.nodes.removed)) parts.push(`❌ removed: ${range(impact.nodes.removed)}`);
  return parts.join("<br>");
}

/** "Kind namespace/name", raw. */
export function objectName(object: ObjectRef): string {
  return `${object.kind} ${qualified(object)}`;
}

/** "namespace/name", raw. */
export function qualified(object: ObjectRef): string {
  return object.namespace === "" ? object.name : `${object.namespace}/${object.name}`;
}

/** "path:line", raw; base is named because the line is not in the pull request's version. */
export function place(source: SourceRef): string {
  return `${source.path}:${source.line}${source.side === "base" ? " (base)" : ""}`;
}

function positive(value: Range | undefined): value is Range {
  return value !== undefined && value.max > 0;
}

function arrow(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && from === to) return `${code(from, 80)} (unchanged)`;
  return `${from === undefined ? "none" : code(from, 80)} → ${to === undefined ? "none" : code(to, 80)}`;
}

function scalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function shown(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
