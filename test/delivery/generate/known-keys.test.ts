// Keys that differ from a field only in case → what Kustomize and Helm take them for, beside the real programs.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ambiguousKeys, withKnownKeys } from "../../../src/delivery/generate/known-keys.ts";
import { isPresent, PROGRAMS, REQUIRED } from "../../support/renderers.ts";

test("keys of any case are the field's, at any depth; others stay", () => {
  expect(withKnownKeys({ CONFIGMAPGENERATOR: [{ Name: "a", Fileſ: ["b"] }], namePrefix: "p" })).toEqual({
    configMapGenerator: [{ name: "a", files: ["b"] }],
    namePrefix: "p",
  });
});

test.each([
  [{ resources: [], Resources: [] }, ["resources", "Resources"]],
  [{ configMapGenerator: [{ files: [], FILES: [] }] }, ["files", "FILES"]],
  [{ labels: { a: "1", A: "2" } }, undefined],
  [{ resources: [] }, undefined],
])("%j", (value, expected) => {
  expect(ambiguousKeys(value)).toEqual(expected);
});

const present = isPresent("kustomize");
if (!present && REQUIRED) throw new Error("kustomize is required: npm run renderers, and bubblewrap");

/** Small trees in which each field, spelled as it is documented, brings something into the output. */
const FIELDS: readonly (readonly [string, object])[] = [
  ["resources", { resources: ["a.yaml"] }],
  ["bases", { bases: ["other"] }],
  ["components", { resources: ["a.yaml"], components: ["part"] }],
  ["configMapGenerator", { configMapGenerator: [{ name: "g", files: ["x.txt"] }] }],
  ["files", { configMapGenerator: [{ name: "g", files: ["x.txt"] }] }],
  ["envs", { configMapGenerator: [{ name: "g", envs: ["x.txt"] }] }],
  ["env", { configMapGenerator: [{ name: "g", env: "x.txt" }] }],
  ["secretGenerator", { secretGenerator: [{ name: "g", files: ["x.txt"] }] }],
  ["patches", { resources: ["a.yaml"], patches: [{ path: "p.yaml" }] }],
  ["path", { resources: ["a.yaml"], patches: [{ path: "p.yaml" }] }],
  ["patchesStrategicMerge", { resources: ["a.yaml"], patchesStrategicMerge: ["p.yaml"] }],
];

const TREE: Readonly<Record<string, string>> = {
  "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
  "p.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {patched: yes-it-is}\n",
  "x.txt": "k=v\n",
  "other/kustomization.yaml": "resources: [o.yaml]\n",
  "other/o.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: o}\n",
  "part/kustomization.yaml":
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonLabels: {part: taken}\n",
};

(present ? describe : describe.skip)("the real Kustomize", () => {
  const root = mkdtempSync(join(tmpdir(), "breakwater-keys-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const build = (kustomization: object): string => {
    const folder = mkdtempSync(join(root, "k-"));
    for (const [path, text] of Object.entries({
      ...TREE,
      "kustomization.yaml": JSON.stringify(kustomization),
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { status, stdout } = spawnSync(PROGRAMS.kustomize?.path ?? "", ["build", folder], {
      encoding: "utf8",
    });
    return status === 0 ? stdout : "refused";
  };

  /** The kustomization with one key in another spelling, wherever it stands. */
  const respelled = (value: unknown, field: string, spelling: string): unknown => {
    if (Array.isArray(value)) return value.map((inner) => respelled(inner, field, spelling));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key === field ? spelling : key,
        respelled(inner, field, spelling),
      ]),
    );
  };

  test.each(FIELDS)("takes another spelling of %s exactly where we do", (field, kustomization) => {
    const plain = build(kustomization);
    expect(plain).not.toBe("refused");
    const spellings = fc.sample(spellingOf(field), { numRuns: 4, seed: 7 });
    for (const spelling of [...spellings, field.toUpperCase(), `${field}x`]) {
      const odd = respelled(kustomization, field, spelling) as object;
      const taken = JSON.stringify(withKnownKeys(odd as never)) === JSON.stringify(kustomization);
      expect([spelling, build(odd) === plain]).toEqual([spelling, taken]);
    }
  });
});

/** Each letter in either case, some by the sign that Go folds to it. */
function spellingOf(field: string): fc.Arbitrary<string> {
  return fc
    .tuple(...[...field].map((letter) => fc.constantFrom(letter, letter.toUpperCase(), oddOf(letter))))
    .map((letters) => letters.join(""));
}

function oddOf(letter: string): string {
  if (letter === "s") return "ſ";
  return letter === "k" ? "\u212a" : letter;
}
