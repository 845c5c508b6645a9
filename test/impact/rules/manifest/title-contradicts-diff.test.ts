// Titles against changes: what contradicts, and what only says less, or something else altogether.
import { expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { CONTEXT, type FileMap, FLEET, planInputs } from "../../../support/repository.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const edited = (from: RegExp, to: string): FileMap => ({
  ...FLEET,
  [CL01]: (FLEET[CL01] as string).replace(from, to),
});
const UP = edited(/v1\.33\.6---vmware\.1-fips-vkr\.2/, "v1.34.2---vmware.1-fips-vkr.3");
const DOWN = edited(/v1\.33\.6---vmware\.1-fips-vkr\.2/, "v1.32.10---vmware.1-fips-vkr.2");
const MORE = edited(/replicas: 2/, "replicas: 4");
const COMMENT = edited(/# one minor at a time/, "# slowly");

test.each<[string, string, FileMap, string | undefined]>([
  ["an upgrade that goes down", "Upgrade cl01", DOWN, "speaks of a higher version"],
  ["a downgrade that goes up", "downgrade cl01 for now", UP, "speaks of a lower version"],
  ["another version", "chore: bump cl01 to v1.35.0", UP, "speaks of `1.35.0`"],
  ["another cluster", "Upgrade cl02", UP, "speaks of `cl02`"],
  ["nothing of weight", "docs: clearer comments", UP, "speaks of something without effect"],
  ["fewer nodes that are more", "scale down cl01", MORE, "speaks of fewer nodes"],
  ["the version as people write it", "Upgrade cl01 to 1.34", UP, undefined],
  ["the version it had", "Upgrade cl01 from 1.33.6", UP, undefined],
  ["a version of something else", "bump nginx to 1.27.1 and more", UP, undefined],
  ["a ticket only", "OPS-1234", UP, undefined],
  ["nothing of weight, rightly", "docs: clearer comments", COMMENT, undefined],
  ["more nodes", "scale up cl01", MORE, undefined],
  ["a rollback", 'Revert "Upgrade cl01"', UP, undefined],
  ["no title", "", DOWN, undefined],
])("%s", async (_, title, head, says) => {
  const input = await planInputs({ base: FLEET, head }, { ...CONTEXT, title });
  const found = assessChanges(input).filter(({ rule }) => rule === "title-contradicts-diff");
  expect(found.map(({ message }) => message)).toEqual(
    says === undefined ? [] : [expect.stringContaining(says)],
  );
});

test("a title cannot leave its code span", async () => {
  const title = `Upgrade cl02 \`@everyone\` ${"x".repeat(200)}`;
  const input = await planInputs({ base: FLEET, head: UP }, { ...CONTEXT, title });
  const [found] = assessChanges(input).filter(({ rule }) => rule === "title-contradicts-diff");
  expect(found?.message).toMatch(/^The title, `Upgrade cl02 @everyone x{50,}…`, speaks/);
});
