// Each reason for which a plan leaves something out → whether a test notices when the plan no longer says so. It works on a copy.
//   node tools/unlisted.mjs [--only KUSTOMIZE.remote] [--tests test/cases.test.ts …]
// First the tests run once, and each entry of `notEvaluated` is put down with the test that brought it. Then each reason is taken
// away: the plan drops its entries, and one of those tests must fail.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, tests: { type: "string", multiple: true } },
});
const TESTS = values.tests ?? ["test/cases.test.ts", "test/delivery", "test/impact", "test/oracle"];
/** Tests tried for one reason until one fails. */
const TRIES = 3;

/** Put behind the table: entries pass, and each is told with the test that runs. */
const RECORDING = `
import { appendFileSync } from "node:fs";
const templates = Object.entries(TOPICS).flatMap(([topic, reasons]) =>
  Object.entries(reasons).map(([key, reason]) => {
    const text = typeof reason === "function" ? reason(...Array(reason.length).fill("\\uE001")) : reason;
    const parts = text.split("\\uE001").map((part) => part.replaceAll(/[.*+?^$()|[\\]{}\\\\]/g, "\\\\$&"));
    return { id: topic + "." + key, pattern: new RegExp(parts.join("[^]*")), length: parts.join("").length };
  }),
).sort((one, other) => other.length - one.length);
globalThis.listed = (entries) => {
  const { currentTestName: name, testPath: path } = globalThis.expect?.getState?.() ?? {};
  for (const { reason } of name ? entries : []) {
    const found = templates.find(({ pattern }) => pattern.test(reason));
    if (found) appendFileSync(RECORD, JSON.stringify({ id: found.id, path, name }) + "\\n");
  }
  return entries;
};
`;

/** Put behind the table: the reason becomes a mark, and entries that bear it are dropped. */
const REMOVING = `
const reason = ENTRY;
ENTRY = typeof reason === "function" ? () => "\\uE000" : "\\uE000";
globalThis.listed = (entries) => entries.filter(({ reason }) => !reason.includes("\\uE000"));
`;

const copy = mkdtempSync(join(tmpdir(), "breakwater-unlisted-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
for (const path of files.filter(Boolean)) {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  cpSync(join(root, path), join(copy, path));
}
for (const folder of ["node_modules", ".tools"]) symlinkSync(join(root, folder), join(copy, folder));

const TABLE = "src/model/unevaluated.ts";
const table = readFileSync(join(copy, TABLE), "utf8");
const TOPICS = [...table.matchAll(/^export const ([A-Z]+) = \{/gm)].map(([, name]) => name);
/** Every list of a plan passes one of these. */
const LISTS = {
  "src/impact/plan-impact.ts": /(?<=deliveries: \{ \.\.\.deliveries, )notEvaluated\b/,
  "src/impact/plan/merge-conflict.ts": /(?<=\n {4})notEvaluated(?=,\n)/,
};
for (const [path, place] of Object.entries(LISTS)) {
  const text = readFileSync(join(copy, path), "utf8");
  if (!place.test(text)) throw new Error(`${path} has no list of what was not evaluated`);
  const listed = text.replace(place, "notEvaluated: globalThis.listed(notEvaluated)");
  writeFileSync(join(copy, path), listed);
}

const record = join(copy, "listed.txt");
const reached = recorded();
const ids = [...reached.keys()].filter((id) => !values.only || values.only.includes(id)).sort();
let unnoticed = 0;
for (const id of ids) {
  const noticed = noticedBy(id, reached.get(id));
  if (!noticed) unnoticed++;
  console.log(
    `${noticed ? "noticed " : "UNNOTICED"}  ${id}  ${noticed ?? `${reached.get(id).length} tests`}`,
  );
}
console.log(`${ids.length - unnoticed} of ${ids.length} are noticed`);
process.exitCode = unnoticed === 0 ? 0 : 1;

/** By reason: the tests whose plans have it, those of few words first. */
function recorded() {
  const recording = RECORDING.replace("TOPICS", `{ ${TOPICS.join(", ")} }`).replace(
    "RECORD",
    JSON.stringify(record),
  );
  writeFileSync(join(copy, TABLE), `${table}\n${recording}`);
  writeFileSync(record, "");
  jest([...TESTS]);
  const found = new Map(reasonIds().map((id) => [id, []]));
  for (const line of readFileSync(record, "utf8").split("\n").filter(Boolean)) {
    const { id, path, name } = JSON.parse(line);
    const tests = found.get(id);
    if (tests && !tests.some((test) => test.name === name)) tests.push({ path, name });
  }
  return found;
}

function reasonIds() {
  return TOPICS.flatMap((topic) => {
    const from = table.indexOf(`export const ${topic} = {`);
    const body = table.slice(from, table.indexOf("};", from));
    return [...body.matchAll(/(?:^ {2}|\{ )(\w+): /gm)].map(([, key]) => `${topic}.${key}`);
  });
}

/** The first test that fails without the reason; undefined where none does. */
function noticedBy(id, tests) {
  const [topic, key] = id.split(".");
  writeFileSync(join(copy, TABLE), `${table}\n${REMOVING.replaceAll("ENTRY", `${topic}.${key}`)}`);
  // What no plan of a test lists may be asserted where it comes from.
  if (tests.length === 0) return wordedIn(id).find((path) => jest([path]) !== 0);
  for (const { path, name } of tests.slice(0, TRIES)) {
    const pattern = `^${name.replaceAll(/[.*+?^$()|[\]{}\\]/g, "\\$&")}$`;
    if (jest([path, "-t", pattern]) !== 0) return name;
  }
  return undefined;
}

/** Tests that have the longest words of a reason. */
function wordedIn(id) {
  const [topic, key] = id.split(".");
  const body = table.slice(table.indexOf(`export const ${topic} = {`));
  const declared =
    new RegExp(`\\b${key}:\\s*(?:\\([^)]*\\) =>\\s*)?["\`]([^"\`]*)["\`]`).exec(body)?.[1] ?? "";
  const words = declared
    .split(/\$\{[^}]*\}/)
    .sort((one, other) => other.length - one.length)[0]
    .trim();
  if (words.length < 8) return [];
  return files.filter(
    (path) => path.endsWith(".test.ts") && readFileSync(join(root, path), "utf8").includes(words),
  );
}

function jest(args) {
  const program = join(copy, "node_modules/jest/bin/jest.js");
  const flags = [
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    program,
    "--maxWorkers=1",
  ];
  return spawnSync("node", [...flags, "--silent", ...args], { cwd: copy, stdio: "ignore" }).status;
}
