// What a commit brings, by the findings of the pull request without it and with it.
import { describe, expect, test } from "@jest/globals";
import { newStops, unresolvedFindings } from "../../../src/commands/execute/compare-with-pull-request.ts";
import type { Plan, Severity } from "../../../src/model/plan.ts";
import { planCase } from "../../support/plan-case.ts";

const plan = await planCase("upgrade-one-minor");
const [found] = plan.findings as [Plan["findings"][number], ...Plan["findings"]];

function having(...findings: readonly [fingerprint: string, severity: Severity][]): Plan {
  return {
    ...plan,
    findings: findings.map(([fingerprint, severity]) => ({
      ...found,
      fingerprint,
      severity,
      message: `about ${fingerprint}`,
    })),
  };
}

describe("what stops the merge", () => {
  const now = having(["a", "stop"], ["b", "stop"], ["c", "caution"]);

  test("and did not before is told, also where the commit alone would not show it", () => {
    expect(newStops({ before: having(["a", "stop"]), now })).toEqual(["about b"]);
  });

  test("is all of it where the commit stands on no open pull request", () => {
    expect(newStops({ before: undefined, now })).toEqual(["about a", "about b"]);
  });
});

describe("a commit that was to mend something", () => {
  const before = having(["a", "caution"]);

  test("mends it where the finding goes, and only slighter ones come", () => {
    expect(unresolvedFindings(["a"], { before, now: having(["n", "note"]) })).toEqual([]);
  });

  test("does not where it stays, or one as grave comes", () => {
    expect(unresolvedFindings(["a"], { before, now: having(["a", "caution"]) })).toEqual(["still: about a"]);
    expect(unresolvedFindings(["a"], { before, now: having(["s", "stop"]) })).toEqual(["new: about s"]);
  });
});
