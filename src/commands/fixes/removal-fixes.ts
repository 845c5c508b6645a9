// A finding about what goes, and the comparison it comes from → which changes are taken back, and what then keeps data.

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

/**
 * `kept`: objects, "Namespace demo", that come back with an annotation, so that no later merge deletes their data either;
 * it has to be live before a manifest goes.
 */
export type Back = {
  readonly concerns: (fact: Change) => boolean;
  readonly kept: readonly string[];
};

/** An Application that goes, with whatever follows from that. */
export function applicationBack({ subject }: Finding, { changes }: Comparison): Back | undefined {
  const ref = /^Application (.+)$/.exec(subject)?.[1];
  const goes = changes.some((fact) => fact.operation === "remove" && isApplication(fact, ref));
  if (!goes) return undefined;
  return { concerns: (fact) => fact.application === ref || isApplication(fact, ref), kept: [] };
}

/** Objects that hold data; where their Application goes, that comes back instead. */
export function dataBack(finding: Finding, input: Comparison): Back | undefined {
  const whole = applicationBack(finding, input);
  if (whole !== undefined) return whole;
  const ref = /^Application (.+)$/.exec(finding.subject)?.[1];
  const goes = (fact: Change) =>
    fact.application === ref && fact.operation === "delete" && deletesData(fact) && fact.head === undefined;
  const kept = input.changes.filter(goes).map(({ object: { kind, name } }) => `${kind} ${name}`);
  return ref === undefined || kept.length === 0 ? undefined : { concerns: goes, kept };
}

/** The same targets; the documents of `names` that they bring back say that nothing deletes them. */
export function keptTargets(targets: readonly Target[], names: ReadonlySet<string>): readonly Target[] {
  return targets.map((target) => {
    if ("steps" in target) return target;
    const edits = target.edits.map((edit) => ({ ...edit, text: keptText(edit, names) }));
    const isKept = [...names].some((name) => target.words.startsWith(`\`${name}\``));
    return { ...target, edits, words: isKept ? `${target.words}, with \`${KEPT}\`` : target.words };
  });
}

const OPTIONS = "argocd.argoproj.io/sync-options";
const KEPT = "Prune=false,Delete=false";

/** From the last document up, so that the lines of those above stay. */
function keptText({ text }: TextEdit, names: ReadonlySet<string>): string {
  let kept = text;
  for (const { line, value } of parseFile(text).documents.toReversed()) {
    const name = `${str(value, ["kind"])} ${str(value, ["metadata", "name"])}`;
    if (!names.has(name)) continue;
    const edited = editObject(kept, line, keepSteps(value));
    if (!("refused" in edited)) kept = edited.text;
  }
  return kept;
}

function keepSteps(object: Json): EditStep[] {
  const path = ["metadata", "annotations"];
  const annotations = get(object, path);
  if (!isMap(annotations))
    return [{ op: "insert", path: ["metadata"], key: "annotations", value: { [OPTIONS]: KEPT } }];
  const options = annotations[OPTIONS];
  return typeof options === "string"
    ? [{ op: "set", path: [...path, OPTIONS], value: `${options},${KEPT}` }]
    : [{ op: "insert", path, key: OPTIONS, value: KEPT }];
}

function isApplication({ object, layer }: Change, ref: string | undefined): boolean {
  return (
    layer === "delivery" && object.kind === "Application" && `${object.namespace}/${object.name}` === ref
  );
}
