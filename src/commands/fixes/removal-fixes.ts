// A finding about a removal, and the comparison that raised it → which changes to revert, and the data to retain.

import { get, isMap, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { deletesData } from "../../manifests/kinds/data-kinds.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { Change } from "../../model/change.ts";
import type { Target } from "../../model/command.ts";
import type { EditStep, TextEdit } from "../../model/edit.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Finding } from "../../model/plan.ts";
import { editObject } from "../edit/object.ts";

export type PartialRevert = {
  /** Whether the change is to be reverted. */
  readonly concerns: (change: Change) => boolean;
  /**
   * Objects, "Namespace demo", to restore with an annotation that retains them, so that a later merge does not delete their
   * data either. Argo CD reads it from the live object, so it must be synced before the manifest is removed.
   */
  readonly retained: readonly string[];
};

/** The removal of an Application, with everything that it deletes. */
export function revertOfApplication(
  { subject }: Finding,
  { changes }: Comparison,
): PartialRevert | undefined {
  const ref = /^Application (.+)$/.exec(subject)?.[1];
  const isRemoved = changes.some((fact) => fact.operation === "remove" && isApplication(fact, ref));
  if (!isRemoved) return undefined;
  return { concerns: (fact) => fact.application === ref || isApplication(fact, ref), retained: [] };
}

/** The deletion of objects that hold data; where their Application is removed, that removal. */
export function revertOfDataLoss(finding: Finding, input: Comparison): PartialRevert | undefined {
  const whole = revertOfApplication(finding, input);
  if (whole !== undefined) return whole;
  const ref = /^Application (.+)$/.exec(finding.subject)?.[1];
  const concerns = (fact: Change) =>
    fact.application === ref && fact.operation === "delete" && deletesData(fact) && fact.head === undefined;
  const retained = input.changes.filter(concerns).map(({ object: { kind, name } }) => `${kind} ${name}`);
  return ref === undefined || retained.length === 0 ? undefined : { concerns, retained };
}

/** The same targets; those that restore an object of `names` annotate it, so that Argo CD does not delete it. */
export function retainingTargets(targets: readonly Target[], names: ReadonlySet<string>): readonly Target[] {
  return targets.map((target) => {
    if ("steps" in target) return target;
    const edits = target.edits.map((edit) => ({ ...edit, text: retainingText(edit, names) }));
    const isRetained = [...names].some((name) => target.words.startsWith(`\`${name}\``));
    return {
      ...target,
      edits,
      words: isRetained ? `${target.words}, with \`${RETAINING_OPTIONS}\`` : target.words,
    };
  });
}

const OPTIONS = "argocd.argoproj.io/sync-options";
const RETAINING_OPTIONS = "Prune=false,Delete=false";

/** The last document first: an edit moves the lines below it. */
function retainingText({ text }: TextEdit, names: ReadonlySet<string>): string {
  let retaining = text;
  for (const { line, value } of parseFile(text).documents.toReversed()) {
    const name = `${str(value, ["kind"])} ${str(value, ["metadata", "name"])}`;
    if (!names.has(name)) continue;
    const edited = editObject(retaining, line, retainSteps(value));
    if (!("refused" in edited)) retaining = edited.text;
  }
  return retaining;
}

function retainSteps(object: Json): EditStep[] {
  const path = ["metadata", "annotations"];
  const annotations = get(object, path);
  if (!isMap(annotations))
    return [
      { op: "insert", path: ["metadata"], key: "annotations", value: { [OPTIONS]: RETAINING_OPTIONS } },
    ];
  const options = annotations[OPTIONS];
  return typeof options === "string"
    ? [{ op: "set", path: [...path, OPTIONS], value: `${options},${RETAINING_OPTIONS}` }]
    : [{ op: "insert", path, key: OPTIONS, value: RETAINING_OPTIONS }];
}

function isApplication({ object, layer }: Change, ref: string | undefined): boolean {
  return (
    layer === "delivery" && object.kind === "Application" && `${object.namespace}/${object.name}` === ref
  );
}
