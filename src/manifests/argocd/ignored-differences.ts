// An Application's ignoreDifferences and an object → the fields of it that Argo CD does not compare. Never throws.

import { list, str, strings } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ObjectRef } from "../../model/plan.ts";
import { type IgnoredPath, jqPath, pointerPath } from "./ignored-paths.ts";

export type IgnoredFields = {
  readonly paths: readonly IgnoredPath[];
  /** Entries whose fields cannot be determined from Git: field managers, and jq expressions that are no plain path. */
  readonly unread: readonly string[];
};

/**
 * Group and kind are patterns, name and namespace are not (argo-cd util/argo/normalizers/diff_normalizer.go, Normalize).
 * `matches` is Argo CD's glob.
 */
export function ignoredFields(
  application: Manifest,
  { group, kind, namespace, name }: ObjectRef,
  matches: (pattern: string, text: string) => boolean,
): IgnoredFields {
  const rules = list(application.object, ["spec", "ignoreDifferences"]).filter(
    (rule) =>
      matches(str(rule, ["group"]) ?? "", group) &&
      matches(str(rule, ["kind"]) ?? "", kind) &&
      ["", name].includes(str(rule, ["name"]) ?? "") &&
      ["", namespace].includes(str(rule, ["namespace"]) ?? ""),
  );
  const pointers = rules.flatMap((rule) => strings(rule, ["jsonPointers"]));
  const queries = rules.flatMap((rule) => strings(rule, ["jqPathExpressions"]));
  const managers = rules.flatMap((rule) => strings(rule, ["managedFieldsManagers"]));
  const read = queries.map((query) => [query, jqPath(query)] as const);
  return {
    // A pointer to the whole object removes nothing.
    paths: [...pointers.map(pointerPath), ...read.flatMap(([, path]) => (path ? [path] : []))].filter(
      (path) => path.length > 0,
    ),
    unread: [
      ...read.flatMap(([query, path]) => (path ? [] : [`what the expression ${query} finds`])),
      ...managers.map((manager) => `what the field manager ${manager} owns`),
    ],
  };
}
