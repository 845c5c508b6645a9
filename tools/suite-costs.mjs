// Runs Jest with these arguments → what it printed, and then which suites take the processor's time. Linux only.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** Suites that are printed one by one. */
const MOST = 40;

const folder = mkdtempSync(join(tmpdir(), "suite-costs-"));
const file = join(folder, "costs");
const { status } = spawnSync("npm", ["run", "-s", "jest", "--", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, SUITE_COSTS: file },
});
const costs = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true });

const sum = (key) => costs.reduce((total, cost) => total + cost[key], 0);
const column = (number) => number.toFixed(1).padStart(8);
const row = ({ own, children, wall, suite }) =>
  `${column(own + children)}${column(own)}${column(children)}${column(wall)}  ${suite}`;

console.log("   total    jest children    wall   (seconds; of the processor but for the last)");
for (const cost of costs.sort((a, b) => b.own + b.children - a.own - a.children).slice(0, MOST))
  console.log(row({ ...cost, suite: relative(ROOT, cost.suite) }));
console.log(
  row({ own: sum("own"), children: sum("children"), wall: sum("wall"), suite: `all ${costs.length} suites` }),
);
process.exitCode = status ?? 1;
