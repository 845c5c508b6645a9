// Texts made to stall, crash or mislead a parser.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseFile } from "../../../src/manifests/yaml/file.ts";
import { manifestDefects, manifestsOf, strayDocuments } from "../../../src/manifests/yaml/manifests.ts";
import { mentionsKind } from "../../../src/manifests/yaml/prescan.ts";
import { computed } from "../../support/time.ts";

const RUNS = process.env["TORTURE"] ? 20_000 : 300;

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");
const laughs = `a0: &a0 [x]\n${lines(9, (i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join()}]`)}`;

/** Milliseconds are generous: the suite shares its cores. Quadratic work would take minutes. */
const BUDGET = 6000;

describe("hostile texts end in a problem, soon", () => {
  test.each<[name: string, text: string, code: string | undefined]>([
    ["billion laughs", laughs, "not-evaluated"],
    ["an anchor in itself", "a: &a [*a]", "not-evaluated"],
    ["a merge of itself", "a: &a\n  <<: *a", "not-evaluated"],
    ["200 honest aliases", `a: &a {b: 1}\nc:\n${lines(200, () => "- *a")}`, undefined],
    ["an undefined alias", "a: *b", "invalid-yaml"],
    ["20,000 keys", lines(20_000, (i) => `k${i}: v`), undefined],
    ["20,000 keys in braces", `{${lines(20_000, (i) => `k${i}: v,`)}}`, undefined],
    ["50,000 [", "[".repeat(50_000), "not-evaluated"],
    ["50,000 {", "{".repeat(50_000), "not-evaluated"],
    ["50,000 ]", "]".repeat(50_000), "invalid-yaml"],
    ["20,000 dashes", "- ".repeat(20_000), "not-evaluated"],
    ["1,000 nested maps", lines(1000, (i) => `${" ".repeat(i)}a:`), "not-evaluated"],
    [
      "a chain of merges",
      `a0: &a0 {b: 1}\n${lines(2000, (i) => `a${i + 1}: &a${i + 1} {<<: *a${i}}`)}`,
      "not-evaluated",
    ],
    ["a long text", `a: ${"x ".repeat(500_000)}`, undefined],
    ["many escapes", `a: "${"\\u00e9".repeat(100_000)}"`, undefined],
    ["many quotes", '"'.repeat(100_000), "invalid-yaml"],
    ["many tags", "! ".repeat(50_000), "invalid-yaml"],
    ["5,000 documents", "---\na: 1\n".repeat(5000), undefined],
    ["a million parts", "- a\n".repeat(300_000), "not-evaluated"],
    ["a long number", `a: ${"1".repeat(500_000)}`, undefined],
    ["many open placeholders", `a: "${"{{".repeat(200_000)}"`, undefined],
    ["blank lines", " \n".repeat(100_000), undefined],
    ["UTF-16", "a\0:\0 \0b\0", "invalid-yaml"],
    ["a lone carriage return", "a: b\rc: d", "not-evaluated"],
    ["a line separator", "a: b\u2028c", "not-evaluated"],
  ])("%s", (_, text, code) => {
    const start = computed();
    const file = parseFile(text);
    file.documents.at(-1)?.lineOf(["a", 0, "b"]);
    expect(computed() - start).toBeLessThan(BUDGET);
    expect(file.problems.find((problem) => problem.code !== "non-object-document")?.code).toBe(code);
    if (code !== undefined) expect(file.documents).toEqual([]);
  });
});

const FRAGMENTS = [
  ..."\n\n\n  :-?[]{},'\"|>&*!%@#\t\\~",
  ..."a: |b: |- |---\n|<<: *a|&a |kind: |apiVersion: v1\n|metadata:\n  |name: x\n|items:\n|null|NO|{{ x }}|${X}".split(
    "|",
  ),
  "__proto__: ",
  "labels: [",
  "!!int ",
  "\u2028",
  "\uFEFF",
  "\ud800",
  "...\n",
];
const yamlish = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join(""));
const text = fc.oneof(yamlish, fc.string({ unit: "binary" }), fc.json());
const path = fc.array(fc.oneof(fc.constantFrom("a", "b", "kind", "__proto__", "items"), fc.nat(3)), {
  maxLength: 4,
});

describe("any text", () => {
  test("never throws, and every line lies in the text", () => {
    fc.assert(
      fc.property(text, path, (input, field) => {
        const file = parseFile(input);
        const count = input.split("\n").length;
        const manifests = manifestsOf(file, "a.yaml");
        const found = [
          ...file.problems.map(({ line }) => line),
          ...file.documents.flatMap((document) => [document.line, document.lineOf(field)]),
          ...manifests.flatMap((m) => [
            m.origin.line,
            m.lineOf(field),
            ...manifestDefects(m).map(({ line }) => line),
          ]),
          ...strayDocuments(file).map(({ line }) => line),
        ];
        for (const line of found) expect(line >= 1 && line <= count).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("JSON is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (object) => {
        const sound = JSON.stringify(object);
        const [document] = parseFile(sound).documents;
        if (document !== undefined)
          expect(JSON.parse(JSON.stringify(document.value, rounded))).toEqual(JSON.parse(sound));
      }),
      { numRuns: RUNS },
    );
  });

  test("a kind that a text declares is never missed by the prescan", () => {
    fc.assert(
      fc.property(
        yamlish,
        fc.constantFrom("kind: App", "'kind' : App", '"kind":"App"', "{kind: App}", "? kind\n: App"),
        (around, kind) => {
          const input = `${around}\n---\n${kind}\n`;
          const declared = parseFile(input).documents.some(({ value }) =>
            JSON.stringify(value, big)?.includes('"kind":"App"'),
          );
          if (declared) expect(mentionsKind(input, ["App"])).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

function big(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
