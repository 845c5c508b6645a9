// Labels → the environment a row shows, and the order of rows.
import { describe, expect, test } from "@jest/globals";
import type { ClusterImpact } from "../../../src/model/plan.ts";
import { environmentsBy } from "../../../src/render/comment/environment.ts";

const impact = (labels: Record<string, string>) => ({ labels }) as ClusterImpact;

describe("without groups", () => {
  const { name, rank } = environmentsBy([]);

  test("the label environment or env names it", () => {
    expect([{ environment: "prod" }, { env: "lab" }, {}].map((labels) => name(impact(labels)))).toEqual([
      "`prod`",
      "`lab`",
      "",
    ]);
  });

  test("production comes first, after what matters", () => {
    const ranks = [
      rank(true, impact({ env: "prod" })),
      rank(true, impact({ env: "lab" })),
      rank(false, impact({ env: "production" })),
      rank(false, undefined),
    ];
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b));
  });
});

describe("with groups", () => {
  const { name, rank } = environmentsBy(["tier=gold", "env=prod"]);

  test("the first that a cluster bears names it", () => {
    expect(name(impact({ env: "prod", tier: "gold" }))).toBe("`gold`");
    expect(name(impact({ env: "lab", tier: "silver" }))).toBe("`lab`");
  });

  test("rows come in their order, and what bears none comes last", () => {
    const ranks = [
      rank(true, impact({})),
      rank(false, impact({ tier: "gold" })),
      rank(false, impact({ env: "prod" })),
      rank(false, impact({ env: "production" })),
    ];
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b));
  });
});
