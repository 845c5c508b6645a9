// Applications that a renderer filled on both sides, and the changed files → where a changed value of an object was declared.

import { get, isList, isMap, sameJson } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest, Origin, ParsedFile } from "../../model/manifest.ts";
import type { Files } from "../generate/files.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import type { ChangedNode } from "./differences.ts";

/** A value of an input that differs. `value`: as the side has it. */
type Leaf = { readonly origin: Origin; readonly value: Json | undefined };

/** What differs in the inputs of one Application, as one side has it. `whole`: nothing differs but the leaves. */
type Differing = {
  readonly leaves: readonly Leaf[];
  readonly whole: boolean;
  readonly lines: ReadonlyMap<string, number>;
};

/**
 * Adds `placeOf` to the manifests of such Applications. A changed value comes from the one value of the inputs that differs,
 * or from the only differing one that says the same; where several could have made it, nothing is claimed. A template that
 * differs itself is named with its first differing line.
 */
export async function nameOrigins(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly ChangedNode[],
  different: ReadonlySet<string>,
  files: Files,
): Promise<void> {
  for (const { base, head } of changed) {
    if (!base || !head) continue;
    const inputs = [...new Set([...inputsOf(base), ...inputsOf(head)])].filter((path) => different.has(path));
    if (inputs.length === 0) continue;
    for (const [i, node] of [base, head].entries()) {
      const [own, other] = i === 0 ? sides : [sides[1], sides[0]];
      const found = await differingIn(own, other, inputs, files);
      const differing = {
        ...found,
        whole: found.whole && sameJson(base.manifest.object, head.manifest.object),
      };
      node.results = node.results?.map((result) =>
        result.state === "generated" && result.inputs
          ? { ...result, manifests: result.manifests.map((m) => placed(m, differing)) }
          : result,
      );
    }
  }
}

function inputsOf(node: ApplicationNode): string[] {
  return (node.results ?? []).flatMap((r) => (r.state === "generated" ? (r.inputs ?? []) : []));
}

async function differingIn(
  own: DeliveryTree,
  other: DeliveryTree,
  inputs: readonly string[],
  files: Files,
): Promise<Differing> {
  const oid = (side: DeliveryTree, path: string) => {
    const file = side.snapshot.files.get(path);
    return file?.mode.startsWith("100") ? file.oid : undefined;
  };
  const values = inputs.filter((path) => /\.ya?ml$/.test(path) && !path.includes("/templates/"));
  await files.parse(values.flatMap((path) => [own, other].flatMap((side) => oid(side, path) ?? [])));
  const parsed = (side: DeliveryTree, path: string) => {
    const id = oid(side, path);
    return id === undefined ? undefined : files.parsed(id);
  };
  const leaves = values.flatMap((path) => leavesOf(path, parsed(own, path), parsed(other, path)));
  const lines = new Map<string, number>();
  for (const path of inputs.filter((p) => p.includes("/templates/"))) {
    const [one, two] = [oid(own, path), oid(other, path)];
    if (one !== undefined && two !== undefined) lines.set(path, await firstDifferent(one, two, files));
  }
  return { leaves, whole: values.length === inputs.length, lines };
}

function leavesOf(path: string, own: ParsedFile | undefined, other: ParsedFile | undefined): Leaf[] {
  return (own?.documents ?? []).flatMap((document, i) =>
    differingPaths(document.value, other?.documents[i]?.value).map((field) => ({
      origin: { path, line: document.lineOf(field) },
      value: get(document.value, field),
    })),
  );
}

/** The deepest places in `one` where the other differs. */
function differingPaths(one: Json | undefined, other: Json | undefined, at: FieldPath = []): FieldPath[] {
  if (sameJson(one, other)) return [];
  const keys =
    isMap(one) && isMap(other)
      ? [...new Set([...Object.keys(one), ...Object.keys(other)])]
      : isList(one) && isList(other)
        ? Array.from({ length: Math.max(one.length, other.length) }, (_, i) => i)
        : [];
  if (keys.length === 0) return [at];
  return keys.flatMap((key) => differingPaths(get(one, [key]), get(other, [key]), [...at, key]));
}

async function firstDifferent(one: string, other: string, files: Files): Promise<number> {
  const texts = await files.texts([one, other]);
  const [a = [], b = []] = [one, other].map((oid) => {
    const blob = texts.get(oid);
    return blob && "text" in blob ? blob.text.split("\n") : [];
  });
  return a.findIndex((line, i) => line !== b[i]) + 1 || 1;
}

function placed(manifest: Manifest, { leaves, whole, lines }: Differing): Manifest {
  const line = lines.get(manifest.origin.path);
  const placeOf = (field: FieldPath): Origin | undefined => {
    if (line !== undefined) return { path: manifest.origin.path, line };
    if (whole && leaves.length === 1) return leaves[0]?.origin;
    const value = get(manifest.object, field);
    if (value === undefined || isMap(value) || isList(value)) return undefined;
    const same = leaves.filter((leaf) => String(leaf.value) === String(value));
    const parts = leaves.filter((leaf) => isPart(leaf.value, String(value)));
    return (same.length === 1 ? same : same.length === 0 && parts.length === 1 ? parts : [])[0]?.origin;
  };
  return { ...manifest, placeOf };
}

/** Short texts are part of too much to mean anything. */
function isPart(value: Json | undefined, text: string): boolean {
  return (
    (typeof value === "string" || typeof value === "number") &&
    String(value).length > 2 &&
    text.includes(String(value))
  );
}
