import { describe, expect, test } from "@jest/globals";
import { MAX_TEXT_LENGTH, parseFile } from "../../../src/manifests/yaml/file.ts";

const codes = (text: string) => parseFile(text).problems.map(({ code, line }) => `${code}@${line}`);
const values = (text: string) => parseFile(text).documents.map(({ value }) => value);

describe("documents of a file", () => {
  test.each<[name: string, text: string, documents: unknown[], problems: string[]]>([
    ["nothing", "", [], []],
    ["comments only", "# a: 1\n#b\n", [], []],
    ["null", "--- # c\nnull\n---\n~\n---\n", [], []],
    ["several", "a: 1\n---\nb: 2\n--- # c\nc: 3\n", [{ a: 1 }, { b: 2 }, { c: 3 }], []],
    ["one that fails among others", "a: 1\n---\nb: [\n---\nc: 3\n", [{ a: 1 }, { c: 3 }], ["invalid-yaml@3"]],
    ["a list", "# c\n- a\n", [["a"]], ["non-object-document@2"]],
    ["a text", "a\n", ["a"], ["non-object-document@1"]],
    ["content after ---", "--- {a: 1}\nb: 2\n", [{ b: 2 }], ["invalid-yaml@1"]],
    ["what follows ...", "a: 1\n...\nb: 2\n", [{ a: 1 }], ["not-evaluated@3"]],
    ["an ending ...", "a: 1\n...\n", [{ a: 1 }], []],
    ["a lone ...", "...\n", [], ["invalid-yaml@1"]],
    ["a directive", "%YAML 1.2\n---\na: 1\n", [{ a: 1 }], ["invalid-yaml@1"]],
    [
      "a byte order mark and CRLF",
      "\uFEFFa: |\r\n  x\r\n  y\r\n---\r\nb: 2\r\n",
      [{ a: "x\ny\n" }, { b: 2 }],
      [],
    ],
    ["JSON with tabs", '{\n\t"a": {"b": "\\u00e9\\/"}\n}\n', [{ a: { b: "é/" } }], []],
    ["a comment against a quote", "a: 'b'# c\n", [{ a: "b" }], []],
  ])("%s", (_, text, documents, problems) => {
    expect(values(text)).toEqual(documents);
    expect(codes(text)).toEqual(problems);
  });

  test("2 MiB are read, more are not", () => {
    const full = `a: ${"x".repeat(MAX_TEXT_LENGTH - 3)}`;
    expect(codes(full)).toEqual([]);
    expect(parseFile(`${full}x`)).toMatchObject({
      documents: [],
      problems: [{ code: "file-too-large", line: 1 }],
    });
  });

  test("a text looks like a manifest where Argo CD looks for its three words", () => {
    expect(parseFile("# apiVersion: kind: metadata:\n").manifestLike).toBe(true);
    expect(parseFile("apiVersion: v1\nkind: A\n").manifestLike).toBe(false);
    expect(parseFile('{"apiVersion":"v1","kind":"A","metadata":{}}').manifestLike).toBe(false);
  });
});

describe("maps", () => {
  test.each<[text: string, value: unknown, problems: string[]]>([
    ["a: 1\nb: 2\na: 3\n", { a: 3, b: 2 }, ["duplicate-key@3"]],
    ['{"a":1,"a":2}', { a: 2 }, ["duplicate-key@1"]],
    ["1: a\n'1': b\n", { 1: "b" }, ["duplicate-key@2"]],
    ["y: a\non: b\n", { true: "b" }, ["duplicate-key@2"]],
    ["x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3\n", { x: { a: 1, b: 2 }, z: { a: 1, b: 3 } }, []],
    ["b: 1\n<<: {b: 2, c: 3}\n", { b: 2, c: 3 }, []],
    ["<<: [{a: 1}, {a: 2, b: 3}]\n", { a: 1, b: 3 }, []],
    ["'<<': {a: 1}\n", { "<<": { a: 1 } }, []],
    ["a: &a 1\nb: *a\nc: &a 2\nd: *a\n", { a: 1, b: 1, c: 2, d: 2 }, []],
    ["a: !Ref x\n", { a: "x" }, ["not-evaluated@1"]],
    ["a: !!js/function f\n", { a: "f" }, ["not-evaluated@1"]],
    ["toString: a\nhasOwnProperty: b\n", { toString: "a", hasOwnProperty: "b" }, []],
  ])("%j", (text, value, problems) => {
    expect(values(text)).toEqual([value]);
    expect(codes(text)).toEqual(problems);
  });

  test.each([
    "<<: 1\n",
    "<<: [1]\n",
    "a: *b\n",
    "a: &a.b 1\n",
    "{{ .Values.x }}: 1\n",
    "a: {{ .Values.x }}\n",
    "a: {b?c: 1}\n",
    "a: {b:}\n",
    "a: {'b\n  c': 1}\n",
    'a: "\\ud83d\\ude00"\n',
    'a: "\\/"\n',
    "a: 'b''\n",
    "a:\n\t- b\n",
    "a: \0\n",
    "a: \x07\n",
    "a: \ud800\n",
    "a: b: c\n",
    "a: [\n",
    'a: "b\n',
    "a: @b\n",
  ])("%j is refused", (text) => {
    expect(codes(text)).toContain(`invalid-yaml@${parseFile(text).problems.at(-1)?.line}`);
    expect(values(text)).toEqual([]);
  });

  test("prototype names are keys like any other", () => {
    const [value] = values("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 2}}\n");
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(JSON.stringify(value)).toBe(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}',
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("placeholders", () => {
  test.each<[text: string, problems: string[]]>([
    ["a: {{ .Values.x }}\n", ["invalid-yaml@1", "templated@1"]],
    ["a: 1\nb: '{{ .Values.x }}'\n", ["templated@2"]],
    ['a: "x # {{ y }}"\n', ["templated@1"]],
    ["a: ${NAME}-x\n", ["templated@1"]],
    ["a: ${NAME:-b}\n", ["templated@1"]],
    ["a: ${name}\n", []],
    ["# {{ x }}\na: 1 # ${X}\n", []],
    ["a: |\n  {{ x }}\n\n  ${X}\nb: '{{ y }}'\n", ["templated@5"]],
    ["- |\n {{ x }}\n- a: >-\n    ${X}\n  b: ${Y}\n", ["non-object-document@1", "templated@5"]],
    ["kind: ApplicationSet\nspec: '{{ name }}'\n", []],
    ["kind: ConfigMap\ndata: {a: '${X}'}\n", []],
    ['{"kind":"ConfigMap","data":{"a":"${X}"}}', []],
    ["kind: ConfigMap\ndata: {a: '${X}'}\n---\nkind: Pod\nspec: '${X}'\n", ["templated@5"]],
  ])("%j", (text, problems) => {
    expect(codes(text).sort()).toEqual(problems);
  });

  test("the message names the placeholder", () => {
    expect(parseFile("a: '{{ .x }}'").problems[0]?.message).toContain("{{ .x }}");
  });
});

describe("lineOf", () => {
  const text = [
    "# c",
    "---",
    "# c",
    "a: &x",
    "  b:",
    "    - c: 1",
    "    -",
    "      d: 2",
    "e:",
    "  <<: *x",
    "  f: 1",
    "g: *x",
    "NO: 1",
    "---",
    "h: {i:",
    "  1}",
  ].join("\n");
  const [first, second] = parseFile(text).documents;

  test.each<[path: (string | number)[], line: number]>([
    [[], 4],
    [["a"], 4],
    [["a", "b"], 5],
    [["a", "b", 0, "c"], 6],
    [["a", "b", 1, "d"], 8],
    [["a", "b", 1, "no", "such"], 8],
    [["a", "no"], 4],
    [["no"], 4],
    [["e", "f"], 11],
    [["e", "b"], 5],
    [["g"], 12],
    [["g", "b", 0], 6],
    [["false"], 13],
  ])("%j is on line %i", (path, line) => {
    expect(first?.lineOf(path)).toBe(line);
  });

  test("counts from the top of the file", () => {
    expect([first?.line, second?.line, second?.lineOf(["h", "i"])]).toEqual([4, 15, 15]);
  });
});
