// Labels → the environment a row shows, and the order of rows.
import { describe, expect, test } from "@jest/globals";
import { environmentOf } from "../../../src/model/environment.ts";
import type { ClusterImpact } from "../../../src/model/plan.ts";
import { environmentsBy } from "../../../src/render/comment/environment.ts";

const impact = (labels: Record<string, string>) => ({ labels }) as ClusterImpact;

describe("without groups", () => {
  const { name, rank } = environmentsBy([]);

  test("the label environment or env names it", () => {
    expect([{ environment: "prod" }, { env: "lab" }, {}].map((labels) => environmentOf(labels, []))).toEqual([
      "prod",
      "lab",
      undefined,
    ]);
  });

  test("a cell shows it as text, whatever it is made of", () => {
    const names = ["prod", "a|b", undefined].map((environment) => name({ environment } as ClusterImpact));
    expect(names).toEqual(["prod", "a&#124;b", ""]);
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
  const groups = ["tier=gold", "env=prod"];
  const { rank } = environmentsBy(groups);

  test("the first that a cluster bears names it", () => {
    expect(environmentOf({ env: "prod", tier: "gold" }, groups)).toBe("gold");
    expect(environmentOf({ env: "lab", tier: "silver" }, groups)).toBe("lab");
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
