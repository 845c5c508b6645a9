// What the reader of ordinary documents answers is what the full reading answers; it may only decline.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FieldPath, Json } from "../../../src/lib/json-types.ts";
import { readAny } from "../../../src/manifests/yaml/document.ts";
import { finderInTree, lineLookup } from "../../../src/manifests/yaml/lines.ts";
import { readPlain } from "../../../src/manifests/yaml/plain.ts";
import { splitDocuments } from "../../../src/manifests/yaml/split.ts";
import { FLEET, readTree } from "../../support/repository.ts";
import { computed } from "../../support/time.ts";

const RUNS = process.env["TORTURE"] ? 200_000 : 3_000;
const CASES = join(import.meta.dirname, "../../cases");

const recorded = JSON.parse(readFileSync(new URL("golden-yaml.json", import.meta.url), "utf8")) as {
  input: string;
}[];
const fleet = Object.values(FLEET);
const bases = readdirSync(CASES).flatMap((name) => {
  const files = Object.entries(readTree(join(CASES, name)));
  return files.filter(([path]) => path.startsWith("base/")).map(([, text]) => text);
});
/** Forms that lie close to the edge of what is read. */
const edges = [
  "a:\n- b\n- c: d\n  e: f\ng: 1",
  "a:\n  - b: 'x # y'\n    c: \"z\" # comment\n  - - d",
  "a: b\n c: d",
  "a:\n    b: 1\n  c: 2",
  "- a: 1\n  b:\n  - 2\n-  c:\n     d: e",
  "a: 0o17\nb: 1_000\nc: 010\nd: 1e3\ne: .5\nf: -0.0\ng: 2001-01-01\nh: 12345678901234567890",
  "on: yes\nno: off",
  "a: x: y",
  "a: b #c\nd: e#f\ng: #h\ni:# j",
  "a: 'it''s'\nb: \"q\\n\"",
  "a: [] # none\nb: {}\nc: [1]\nd: []x",
  "a: |\n  b: c\nd: >-\n  e",
  "a: b\n\n  # comment\nc:\n# comment\n  d: e\n",
  "a: -\nb: - c\nd: -1\ne: ---\nf: ~\ng: <<",
  "a:\n-\n  b: c",
  "x:\n - a\n - b\ny: ${z} {{ w }}",
  "a: ä – “quoted” … ü\nb: 日本",
  "a: 1\na: 2",
  "a :b\nc: d:\ne : f",
];

describe("the reader of ordinary documents", () => {
  test("answers as the full reading does for every document at hand", () => {
    const texts = [...fleet, ...bases, ...edges, ...recorded.map(({ input }) => input)];
    expect(texts.flatMap(disagreements)).toEqual([]);
  });

  test("answers so after any small accident to them", () => {
    const text = fc.constantFrom(...fleet, ...edges, ...edges, ...recorded.map(({ input }) => input));
    const accident = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(3),
      fc.oneof(
        fc.constantFrom(..."\n :-#'\"|>&*!%@`{}[],?~=<.0129eEoxX_+ynN/\\\t\r\u0085\u00a0\u2028é"),
        fc.constantFrom(
          "  ",
          "\n  ",
          ": ",
          " #",
          "\n- ",
          "- ",
          "''",
          "\n# c\n",
          "\n\n",
          "null",
          "<<: ",
          "- - ",
          "...\n",
        ),
      ),
    );
    fc.assert(
      fc.property(text, fc.array(accident, { minLength: 1, maxLength: 3 }), (whole, accidents) => {
        let changed = whole;
        for (const [where, drop, insert] of accidents) {
          const at = Math.floor(where * changed.length);
          changed = changed.slice(0, at) + insert + changed.slice(at + drop);
        }
        expect(disagreements(changed)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test("reads what fleets are made of", () => {
    const chunks = [...fleet, ...bases].flatMap((text) => splitDocuments(text).chunks);
    const read = chunks.filter(({ text }) => readPlain(text) !== undefined);
    expect(read.length / chunks.length).toBeGreaterThan(0.8);
  });

  test.each([
    ["20,000 entries", Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join("\n")],
    ["20,000 quoted items", `a:\n${"- 'b'\n".repeat(20_000)}`],
    ["a long line", `a: ${"x ".repeat(200_000)}`],
  ])("takes no time over %s", (_, text) => {
    const start = computed();
    expect(readPlain(text)).toBeDefined();
    expect(computed() - start).toBeLessThan(2000);
  });

  test("declines what is nested too deeply", () => {
    const text = Array.from({ length: 5000 }, (_, i) => `${" ".repeat(i % 500)}a:`).join("\n");
    expect(readPlain(text)).toBeUndefined();
  });
});

/** Where the answers for one of the documents of a text differ: value with the order of keys, problems, lines. */
function disagreements(whole: string): string[] {
  return splitDocuments(whole).chunks.flatMap((chunk) => {
    const plain = readPlain(chunk.text);
    if (plain === undefined) return [];
    const { document, problems } = readAny(chunk);
    if (document === undefined || problems.length > 0) return [`read, though refused: ${chunk.text}`];
    if (written(plain.value) !== written(document.value) || chunk.line - 1 + plain.line !== document.line)
      return [`another value: ${chunk.text}`];
    const [ours, theirs] = [lineLookup(chunk, document.line), finderInTree(chunk, document.line)];
    return pathsOf(document.value)
      .flatMap((path) => [path, [...path, "absent"], [...path, 0], [...path, "0"]])
      .filter((path) => path.length > 0 && ours(path) !== theirs(path))
      .map((path) => `another line for ${path.join(".")}: ${chunk.text}`);
  });
}

function written(value: Json): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "bigint" ? `bigint ${inner}` : Object.is(inner, -0) ? "minus zero" : inner,
  );
}

function pathsOf(value: Json, at: FieldPath = []): FieldPath[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((item, i) => pathsOf(item, [...at, i]))];
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key]))];
}
