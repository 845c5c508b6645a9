// A change → the cells that tables share.
import type { ClusterImpact, ObjectRef, PlanChange, Range, SourceRef } from "../../model/plan.ts";
import { labelText } from "../../model/stand-in.ts";
import { code, prose } from "../escape.ts";
import { appliesNote, count, EVIDENCE_WORDS, isHeld, operationLabel, range } from "../labels.ts";

/** "⬆️ upgrade (minor) `pool` 3 → 4", then why it does not simply happen, and what it rests on unless that is Git. */
export function changeCell(change: PlanChange): string {
  const hop = change.hop === undefined ? "" : ` (${change.hop})`;
  const what =
    change.what === undefined || change.layer === "addon" || change.what === change.object.name
      ? ""
      : ` ${code(change.what)}`;
  const manner = change.deletion ?? (change.propagation && "dependents stay");
  const removal = manner === undefined ? "" : ` (${manner})`;
  const note = appliesNote(change);
  const ends = fromTo(change);
  const head = `${operationLabel(change)}${hop}${removal}${what}${ends === "" ? "" : ` ${ends}`}`;
  const where = change.standIn && UNPLACED.has(change.layer) ? `on ${clusterText(change.cluster ?? "")}` : "";
  return [`${head}${EVIDENCE_WORDS[change.evidence]}`, where, note]
    .filter((part) => part !== "")
    .join("<br>");
}

/** Layers whose tables have no column for clusters. */
const UNPLACED: ReadonlySet<PlanChange["layer"]> = new Set(["delivery", "platform"]);

/** "`cl01`", "every cluster labelled `type=vks`". */
export function clusterText(cluster: string): string {
  return cluster.startsWith("every ") ? prose(labelText(cluster), 200) : code(cluster, 160);
}

/** "1.33.6 → 1.34.2"; without them the only field that differs, or how many do. */
export function fromTo(change: PlanChange): string {
  if (ENDS.has(change.operation))
    return change.to === undefined ? "" : (releaseOf(change.to) ?? code(change.to, 60));
  if (change.from !== undefined || change.to !== undefined) return arrow(change.from, change.to);
  if (change.operation === "adopt") return adoptedFrom(change);
  if (change.through)
    return `through ${change.through.map((ref) => code(`${ref.kind} ${ref.name}`)).join(", ")}`;
  const [only, ...others] = change.fields;
  if (only === undefined) return "";
  if (others.length > 0) return count(change.fields.length, "field");
  if (!scalar(only.before) || !scalar(only.after)) return code(lastParts(only.path));
  return `${code(lastParts(only.path))} ${arrow(shown(only.before), shown(only.after))}`;
}

/** "from `app-1`": the Application that had it, without its namespace. */
function adoptedFrom({ fields }: PlanChange): string {
  const before = fields.find(({ path }) => path === "application")?.before;
  return typeof before === "string" ? `from ${code(before.split("/").at(-1) ?? before, 60)}` : "";
}

/** Of these only what comes is told. */
const ENDS: ReadonlySet<PlanChange["operation"]> = new Set(["create", "delete", "orphan", "add", "remove"]);

/** The whole path stands in the diff. */
function lastParts(path: string): string {
  if (path.length <= NARROW) return path;
  const last = path.split(".").slice(-2).join(".");
  return `…${last.slice(1 - NARROW)}`;
}

/**
 * A sentence of the plan with "1.34.2" for each full name of a vSphere Kubernetes release, as long as that tells those that it
 * names apart.
 */
export function shortReleases(sentence: string): string {
  const full = new Set(sentence.match(RELEASE) ?? []);
  const short = new Set([...full].map((name) => releaseOf(name)));
  return full.size === 0 || short.size !== full.size
    ? sentence
    : sentence.replace(RELEASE, (name) => releaseOf(name) ?? name);
}

const RELEASE = /\bv?\d{1,4}\.\d{1,4}\.\d{1,4}(?:---|\+)vmware[\w.-]{0,60}\w/g;

/** "control plane 1, workers 2–4, peak +1", or what is created and removed; "" where no node changes. */
export function nodesCell(changes: readonly PlanChange[], impact: ClusterImpact | undefined): string {
  const rolling = changes.filter((change) => change.rollout !== undefined && !isHeld(change));
  const rollout = rolling.length === 1 ? rolling[0]?.rollout : undefined;
  const parts: string[] = [];
  const extra = impact?.peakExtra ?? rollout?.peakExtra ?? 0;
  const peak = extra > 0 ? `, ${extra} more at the peak` : "";
  if (rollout !== undefined) {
    parts.push(
      `replaced: control plane ${range(rollout.controlPlane)}, workers ${range(rollout.workers)}${peak}`,
    );
  } else if (positive(impact?.nodes.replaced)) parts.push(`replaced: ${range(impact.nodes.replaced)}${peak}`);
  if (positive(impact?.nodes.created)) parts.push(`created: ${range(impact.nodes.created)}`);
  if (positive(impact?.nodes.removed)) parts.push(`removed: ${range(impact.nodes.removed)}`);
  return parts.join(", ");
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
  if (from !== undefined && from === to) return `${code(from, 60)} (unchanged)`;
  const [short, other] = [releaseOf(from), releaseOf(to)];
  if (short !== undefined && other !== undefined && short !== other) return `${short} → **${other}**`;
  const [before, after] = narrow(from, to);
  return `${before === undefined ? "none" : code(before, 60)} → ${after === undefined ? "none" : code(after, 60)}`;
}

/** Both as a phone shows them side by side: the ends of long words, or their beginnings where the ends are equal. */
function narrow(from: string | undefined, to: string | undefined): [string | undefined, string | undefined] {
  const isWide = (value = "") => value.split(/[\s-]/).some((run) => run.length > NARROW);
  if (!isWide(from) && !isWide(to)) return [from, to];
  const end = (value: string | undefined) =>
    value === undefined || value.length <= NARROW ? value : `…${value.slice(1 - NARROW)}`;
  const start = (value: string | undefined) =>
    value === undefined || value.length <= NARROW ? value : `${value.slice(0, NARROW - 1)}…`;
  return end(from) === end(to) ? [start(from), start(to)] : [end(from), end(to)];
}

/** Characters of a word that a cell of a phone has room for. */
const NARROW = 24;

/** "1.34.2" of a release name of vSphere Kubernetes; its build stands in the diff. */
function releaseOf(version: string | undefined): string | undefined {
  return /^v?(\d{1,4}\.\d{1,4}\.\d{1,4})(?:---|\+)vmware\b/.exec(version ?? "")?.[1];
}

function scalar(value: unknown): boolean {
  return value === null || typeof value !== "object";
}

function shown(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
