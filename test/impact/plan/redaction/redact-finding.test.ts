// Facts of findings in the plan: no secret, bounded, plain.
import { describe, expect, test } from "@jest/globals";
import { redactFinding } from "../../../../src/impact/plan/redaction/redact-finding.ts";
import type { RuleFacts } from "../../../../src/model/finding.ts";
import { planTrees } from "../../../support/plan-case.ts";
import { app, object, shop } from "../../../support/small-fleet.ts";

const CANARY = "c4narY-hunter2";

function factsOf(facts: RuleFacts, text: { message?: string; why?: string; do?: string } = {}) {
  return redactFinding({ message: "m", why: "w", ...text, facts }).facts;
}

describe("no canary leaves", () => {
  test.each<[string, RuleFacts]>([
    ["an address", { url: `https://bob:${CANARY}@host/path` }],
    ["a line", { line: `db.password = ${CANARY}` }],
    ["an entry of a list", { names: ["a", `Authorization: Bearer ${CANARY}`] }],
    ["a flag and its value", { args: ["--api-token", CANARY] }],
    ["a named fact", { adminPassword: CANARY }],
    ["a PEM block", { text: `-----BEGIN PRIVATE KEY-----\n${CANARY}` }],
    ["base64", { text: Buffer.from(`password: ${CANARY}`).toString("base64") }],
  ])("%s", (_, facts) => {
    expect(JSON.stringify(factsOf(facts))).not.toMatch(/c4narY|cGFzc3dvcmQ/);
  });

  test.each<[string, RuleFacts, string]>([
    ["the whole fact", { field: "password", value: CANARY }, `\`password\`: \`${CANARY}\``],
    ["a part of it", { value: `${CANARY} and more` }, `sets PASSWORD=${CANARY}`],
    ["an entry of a list", { values: ["x", CANARY] }, `--token ${CANARY}`],
  ])("a sentence shows what it is: %s", (_, facts, sentence) => {
    for (const text of [{ message: sentence }, { why: sentence }, { do: sentence }]) {
      expect(JSON.stringify(redactFinding({ message: "m", why: "w", ...text, facts }))).not.toContain(CANARY);
    }
  });

  test("through the whole plan", async () => {
    const plan = await planTrees({
      base: shop(),
      head: {
        ...shop(),
        "apps/remote.yaml": app("remote").replace(
          "https://github.com",
          `https://bob:${CANARY}@git.example.com`,
        ),
        "apps/other.yaml": app("other"),
        "other/broken.yaml": `${object("Secret", "s")}stringData: {password: ${CANARY}\n`,
        "shop/secret.yaml": `${object("Secret", "db")}stringData: {password: ${CANARY}}\n`,
        "shop/odd.yaml": `${object("ConfigMap", "odd")}spec: {token: ${CANARY}}\ntoken: ${CANARY}\n`,
      },
    });
    const rules = plan.findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["invalid-yaml", "secret-in-plain-text", "remote-source"]));
    expect(plan.findings.filter(({ facts }) => Object.keys(facts).length === 0)).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain(CANARY);
  });
});

test("facts keep their form, and what is undefined is absent", () => {
  const facts = { count: 2, partly: false, cluster: "cl01", names: ["a", "b"], reason: undefined };
  expect(factsOf(facts)).toStrictEqual({ count: 2, partly: false, cluster: "cl01", names: ["a", "b"] });
});

test("a long list says how many entries it omits, a long text ends early", () => {
  const names = Array.from({ length: 1_000 }, (_, i) => `cluster-${String(i).padStart(4, "0")}`);
  const { clusters, text, short } = factsOf({ clusters: names, text: "x".repeat(9_999), short: ["a"] });
  expect(clusters).toEqual({ first: names.slice(0, 166), more: 834 });
  expect(text).toHaveLength(500);
  expect(short).toEqual(["a"]);
});
