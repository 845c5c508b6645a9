// A change and a third value → what the same change makes of that, field by field.
import { describe, expect, test } from "@jest/globals";
import { expectedValue } from "../../../src/commands/edit/expected.ts";
import { editObject } from "../../../src/commands/edit/object.ts";
import { carryChange } from "../../../src/commands/edit/transplant.ts";
import type { Json } from "../../../src/lib/json-types.ts";
import { parseFile } from "../../../src/manifests/yaml/file.ts";

function value(text: string): Json {
  return parseFile(text).documents[0]?.value ?? null;
}

/** `field: from → to`, and the others by why they stay. */
function carried(from: string, to: string, now: string): string[] {
  const { made, there, conflicts } = carryChange(value(from), value(to), value(now));
  return [
    ...made.map(({ field }) => `made ${field}`),
    ...there.map(({ field }) => `there ${field}`),
    ...conflicts.map((one) => `conflict ${one.field} ${JSON.stringify(one.now) ?? "absent"}`),
  ];
}

describe("fields", () => {
  test.each<[what: string, from: string, to: string, now: string, carried: string[]]>([
    ["a scalar", "a: 5\n", "a: 3\n", "a: 5\nb: 1\n", ["made a"]],
    ["there already", "a: 5\n", "a: 3\n", "a: 3\n", ["there a"]],
    ["changed since", "a: 5\n", "a: 3\n", "a: 6\n", ["conflict a 6"]],
    ["gone since", "a: 5\nb: 1\n", "a: 3\nb: 1\n", "b: 1\n", ["conflict a absent"]],
    ["a key comes", "b: 1\n", "a: 3\nb: 1\n", "b: 1\n", ["made a"]],
    ["a key comes that another value has", "b: 1\n", "a: 3\nb: 1\n", "a: 4\nb: 1\n", ["conflict a 4"]],
    ["a key goes", "a: 3\nb: 1\n", "b: 1\n", "a: 3\nb: 2\n", ["made a"]],
    [
      "entries by their name, wherever they stand",
      "l: [{name: x, v: 1}, {name: w, v: 2}]\n",
      "l: [{name: x, v: 1}, {name: w, v: 3}]\n",
      "l: [{name: w, v: 2}, {name: x, v: 9}]\n",
      ["made l[w].v"],
    ],
    [
      "an entry comes",
      "l: [{name: x, v: 1}]\n",
      "l: [{name: x, v: 1}, {name: w, v: 3}]\n",
      "l: [{name: x, v: 2}]\n",
      ["made l[w]"],
    ],
    [
      "a list without names is one field",
      "l: [1, 2]\n",
      "l: [1]\n",
      "l: [1, 2, 3]\n",
      ["conflict l [1,2,3]"],
    ],
    ["nothing differs", "a: 1\n", "a: 1\n", "a: 2\n", []],
  ])("%s", (_, from, to, now, expected) => {
    expect(carried(from, to, now)).toEqual(expected);
  });

  test("that are to stay are kept", () => {
    const { steps, made, kept } = carryChange(
      value("a: 1\nb: 1\n"),
      value("a: 2\nb: 2\n"),
      value("a: 1\nb: 1\n"),
      ({ field }) => field === "b",
    );
    expect(steps).toEqual([{ op: "set", path: ["a"], value: 2 }]);
    expect([made.length, kept.map(({ field }) => field)]).toEqual([1, ["b"]]);
  });

  test("a key named like what every object has is a key", () => {
    expect(carried("b: 1\n", "b: 1\nconstructor: 2\n", "b: 1\n")).toEqual(["made constructor"]);
  });
});

/** From what a change left, back to what it found. */
const BACK: readonly (readonly [what: string, before: string, after: string])[] = [
  ["scalars", "a: 3\nb: x\n", "a: 5\nb: y\n"],
  ["a key between others", "a: 1\nm: {x: 1}\nz: 2\n", "a: 1\nz: 2\n"],
  ["a map", "a: 1\nm:\n  x: 1\n  w: [1, 2]\n", "a: 1\n"],
  ["a key of a map", "m:\n  x: 1\n", "m:\n  x: 1\n  w: 2\n"],
  ["an entry in the middle", "l:\n- name: x\n- name: w\n- name: z\n", "l:\n- name: x\n- name: z\n"],
  ["an entry that came", "l:\n- name: x\n", "l:\n- name: x\n- name: w\n  v: 1\n"],
  ["values of a list", "l: [a, b]\n", "l: [a, c, d]\n"],
  ["a list that grew shorter", "l:\n- a\n- b\n- c\n", "l:\n- a\n"],
  ["a list that grew by several", "l:\n- a\n", "l:\n- a\n- b\n- c\n- d\n"],
  [
    "entries that came, beside one that changed",
    "l:\n- name: x\n  v: 1\n",
    "l:\n- name: p\n- name: q\n- name: x\n  v: 2\n",
  ],
  ["maps without names", "l:\n- x: 1\n  w: 1\n- x: 2\n", "l:\n- x: 3\n- x: 2\n"],
];

test.each(BACK)("%s go back in the text", (_, before, after) => {
  const { steps, conflicts } = carryChange(value(after), value(before), value(after));
  expect(conflicts).toEqual([]);
  const edited = editObject(after, 1, steps);
  if ("refused" in edited) throw new Error(edited.refused);
  const sorted = (one: Json) =>
    Array.isArray(one) ? one.map((x) => JSON.stringify(x)).sort() : JSON.stringify(one);
  const [is, was] = [value(edited.text), value(before)] as Record<string, Json>[];
  for (const key of Object.keys(was ?? {}))
    expect(sorted(is?.[key] ?? null)).toEqual(sorted(was?.[key] ?? null));
  expect(Object.keys(is ?? {}).sort()).toEqual(Object.keys(was ?? {}).sort());
  expect(steps.reduce(expectedValue, value(after))).toEqual(value(edited.text));
});
