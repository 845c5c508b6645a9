// A marker that leaves a file out counts only from Argo CD 3.1.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";
import { object } from "../../../support/small-fleet.ts";

const FILE = "shop/one.yaml";
const MARKED = `# +argocd:skip-file-rendering\n${object("ConfigMap", "one")}`;
const version = (number: string) => ({ ".github/breakwater.yml": `argocd: {version: "${number}"}\n` });

test("Argo CD 3.0 delivers the file all the same", async () => {
  await check(
    version("3.0"),
    { [FILE]: MARKED },
    {
      changes: [],
      findings: {
        "skip-file-rendering-marker": [
          { facts: { path: FILE, frozen: [], delivered: ["argocd/shop"] }, source: { path: FILE, line: 1 } },
        ],
      },
    },
  );
});

test("Argo CD 3.1 leaves it out", async () => {
  await check(
    version("3.1"),
    { [FILE]: MARKED },
    {
      changes: ["delete ConfigMap shop/one"],
      findings: { "skip-file-rendering-marker": [] },
    },
  );
});

test("a marker that was there before is none", async () => {
  const head = { [FILE]: `${MARKED}data: {a: b}\n` };
  await check({ ...version("3.0"), [FILE]: MARKED }, head, {
    findings: { "skip-file-rendering-marker": [] },
  });
});
