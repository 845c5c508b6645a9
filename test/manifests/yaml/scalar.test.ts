import { describe, expect, test } from "@jest/globals";
import { parseFile } from "../../../src/manifests/yaml/file.ts";

// Each row was read by sigs.k8s.io/yaml 1.6.0.
const SCALARS: readonly (readonly [text: string, value: unknown])[] = [
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
    (word) => [word, true] as const,
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
    (word) => [word, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["nO", "tRUE", "oN", "nULL", "yep", "''"].map((word) => [word, word === "''" ? "" : word] as const),
  ["0", 0],
  ["-0", 0],
  ["+3", 3],
  ["010", 8],
  ["0o10", 8],
  ["-0o7", -7],
  ["08", 8],
  ["0x1F", 31],
  ["+0x1F", 31],
  ["0b101", 5],
  ["0b-1", -1],
  ["1_000", 1000],
  ["1__0_", 10],
  ["_1", "_1"],
  ["0o", "0o"],
  ["0x", "0x"],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", 9007199254740993n],
  ["-9223372036854775808", -9223372036854775808n],
  ["18446744073709551615", 18446744073709551615n],
  ["18446744073709551616", 18446744073709552000],
  ["1.30", 1.3],
  ["1.", 1],
  [".5", 0.5],
  [".5_0", 0.5],
  [".5_", ".5_"],
  ["1e3", 1000],
  ["1E-2", 0.01],
  ["1e999", "1e999"],
  ["1.2.3", "1.2.3"],
  ["v1.30", "v1.30"],
  ["1:30", "1:30"],
  ["190:20:30", "190:20:30"],
  ["2001-01-01", "2001-01-01"],
  ["2001-12-14t21:59:43Z", "2001-12-14t21:59:43Z"],
  ["<<", "<<"],
  ["=", "="],
  ["'010'", "010"],
  ['"NO"', "NO"],
  ["!!str 010", "010"],
  ["!!int '12'", 12],
  ["!!float 1", 1],
  ["! 12", "12"],
  ["!!binary aGVsbG8=", "hello"],
  ["!!timestamp 2001-01-01", "2001-01-01"],
];

const KEYS: readonly (readonly [text: string, key: string])[] = [
  ["y", "true"],
  ["NO", "false"],
  ["on", "true"],
  ["010", "8"],
  ["1_000", "1000"],
  ["1.30", "1.3"],
  ["123456.0", "123456"],
  ["1234567.0", "1.234567e+06"],
  ["0.00001", "1e-05"],
  ["1e21", "1e+21"],
  ["1.1e7", "1.1e+07"],
  [".inf", ".inf"],
  ["-.Inf", "-.inf"],
  [".nan", ".nan"],
  ["'y'", "y"],
  ["1:30", "1:30"],
  ["2001-01-01", "2001-01-01"],
];

const REFUSED = [
  "!!int abc",
  "!!int 1.5",
  "!!bool 1",
  "!!float x",
  "!!null x",
  "!!binary '*'",
  ".inf",
  "-.Inf",
  ".nan",
];

describe("scalars", () => {
  test.each(SCALARS)("%j is %p", (text, value) => {
    expect(parseFile(`a: ${text}\n`)).toMatchObject({ documents: [{ value: { a: value } }], problems: [] });
  });

  test.each(KEYS)("the key %j is %j", (text, key) => {
    expect(parseFile(`${text}: x\n`)).toMatchObject({ documents: [{ value: { [key]: "x" } }], problems: [] });
  });

  test.each(REFUSED)("%s is refused", (text) => {
    expect(parseFile(`a: ${text}\n`)).toMatchObject({
      documents: [],
      problems: [{ code: "invalid-yaml", line: 1 }],
    });
  });

  test.each(["~", "18446744073709551615", "[a]", "{a: b}"])("%s is refused as a key", (text) => {
    expect(parseFile(`a: 1\n? ${text}\n: x\n`)).toMatchObject({
      documents: [],
      problems: [{ code: "invalid-yaml", line: 2 }],
    });
  });
});
