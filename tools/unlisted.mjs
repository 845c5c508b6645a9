// Each reason for which a plan leaves something out → whether a test notices when the plan no longer says so. It works on a copy.
//   node tools/unlisted.mjs [--only KUSTOMIZE.remote] [--tests test/cases.test.ts …] [--record <file>]
// First the tests run once, and each reason is put down with the tests that ask for it. Then these run again, and in each of them
// another reason is away: plans drop its entries, and whoever reads it reads a mark. A test that passes all the same has not noticed
// it, and the next one is tried. A record is written if it is not there, and read if it is: the first run is then left out.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    tests: { type: "string", multiple: true },
    record: { type: "string" },
  },
});
/** Arguments of Jest, run by run. Of a case only the golden shows what was not evaluated. */
const RUNS = values.tests
  ? [values.tests]
  : [
      ["test/cases.test.ts", "-t", "reads as its golden$"],
      ["test/manifests", "test/delivery", "test/impact", "test/adapters/renderers"],
    ];
/** Tests tried for one reason until one fails. */
const TRIES = 12;

/** Put behind the table. MODE is "record", or which reason is away in which test: "path\0name" → id. */
const HOOK = `
import { appendFileSync } from "node:fs";
const MARK = "\\uE000";
const AWAY = MODE;
const seen = new Map();
const running = () => {
  const { currentTestName: name, testPath: path } = globalThis.expect?.getState?.() ?? {};
  return name && path.slice(ROOT.length) + "\\0" + name;
};
const noted = new Set();
/** Other modules read these when they are loaded, before any test. */
const constants = new Map();
const note = (test, id, how) => {
  if (!test || AWAY || noted.has(test + id + how)) return;
  noted.add(test + id + how);
  appendFileSync(RECORD, JSON.stringify({ test, id, how }) + "\\n");
};
const told = (test, id, text) => {
  note(test, id, "asked");
  if (!test) constants.set(text, id);
  if (test) seen.set(test, (seen.get(test) ?? new Map()).set(text, id));
  return text;
};
for (const [topic, reasons] of Object.entries(TOPICS)) {
  for (const [key, reason] of Object.entries(reasons)) {
    const id = topic + "." + key;
    const isAway = () => AWAY && AWAY[running()] === id;
    if (typeof reason === "string") constants.set(reason, id);
    const filled = typeof reason === "function" && ((...names) => (isAway() ? MARK : told(running(), id, reason(...names))));
    if (filled) Object.defineProperty(filled, "length", { value: reason.length });
    const get = () => filled || (isAway() ? MARK : told(running(), id, reason));
    Object.defineProperty(reasons, key, { get, enumerable: true });
  }
}
globalThis.listed = (entries) => {
  const test = running();
  for (const [text, id] of [...constants, ...(seen.get(test) ?? [])])
    if (entries.some(({ reason }) => reason.includes(text))) note(test, id, "listed");
  const away = AWAY?.[test];
  const isAway = (reason) =>
    reason.includes(MARK) || [...constants].some(([text, id]) => id === away && reason.includes(text));
  return entries.filter(({ reason }) => !isAway(reason));
};
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
  writeFileSync(join(copy, path), text.replace(place, "notEvaluated: globalThis.listed(notEvaluated)"));
}

const candidates = recorded();
const ids = [...candidates.keys()].filter((id) => !values.only || values.only.includes(id)).sort();
const noticed = noticedBy(ids);
for (const id of ids) {
  const shown = noticed.get(id) ?? `${candidates.get(id).length} tests ask for it`;
  console.log(`${noticed.has(id) ? "noticed  " : "UNNOTICED"}  ${id}  ${shown}`);
}
console.log(`${noticed.size} of ${ids.length} are noticed`);
process.exitCode = noticed.size === ids.length ? 0 : 1;

/** By reason: the tests that ask for it, those in whose plans it is listed first. */
function recorded() {
  const record = resolve(values.record ?? join(copy, "asked.txt"));
  if (!existsSync(record)) {
    writeFileSync(record, "");
    for (const args of RUNS) jest("undefined", record, args);
  }
  const found = new Map(reasonIds().map((id) => [id, new Map()]));
  for (const line of readFileSync(record, "utf8").split("\n").filter(Boolean)) {
    const { test, id, how } = JSON.parse(line);
    const rank = (how === "listed" ? 0 : 2) + (/golden$/.test(test) ? 0 : 1);
    const tests = found.get(id);
    tests.set(test, Math.min(rank, tests.get(test) ?? rank));
  }
  const ranked = ([, one], [, other]) => one - other;
  return new Map([...found].map(([id, tests]) => [id, [...tests].sort(ranked).map(([test]) => test)]));
}

function reasonIds() {
  return TOPICS.flatMap((topic) => {
    const [body] = table.slice(table.indexOf(`export const ${topic} = {`) + 1).split("\nexport ");
    return [...body.matchAll(/(?:^ {2}|\{ )(\w+):(?: |$)/gm)].map(([, key]) => `${topic}.${key}`);
  });
}

/** By reason: the first test that fails without it. In each round a test lacks one reason, and a reason is away in one test. */
function noticedBy(ids) {
  const tried = new Map(ids.map((id) => [id, candidates.get(id).slice(0, TRIES)]));
  const found = new Map();
  for (;;) {
    const away = {};
    for (const id of ids.filter((id) => !found.has(id))) {
      const at = tried.get(id).findIndex((test) => away[test] === undefined);
      if (at >= 0) away[tried.get(id).splice(at, 1)[0]] = id;
    }
    const tests = Object.keys(away).map((test) => test.split("\0"));
    if (tests.length === 0) return found;
    const pattern = tests.map(([, name]) => name.replaceAll(/[.*+?^$()|[\]{}\\]/g, "\\$&")).join("|");
    const paths = new Set(tests.map(([path]) => path));
    for (const failed of jest(JSON.stringify(away), "", [...paths, "-t", `^(?:${pattern})$`]))
      if (away[failed] && !found.has(away[failed])) found.set(away[failed], failed.split("\0")[1]);
  }
}

/** Runs with the table in that mode; "path\0name" of the tests that fail. */
function jest(mode, record, args) {
  const hook = HOOK.replace("TOPICS", `{ ${TOPICS.join(", ")} }`)
    .replace("MODE", () => mode)
    .replace("RECORD", JSON.stringify(record))
    .replace("ROOT", JSON.stringify(`${copy}/`));
  writeFileSync(join(copy, TABLE), `${table}\n${hook}`);
  const results = join(copy, "results.json");
  const program = join(copy, "node_modules/jest/bin/jest.js");
  const node = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", program];
  const flags = ["--maxWorkers=1", "--silent", "--forceExit", "--json", "--outputFile", results];
  spawnSync("node", [...node, ...flags, ...args], { cwd: copy, stdio: "ignore" });
  return JSON.parse(readFileSync(results, "utf8")).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => `${name.slice(copy.length + 1)}\0${fullName}`),
  );
}
