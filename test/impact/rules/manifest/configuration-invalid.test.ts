// Keys of the configuration that do not validate, as the base has them.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";

const FILE = ".github/breakwater.yml";
const ODD = "rules: {no-such-rule: off}\n";
const CHANGE = { "shop/one.yaml": null };

test.each([
  ["a rule that does not exist", ODD],
  ["a value of the wrong form", "argocd: {version: [3]}\n"],
])("%s", async (_, text) => {
  await check({ [FILE]: text }, CHANGE, {
    findings: {
      "configuration-invalid": [
        { subject: `Configuration ${FILE}`, facts: { path: FILE }, source: { side: "base", path: FILE } },
      ],
    },
  });
});

test.each([
  ["a key that validates", { [FILE]: "rules: {node-rollout: off}\n" }, CHANGE],
  ["a pull request that changes nothing", { [FILE]: ODD }, {}],
  ["a mistake that only the head has", {}, { ...CHANGE, [FILE]: ODD }],
])("%s is none", async (_, base, head) => {
  await check(base, head, { findings: { "configuration-invalid": [] } });
});
