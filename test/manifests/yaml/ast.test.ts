// What of a text is not read, and the words for it.
import { expect, test } from "@jest/globals";
import { syntaxOf } from "../../../src/manifests/yaml/ast.ts";

test("more parts than are read of one document", () => {
  const { fault } = syntaxOf("- a\n".repeat(400_000));
  expect(fault).toMatchObject({ message: "it holds more parts than are read of one document", unsure: true });
});

/** No text is known on which it does; whatever it throws, the file is named and the plan is made. */
test("a parser that throws", () => {
  const { root, fault } = syntaxOf(1 as never);
  expect({ root, fault }).toEqual({
    root: null,
    fault: { offset: 0, message: "the parser gave up on it", unsure: true },
  });
});
