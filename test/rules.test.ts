// Every rule: what it says first over all cases, as a golden. A rule that no case shows needs a reason here.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { RULES } from "../src/impact/rules/catalogue.ts";
import type { Finding } from "../src/model/plan.ts";
import { caseNames } from "./support/cases.ts";
import { expectGolden, ROOT } from "./support/golden.ts";
import { planCase } from "./support/plan-case.ts";

const GOLDENS = join(ROOT, "test/rules");

/** Rules that no case can show, and why. */
const NO_CASE: Readonly<Record<string, string>> = {
  "file-too-large": "the file would be larger than all cases together",
};

const first = firstFindings();

test.each(RULES.filter(({ id }) => NO_CASE[id] === undefined).map(({ id }) => id))("%s", async (id) => {
  const shown = (await first).get(id);
  if (!shown) throw new Error(`no case shows ${id}: add one to test/cases`);
  expectGolden(join(GOLDENS, `${id}.md`), page(shown));
});

test("no exception is stale, and no golden is left over", async () => {
  const found = await first;
  expect(Object.keys(NO_CASE).filter((id) => found.has(id))).toEqual([]);
  const ids = new Set<string>(RULES.map(({ id }) => id));
  expect(readdirSync(GOLDENS).filter((file) => !ids.has(file.replace(/\.md$/, "")))).toEqual([]);
});

type Shown = { readonly name: string; readonly finding: Finding };

/** By rule, in the order of the cases' names. */
async function firstFindings(): Promise<Map<string, Shown>> {
  const found = new Map<string, Shown>();
  for (const name of caseNames()) {
    const { findings } = await planCase(name);
    for (const finding of findings) if (!found.has(finding.rule)) found.set(finding.rule, { name, finding });
  }
  return found;
}

function page({ name, finding }: Shown): string {
  const { rule, severity, subject, message, why, do: advice } = finding;
  const lines = [
    `# ${rule}`,
    `Case \`${name}\`: ${severity}, about \`${subject}\`.`,
    `**${message}**`,
    why,
    ...(advice === undefined ? [] : [`Do: ${advice}`]),
  ];
  return `${lines.join("\n\n")}\n`;
}
