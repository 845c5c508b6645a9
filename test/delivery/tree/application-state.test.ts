// Problems and sources of an Application → its state.
import { expect, test } from "@jest/globals";
import { applicationState, isUnevaluated } from "../../../src/delivery/tree/application-state.ts";
import type { DeliveryProblem } from "../../../src/model/delivery-problem.ts";
import type { SourceResult } from "../../../src/model/source-result.ts";

const GENERATED: SourceResult = {
  state: "generated",
  manifests: [],
  problems: [],
  unrendered: [],
  imports: [],
};
const UNKNOWN: SourceResult = { state: "unevaluated", reason: "no renderer", inputs: [] };
const ELSEWHERE: SourceResult = { state: "elsewhere", reason: "another repository" };
const problem = (freezes: boolean): DeliveryProblem => ({
  code: freezes ? "invalid-yaml" : "passed-over",
  freezes,
  path: "web/a.yaml",
  line: 1,
  message: "no",
});

test.each<[string, DeliveryProblem[], SourceResult[] | undefined, ReturnType<typeof applicationState>]>([
  ["rendered", [], [GENERATED], { state: "evaluated" }],
  ["not rendered because nothing of it differs", [], undefined, { state: "evaluated" }],
  ["fed by another repository", [], [ELSEWHERE], { state: "evaluated" }],
  ["with a file that Argo CD passes over", [problem(false)], [GENERATED], { state: "evaluated" }],
  ["frozen", [problem(false), problem(true)], [GENERATED], { state: "broken", problem: problem(true) }],
  [
    "with one source that is unknown",
    [],
    [GENERATED, UNKNOWN],
    { state: "unevaluated", reason: "no renderer" },
  ],
  [
    "frozen, whatever the other source is",
    [problem(true)],
    [UNKNOWN],
    { state: "broken", problem: problem(true) },
  ],
])("an Application %s", (_, problems, sources, state) => {
  expect(applicationState({ problems, sources })).toEqual(state);
});

test("sources are unevaluated whatever is wrong with the Application", () => {
  expect(isUnevaluated([GENERATED, UNKNOWN])).toBe(true);
  expect(isUnevaluated([GENERATED])).toBe(false);
  expect(isUnevaluated(undefined)).toBe(false);
});
