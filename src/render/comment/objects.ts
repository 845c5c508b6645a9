// Changes → one block for each object with the fields that differ.
import { groupBy } from "../../lib/group-by.ts";
import type { FieldChange, Plan, PlanChange } from "../../model/plan.ts";
import { code, fence } from "../escape.ts";
import { appliesWord, count, operationLabel } from "../labels.ts";
import { type Links, sourceLink } from "../links.ts";
import { objectName } from "./cells.ts";
import type { Detail, Section } from "./detail.ts";
import { diffOf, type ObjectDiff } from "./diff.ts";
import { fold, names } from "./table.ts";

const NAMED = 7;

type Block = {
  /** They have the same diff. */
  readonly objects: readonly PlanChange[][];
  readonly diff: ObjectDiff;
  readonly workload: boolean;
};

/** Diffs with more than `openLines` changed lines are folded. */
type Shown = Detail & { readonly openLines: number; readonly links: Links };

/** Objects with fields that differ, in the order of the plan. */
export function objectSections(plan: Plan, openLines: number, links: Links): Section[] {
  const differing = plan.changes.filter(({ fields }) => fields.length > 0);
  if (differing.length === 0) return [];
  const objects = [...groupBy(differing, keyOf).values()];
  const title = `Diff: ${count(objects.length, "object")}, ${count(fieldCount(differing), "field")}`;
  let blocks: Block[] | undefined;
  const text = (detail: Detail, omitted: string[]): string => {
    if (detail.diffs === "none") {
      omitted.push(`diffs of ${count(objects.length, "object")}`);
      if (detail.rows === "counts") return "";
      return fold(
        title,
        names(
          objects.flatMap(([change]) => (change ? [objectName(change.object)] : [])),
          "objects",
          detail,
          omitted,
        ),
      );
    }
    blocks ??= blocksOf(objects);
    return fold(title, blocksText(blocks, { ...detail, openLines, links }, omitted));
  };
  return [{ minLength: objects.length * 12, text }];
}

function blocksText(blocks: readonly Block[], detail: Shown, omitted: string[]): string {
  const skipped = detail.diffs === "no-workloads" ? blocks.filter(({ workload }) => workload) : [];
  const hidden = skipped.reduce((sum, block) => sum + block.objects.length, 0);
  if (hidden > 0) omitted.push(`diffs of ${count(hidden, "workload object")}`);
  if (!detail.context && blocks.some(({ diff }) => diff.full.length > diff.plain.length))
    omitted.push("unchanged lines in diffs");
  return blocks.map((block) => blockText(block, detail)).join("\n\n");
}

function blockText({ objects, diff, workload }: Block, detail: Shown): string {
  const shown = objects.slice(0, NAMED).map((changes) => headerLine(changes, detail.links));
  const rest = objects.length - shown.length;
  const others = fold(
    `${count(rest, "more object")} with the same diff`,
    objects
      .slice(NAMED)
      .map((changes) => headerLine(changes, detail.links))
      .join("\n"),
  );
  const header = `${shown.join("\n")}${rest > 0 ? `\n\n${others}` : ""}`;
  const lines = detail.context ? diff.full : diff.plain;
  if (lines.length === 0 || (workload && detail.diffs === "no-workloads")) return header;
  const fenced = fence(lines, "diff");
  return `${header}\n\n${diff.changed <= detail.openLines ? fenced : fold(count(diff.changed, "changed line"), fenced)}`;
}

/** "- `Cluster ns/name` — `path:line` · ⬆️ upgrade", as a list item so that neighbours keep their own line. */
function headerLine(changes: readonly PlanChange[], links: Links): string {
  const [first] = changes;
  if (first === undefined) return "";
  const source = first.source === null ? "" : ` — ${sourceLink(first.source, links)}`;
  const words = changes.map((change) => {
    const word = appliesWord(change);
    return `${operationLabel(change)}${word === "" ? "" : ` (${word})`}`;
  });
  return `- ${code(objectName(first.object), 300)}${source} · ${[...new Set(words)].join(", ")}`;
}

function blocksOf(objects: readonly PlanChange[][]): Block[] {
  const entries = objects.map((changes) => ({ changes, diff: diffOf(fieldsOf(changes)) }));
  const alike = groupBy(entries, ({ changes, diff }) => {
    const first = changes[0];
    return `${first?.layer}\u0000${first?.operation}\u0000${diff.full.join("\n")}`;
  });
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const workload = first.changes.every(({ layer }) => layer === "workload");
    return [{ objects: group.map(({ changes }) => changes), diff: first.diff, workload }];
  });
}

function fieldCount(changes: readonly PlanChange[]): number {
  return changes.reduce((sum, { fields }) => sum + fields.length, 0);
}

/** Several changes of one object may report the same field. */
function fieldsOf(changes: readonly PlanChange[]): FieldChange[] {
  const byPath = new Map<string, FieldChange>();
  for (const { fields } of changes) for (const field of fields) byPath.set(field.path, field);
  return [...byPath.values()];
}

function keyOf({ object, destination }: PlanChange): string {
  return [destination.cluster, object.group, object.kind, object.namespace, object.name].join("\u0000");
}
