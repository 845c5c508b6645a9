// Manifest → which pods (or machines) it selects, and the labels that are selected by. Never throws.

import { get, isMap, sameJson, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { LabelSelector } from "../../model/addon.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isHook } from "../kinds/hook.ts";
import { factsOf } from "../kinds/kinds.ts";
import { readSelector } from "../values/selector.ts";
import { readWorkload } from "./workload.ts";

export type Selection = {
  readonly field: FieldPath;
  readonly value: Json;
  /** Undefined where nothing is selected. */
  readonly selects: LabelSelector | undefined;
  /**
   * It selects the pods of its own template only, and the API rejects changes of it (kubernetes
   * pkg/apis/apps/validation, ValidateDeploymentUpdate and its siblings; pkg/apis/batch/validation,
   * ValidateJobSpecUpdate).
   */
  readonly own: boolean;
};

export function readSelection(manifest: Manifest): Selection | undefined {
  const { selector } = factsOf(manifest);
  if (!selector) return undefined;
  const { at: field, form } = selector;
  const value = get(manifest.object, field) ?? null;
  return {
    field,
    value,
    selects: form === "labels" ? byLabels(value) : readSelector(value),
    own: form === "own",
  };
}

/** Labels of the pods a workload makes, or of a virtual machine; undefined for other objects. */
export function selectableLabels(manifest: Manifest): ReadonlyMap<string, string> | undefined {
  if (manifest.group === "vmoperator.vmware.com" && manifest.kind === "VirtualMachine")
    return stringMap(manifest.object, ["metadata", "labels"]);
  const workload = readWorkload(manifest);
  return workload && stringMap(workload.podTemplate, ["metadata", "labels"]);
}

/** Whether an update would change a selector that is fixed. A Job without one gets it from the API; hooks are made anew. */
export function changesFixedSelector(before: Manifest, after: Manifest): boolean {
  if (isHook(after)) return false;
  const [one, other] = [readSelection(before), readSelection(after)];
  return one?.own === true && other?.own === true && !sameJson(one.value, other.value);
}

/** A Service without a selector selects nothing. */
function byLabels(value: Json): LabelSelector | undefined {
  if (!isMap(value) || Object.keys(value).length === 0) return undefined;
  return { matchLabels: stringMap(value), matchExpressions: [] };
}
