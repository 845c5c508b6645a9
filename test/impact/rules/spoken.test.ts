// Over random fleets: nothing goes, and nothing is left behind, without a finding about it or its Application.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { subjectOf } from "../../../src/impact/facts/object-names.ts";
import { assessChanges } from "../../../src/impact/rules/assess.ts";
import type { Change } from "../../../src/model/change.ts";
import type { FindingDraft } from "../../../src/model/finding.ts";
import { runs } from "../../properties/counts.ts";
import { REMOVAL_RULES } from "../../support/removal-rules.ts";
import { planInputs } from "../../support/repository.ts";
import { trees } from "./random-fleets.ts";

const GONE: readonly string[] = ["delete", "orphan", "remove", "deregister", "uninstall"];

test("nothing goes or stays behind unspoken", async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (given) => {
      const input = await planInputs(given);
      const findings = assessChanges(input).filter((f) => REMOVAL_RULES.has(f.rule));
      const silent = input.changes
        .filter(leaves)
        .filter((change) => !findings.some((f) => speaksOf(f, change)));
      expect(
        silent.map((c) => `${c.operation} ${subjectOf(c.object)} of ${c.application} (${c.cause})`),
      ).toEqual([]);
    }),
    runs(300, 30_000),
  );
});

function leaves(change: Change): boolean {
  return change.base !== undefined && (change.head === undefined || GONE.includes(change.operation));
}

function speaksOf({ subject }: FindingDraft, { object: ref, application }: Change): boolean {
  return [subjectOf(ref), `Application ${ref.namespace}/${ref.name}`, `Application ${application}`].includes(
    subject,
  );
}
