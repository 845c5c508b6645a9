// Random YAML documents, edited: the value becomes what was meant, and every other byte stays.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { editObject } from "../../src/commands/edit/object.ts";
import type { FieldPath, Json } from "../../src/lib/json-types.ts";
import { parseFile } from "../../src/manifests/yaml/file.ts";
import type { EditStep } from "../../src/model/edit.ts";
import { runs } from "./counts.ts";
import { randomDocument, randomStep } from "./documents.ts";

const outcomes = { edited: 0, refused: 0 };

test("an edit changes the value it means and no other byte", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { text, value, random } = randomDocument(seed);
      const [document] = parseFile(text).documents;
      expect(document?.value).toEqual(value);
      const step = randomStep(value, random);
      const edited = editObject(text, document?.line ?? 0, [step]);
      if ("refused" in edited) {
        outcomes.refused++;
        expect(edited.refused).not.toBe("the edited file would not read as intended");
        return;
      }
      outcomes.edited++;
      expect(parseFile(edited.text).documents.map((read) => read.value)).toEqual([
        applied(value, step),
        ...parseFile(text)
          .documents.slice(1)
          .map((read) => read.value),
      ]);
      expect(edited.splices).toHaveLength(1);
      const [{ start, end, text: written }] = edited.splices as [
        { start: number; end: number; text: string },
      ];
      expect(edited.text).toBe(text.slice(0, start) + written + text.slice(end));
      expect(spared(step, text.slice(start, end), written)).toBe(true);
      if (text.includes("\r\n")) expect(/(?<!\r)\n/.test(written)).toBe(false);
    }),
    runs(2_000, 100_000),
  );
  expect(outcomes.edited).toBeGreaterThan(outcomes.refused * 2);
});

/** Whether what goes is no more than the step means: nothing for what is added, one scalar for what is set. */
function spared({ op }: EditStep, gone: string, written: string): boolean {
  if (op === "insert" || op === "append") return gone === "" && written !== "";
  if (op === "remove") return gone !== "" && written === "";
  return !/\s#/.test(gone.replace(/^(["']).*\1$/s, ""));
}

/** The same change made to the value, by other means than the program's. */
function applied(value: Json, step: EditStep): Json {
  const copy = structuredClone(value) as never;
  const holder = (path: FieldPath) =>
    path.reduce<Record<string | number, unknown>>((at, key) => at[key] as never, copy);
  if (step.op === "append") (holder(step.path) as unknown as unknown[]).push(step.value);
  else if (step.op === "insert") {
    const parent = holder(step.path.slice(0, -1));
    const last = step.path.at(-1);
    if (last !== undefined) parent[last] ??= {};
    holder(step.path)[step.key] = step.value;
  } else {
    const parent = holder(step.path.slice(0, -1));
    const last = step.path.at(-1) as string | number;
    if (step.op === "set") parent[last] = step.value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  }
  return copy;
}
