// Which rule reports a removal: what rules claim, and in what order.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { RULES } from "../../../../src/impact/rules/catalogue.ts";
import {
  CLAIM_RANKS,
  type ClaimingRule,
  claimedRemovals,
} from "../../../../src/impact/rules/removal/removal-claims.ts";
import { isDropped } from "../../../../src/impact/rules/removal/removal-groups.ts";
import type { Change } from "../../../../src/model/change.ts";
import type { Comparison } from "../../../../src/model/finding.ts";
import { runs } from "../../../properties/counts.ts";
import { planInputs } from "../../../support/repository.ts";
import { drop, shop } from "../../../support/small-fleet.ts";
import { trees } from "../random-fleets.ts";

describe("a removal that two rules claim", () => {
  const all = () => true;
  const any: ClaimingRule = { id: "resources-deleted", removals: { rank: "any", claims: all } };
  const kind: ClaimingRule = { id: "data-loss", removals: { rank: "kind", claims: all } };
  const none: ClaimingRule = { id: "prune-refused", removals: { rank: "refused", claims: () => false } };

  test.each([
    ["the rank decides, not the order of the rules", [any, kind], "data-loss"],
    ["a rule that claims nothing takes nothing", [none, any], "resources-deleted"],
  ])("%s", async (_, rules, reports) => {
    const files = shop();
    const input = await planInputs({ base: files, head: drop(files, "shop/one.yaml", "shop/two.yaml") });
    const claimed = [...claimedRemovals(rules, input)];
    expect(claimed.map(([rule, groups]) => [rule, groups.map(({ objects }) => objects.length)])).toEqual([
      [reports, [2]],
    ]);
  });

  test("is reported by nobody where nobody claims it", async () => {
    const files = shop();
    const input = await planInputs({ base: files, head: drop(files, "shop/one.yaml") });
    expect(claimedRemovals([none, { id: "scale-down" }], input).size).toBe(0);
  });
});

test("no two rules of one rank claim the same removal, and some rule claims each", async () => {
  await fc.assert(
    fc.asyncProperty(trees, async (given) => {
      const input = await planInputs(given);
      for (const change of input.changes.filter(isDropped)) {
        const claiming = claimants(change, input);
        for (const rules of claiming) expect(rules.length).toBeLessThan(2);
        expect(claiming.flat()).not.toEqual([]);
      }
    }),
    runs(100, 10_000),
  );
});

/** The rules that claim a change, rank by rank. */
function claimants(change: Change, input: Comparison): string[][] {
  return CLAIM_RANKS.map((rank) =>
    RULES.filter(({ removals }) => removals?.rank === rank && removals.claims(change, input)).map(
      ({ id }) => id,
    ),
  );
}
