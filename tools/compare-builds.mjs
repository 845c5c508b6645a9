// Two builds of the command line → where they answer differently, over the cases and conversations of test/ and over inputs.
// node tools/compare-builds.mjs OLD/dist/cli.mjs NEW/dist/cli.mjs [--cases DIR] [--inputs DIR] [--only REGEX] [--jobs 2]
//   [--ignore KEY]...   --only: part of a name such as cases/add-pool; --ignore: a path in JSON plans, findings[].facts
// This is a second, short reader of the formats that test/support reads, because an old and a new checkout have those files
// at different places. It copies trees over each other, and Git applies the diffs and commits. The command line does not
// know who types a command, nor what earlier commands decided: such commands are refused by both builds, and listed.
// Exit: 0 all equal, 1 something differs or cannot be built, 2 usage.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./built.mjs";

const USAGE =
  "usage: node tools/compare-builds.mjs OLD/dist/cli.mjs NEW/dist/cli.mjs [--cases DIR] [--inputs DIR] [--only REGEX] [--jobs N] [--ignore KEY]...";
const FLEET = join(root, "examples/fleet");
const CONVERSATIONS = join(root, "test/conversations");
const FLEET_URL = "https://github.com/example-org/fleet.git";
const INPUTS_URL = "https://github.com/acme/fleet.git";

/** Milliseconds after which a process is killed. */
const PATIENCE = 180_000;
const MOST_LINES = 40;
const MOST_PATHS = 20;

const { clis, cases, inputs, only, jobs, ignored } = request();
const ignoredKeys = ignored.map((key) => ({ key, steps: stepsOf(key), met: false }));
const subjects = [...casesIn(cases), ...conversationsIn(CONVERSATIONS), ...inputsIn(inputs)].filter(
  ({ name }) => only.test(name),
);
if (subjects.length === 0) usage("nothing has such a name");

const environment = { ...withoutGit(), ...findRenderers() };
const scratch = mkdtempSync(join(tmpdir(), "breakwater-compare-"));
const began = Date.now();
/** @type {Record<"equal" | "differs" | "neither" | "left" | "unbuilt", string[]>} */
const names = { equal: [], differs: [], neither: [], left: [], unbuilt: [] };
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const queue = subjects.entries();
await Promise.all(Array.from({ length: jobs }, () => work(queue)));
summarize();
process.exitCode = names.differs.length + names.unbuilt.length > 0 ? 1 : 0;

async function work(queue) {
  for (const [at, subject] of queue) {
    const { outcome, report = [], note = "" } = await compare(subject, join(scratch, String(at)));
    names[outcome].push(note === "" ? subject.name : `${subject.name}: ${note}`);
    if (report.length > 0) console.log(`${subject.name}\n${report.map((line) => `  ${line}`).join("\n")}`);
    const done = Object.values(names).flat().length;
    if (done % 50 === 0) process.stderr.write(`${done} of ${subjects.length}, ${seconds()} s\n`);
  }
}

function summarize() {
  const count = (kind) => subjects.filter(({ name }) => name.startsWith(`${kind}/`)).length;
  const list = (title, lines) => {
    if (lines.length > 0) console.log([title, ...lines.sort().map((line) => `  ${line}`)].join("\n"));
  };
  list("Left out, their renderer is not on this machine:", names.left);
  list("Neither build answers, and both say the same, so these prove little:", names.neither);
  list("Cannot be built:", names.unbuilt);
  list("Differ:", names.differs);
  for (const { key, met } of ignoredKeys)
    if (!met) console.log(`--ignore ${key}: no plan that was compared has it`);
  const { equal, differs, neither, left, unbuilt } = names;
  console.log(
    [
      `${count("cases")} cases, ${count("conversations")} conversations, ${count("inputs")} inputs: `,
      `${equal.length} equal, ${differs.length} differ, neither answers ${neither.length}, `,
      `${left.length} left out, ${unbuilt.length} cannot be built (${seconds()} s)`,
    ].join(""),
  );
}

function seconds() {
  return Math.round((Date.now() - began) / 1000);
}

// What is asked for

function request() {
  const options = {
    cases: { type: "string", default: join(root, "test/cases") },
    inputs: { type: "string" },
    only: { type: "string", default: "" },
    jobs: { type: "string", default: "2" },
    ignore: { type: "string", multiple: true, default: [] },
  };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const clis = positionals.map((path) => resolve(path));
    if (clis.length !== 2) throw new Error("two builds are compared");
    for (const path of [...clis, values.cases, values.inputs ?? root])
      if (!existsSync(path)) throw new Error(`no ${path}`);
    const jobs = Number(values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1) throw new Error("--jobs takes a number");
    return { ...values, clis, jobs, only: new RegExp(values.only), ignored: values.ignore };
  } catch (error) {
    return usage(error.message);
  }
}

function usage(why) {
  process.stderr.write(`${why}\n${USAGE}\n`);
  process.exit(2);
}

// Directories → repositories, and what is run on them

/**
 * Subjects. `needs` names a renderer; `build(repository)` commits, and returns the runs: their `args`, and with `mayRefuse`
 * whether exit status 2 is an answer.
 */
function casesIn(directory) {
  return foldersOf(directory).map((folder) => {
    const path = (name) => join(directory, folder, name);
    const build = (repository) => {
      const history = existsSync(path("history")) ? readdirSync(path("history")).sort() : [];
      repository.lay(FLEET, path("base"));
      repository.commit("beginning", "2026-01-05T09:00:00Z");
      for (const diff of history) {
        repository.apply(path(join("history", diff)));
        repository.commit(diff, dateOf(path(join("history", diff))));
      }
      repository.branch("head");
      repository.apply(path("pr.diff"));
      repository.commit(textOf(path("title")) ?? "A change", dateOf(path("pr.diff")));
      const { directory: repo } = repository;
      const revisions = ["--base", "main", "--head", "head", "--branch", "main"];
      return planRuns(["--repo", repo, ...revisions, "--repo-url", FLEET_URL]);
    };
    return { name: `cases/${folder}`, needs: textOf(path("needs")), build };
  });
}

function conversationsIn(directory) {
  const shared = join(directory, "base");
  const folders = foldersOf(directory).filter((folder) => folder !== "base");
  return folders.map((folder) => {
    const path = (name) => join(directory, folder, name);
    const build = (repository) => {
      const grow = (diff, message, date) => {
        if (!existsSync(path(diff))) return;
        repository.apply(path(diff));
        repository.commit(message, date);
      };
      repository.lay(FLEET, shared, path("base"));
      repository.commit("beginning", "2026-01-05T09:00:00Z");
      grow("merged.diff", "A change (#5)", "2026-01-06T09:00:00Z");
      grow("since.diff", "Another change", "2026-01-07T09:00:00Z");
      repository.branch("head");
      grow("pr.diff", "A change", "2026-01-08T09:00:00Z");
      grow("last.diff", textOf(path("last.message")) ?? "", "2026-01-09T09:00:00Z");
      const revisions = ["--rev", "head", "--base", "main", "--branch", "main"];
      const rest = ["--repo", repository.directory, ...revisions, "--repo-url", FLEET_URL];
      const reply = textOf(path("reply.md")) ?? "";
      const refuses = reply === "" || /😕|👎/u.test(reply);
      const onMerged = existsSync(path("merged.diff")) && !existsSync(path("pr.diff"));
      return commandsOf(readFileSync(path("comment.md"), "utf8"), onMerged).map(({ command, whole }) => ({
        args: ["run", command, ...rest],
        mayRefuse: refuses || whole,
      }));
    };
    return { name: `conversations/${folder}`, needs: textOf(path("needs")), build };
  });
}

/**
 * The comment, and where it has several commands, which the command line refuses, each of them too. `onMerged`: it is a
 * comment on a merged pull request, which the command line finds only by its number.
 */
function commandsOf(comment, onMerged) {
  const numbered = (text) =>
    onMerged ? text.replace(/^\/rollback(?! #| [0-9a-f]{7})/m, "/rollback #5") : text;
  const lines = comment.split("\n").filter((line) => line.startsWith("/"));
  if (lines.length === 1) return [{ command: numbered(comment), whole: false }];
  const alone = lines.map((line) => ({ command: numbered(line), whole: false }));
  return [{ command: comment, whole: true }, ...alone];
}

function inputsIn(directory) {
  if (directory === undefined) return [];
  const folders = foldersOf(directory).filter((folder) => existsSync(join(directory, folder, "input.json")));
  return folders.map((folder) => {
    const path = (name) => join(directory, folder, name);
    const input = JSON.parse(readFileSync(path("input.json"), "utf8"));
    const { messages = {}, branch = "head", command, origin, expect = {} } = input;
    const build = (repository) => {
      let day = 0;
      const commit = (message) => {
        day += 1;
        repository.commit(message, `2026-03-${String(day).padStart(2, "0")}T10:00:00Z`);
      };
      if (origin) repository.git(["remote", "add", "origin", origin]);
      for (const step of existsSync(path("history")) ? readdirSync(path("history")).sort() : []) {
        repository.replace(path(join("history", step)));
        commit(messages[`history/${step}`] ?? step);
      }
      repository.replace(path("base"));
      commit(messages.base ?? "base");
      repository.branch(branch);
      if (existsSync(path("head"))) repository.replace(path("head"));
      if (existsSync(path("pr.diff"))) repository.apply(path("pr.diff"));
      if (existsSync(path("head")) || existsSync(path("pr.diff"))) commit(messages.head ?? "head");
      const { directory: repo } = repository;
      const rest = ["--repo", repo, "--repo-url", input.repoUrl ?? INPUTS_URL, ...(input.args ?? [])];
      const config = input.config ? ["--config", join(repo, input.config)] : [];
      if (!command) return planRuns(["--base", "main", "--head", branch, ...rest, ...config]);
      const rev = !input.branch && !existsSync(path("head")) ? "main" : branch;
      repository.git(["checkout", "--quiet", rev]);
      const revisions = input.plain ? [] : ["--base", "main", "--rev", rev];
      const mayRefuse = expect.refused === true || [expect.status].flat().includes(2);
      return [{ args: ["run", command, ...revisions, ...rest], mayRefuse }];
    };
    return { name: `inputs/${folder}`, needs: undefined, build };
  });
}

function planRuns(args) {
  const formats = [["--format", "json"], [], ["--format", "text"]];
  return formats.map((format) => ({ args: ["plan", ...args, ...format], mayRefuse: false }));
}

function foldersOf(directory) {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** A line `date: 2026-03-01T10:00:00Z` above a diff says when it was committed. */
function dateOf(file) {
  return /^date: (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "2026-06-01T12:00:00Z";
}

/** A new repository with fixed names, whose commits have the same ids every time. */
function createRepository(directory) {
  mkdirSync(directory);
  const git = (args, date = "", input = "") => {
    const env = {
      ...withoutGit(),
      GIT_AUTHOR_NAME: "compare",
      GIT_AUTHOR_EMAIL: "compare@example.com",
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: "compare",
      GIT_COMMITTER_EMAIL: "compare@example.com",
      GIT_COMMITTER_DATE: date,
    };
    const stdio = ["pipe", "ignore", "pipe"];
    execFileSync("git", ["-c", "maintenance.auto=false", ...args], { cwd: directory, env, input, stdio });
  };
  const lay = (...trees) => {
    for (const tree of trees)
      if (existsSync(tree)) cpSync(tree, directory, { recursive: true, verbatimSymlinks: true });
    git(["add", "--all", "--force"]);
  };
  git(["init", "--quiet", "--template=", "--initial-branch=main"]);
  return {
    directory,
    git,
    lay,
    replace: (tree) => {
      for (const entry of readdirSync(directory))
        if (entry !== ".git") rmSync(join(directory, entry), { recursive: true });
      lay(tree);
    },
    apply: (diff) => git(["apply", "--index", "--whitespace=nowarn", diff]),
    branch: (name) => git(["checkout", "--quiet", "-b", name]),
    commit: (message, date) =>
      git(["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=-"], date, message),
  };
}

/** Git as it comes: nothing of the user's configuration, no repository around this one. */
function withoutGit() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };
}

/**
 * KUSTOMIZE_BIN and HELM_BIN for both builds, so that they run the same programs. The order is that of a build: the
 * variable, .tools/bin of the project (this checkout, then either build's), PATH.
 */
function findRenderers() {
  const projects = [root, ...clis.map((cli) => dirname(dirname(cli)))];
  const path = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  const folders = [...projects.map((project) => join(project, ".tools/bin")), ...path];
  const found = {};
  for (const tool of ["kustomize", "helm"]) {
    const variable = `${tool.toUpperCase()}_BIN`;
    const named = process.env[variable];
    const program = (named ? [named] : folders.map((folder) => join(folder, tool))).find(isProgram);
    process.stderr.write(`${tool}: ${program ?? "not on this machine"}\n`);
    if (program !== undefined) found[variable] = program;
  }
  return found;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return isAbsolute(path);
  } catch {
    return false;
  }
}

// Both builds, one after the other

async function compare({ needs, build }, directory) {
  if (needs !== undefined && environment[`${needs.toUpperCase()}_BIN`] === undefined)
    return { outcome: "left", note: needs };
  try {
    const runs = build(createRepository(directory));
    const report = [];
    const failures = [];
    for (const { args, mayRefuse } of runs) {
      const [old, recent] = [await answerOf(clis[0], args), await answerOf(clis[1], args)];
      const lines = differenceOf(old, recent, args);
      if (lines.length > 0) report.push(shellWords(args, directory), ...lines.map((line) => `  ${line}`));
      const answered = old.status === "0" || (mayRefuse && old.status === "2");
      if (lines.length === 0 && !answered) failures.push(complaintOf(old));
    }
    if (report.length > 0) return { outcome: "differs", report };
    return failures.length > 0 ? { outcome: "neither", note: failures[0] } : { outcome: "equal" };
  } catch (error) {
    return { outcome: "unbuilt", note: shortened(String(error.stderr || error.message).trim()) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function answerOf(cli, args) {
  return new Promise((done, fail) => {
    const options = { cwd: scratch, env: environment, stdio: ["ignore", "pipe", "pipe"], timeout: PATIENCE };
    const child = spawn(process.execPath, [cli, ...args], options);
    const [stdout, stderr] = [[], []];
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.on("error", fail);
    child.on("close", (code, signal) => {
      const status = signal ?? String(code);
      done({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) });
    });
  });
}

function complaintOf({ status, stderr }) {
  return `${shortened(stderr.toString("utf8").split("\n")[0])} (exit ${status})`;
}

function shellWords([command, ...rest], directory) {
  const words = rest.map((word) => (word === directory ? "." : word));
  return [
    "breakwater",
    command,
    ...words.map((word) => (/^[\w./:-]+$/.test(word) ? word : JSON.stringify(word))),
  ].join(" ");
}

/** The difference as lines; none where the answers are equal byte for byte, except for ignored keys. */
function differenceOf(old, recent, args) {
  const lines = old.status === recent.status ? [] : [`exit ${old.status} → ${recent.status}`];
  const isJson = args.at(-1) === "json";
  if (isJson) lines.push(...jsonDifference(old.stdout, recent.stdout));
  else lines.push(...textDifference(old.stdout, recent.stdout));
  lines.push(...textDifference(old.stderr, recent.stderr, "standard error: "));
  return lines;
}

// JSON

function jsonDifference(old, recent) {
  if (old.equals(recent) && ignoredKeys.every(({ met }) => met)) return [];
  const [one, other] = [parsed(old), parsed(recent)];
  if (one === undefined || other === undefined) return textDifference(old, recent);
  for (const ignoredKey of ignoredKeys)
    for (const plan of [one, other]) if (drop(plan, ignoredKey.steps)) ignoredKey.met = true;
  if (old.equals(recent)) return [];
  const [before, after] = ignoredKeys.length === 0 ? [old, recent] : [one, other].map(serialized);
  if (before.equals(after)) return [];
  const paths = differences(one, other);
  if (paths.length === 0) return ["the same values, written otherwise", ...textDifference(before, after)];
  return limited(paths, MOST_PATHS);
}

function parsed(bytes) {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function serialized(value) {
  return Buffer.from(JSON.stringify(value, null, 2));
}

/** "findings[].facts" → findings, [], facts */
function stepsOf(path) {
  return path
    .replaceAll("[]", ".[]")
    .split(".")
    .filter((step) => step !== "");
}

/** Whether there was anything to delete. A path that ends in [] empties the list. */
function drop(value, [step, ...rest]) {
  if (value === null || typeof value !== "object") return false;
  if (step === "[]") {
    if (!Array.isArray(value)) return false;
    if (rest.length === 0) return value.splice(0).length > 0;
    return value.map((entry) => drop(entry, rest)).includes(true);
  }
  if (!Object.hasOwn(value, step)) return false;
  return rest.length > 0 ? drop(value[step], rest) : delete value[step];
}

/** The paths that differ, with both values. Entries that two lists share at their beginning and end are skipped. */
function differences(one, other, path = "") {
  if (same(one, other)) return [];
  if (Array.isArray(one) && Array.isArray(other)) {
    const shorter = Math.min(one.length, other.length);
    let from = 0;
    while (from < shorter && same(one[from], other[from])) from += 1;
    let end = 0;
    while (end < shorter - from && same(one.at(-1 - end), other.at(-1 - end))) end += 1;
    const [before, after] = [one, other].map((list) => list.slice(from, list.length - end));
    const longest = Math.max(before.length, after.length);
    const length = one.length === other.length ? [] : [`${path}[]: ${one.length} → ${other.length} entries`];
    const entries = Array.from({ length: longest }, (_, at) =>
      differences(before[at], after[at], `${path}[${from + at}]`),
    );
    return [...length, ...entries.flat()];
  }
  if (isObject(one) && isObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], path === "" ? key : `${path}.${key}`));
  }
  const [before, after] = aligned(JSON.stringify(one) ?? "nothing", JSON.stringify(other) ?? "nothing");
  return [`${path}: ${before} → ${after}`];
}

function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, at) => same(entry, other[at]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

// Text

/** A short unified diff, by Git. */
function textDifference(old, recent, title = "") {
  if (old.equals(recent)) return [];
  const directory = mkdtempSync(join(scratch, "diff-"));
  writeFileSync(join(directory, "old"), old);
  writeFileSync(join(directory, "new"), recent);
  const args = ["diff", "--no-index", "--no-color", "--text", "--unified=1", "old", "new"];
  const { stdout } = spawnSync("git", args, { cwd: directory, env: withoutGit(), maxBuffer: 2 ** 30 });
  const lines = stdout.toString("utf8").trimEnd().split("\n");
  const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")));
  return [...(title === "" ? [] : [title.trim()]), ...limited(pairedLines(hunks), MOST_LINES)];
}

/** Long lines are cut around the first difference from the line that replaces them. */
function pairedLines(hunks) {
  const lines = [];
  for (let at = 0; at < hunks.length; ) {
    const removed = runOf("-", hunks, at);
    const added = runOf("+", hunks, at + removed.length);
    if (removed.length + added.length === 0) {
      lines.push(shortened(hunks[at]));
      at += 1;
      continue;
    }
    lines.push(
      ...removed.map((line, i) => beside(line, added[i])),
      ...added.map((line, i) => beside(line, removed[i])),
    );
    at += removed.length + added.length;
  }
  return lines;
}

function beside(line, other) {
  return other === undefined ? shortened(line) : line[0] + aligned(line.slice(1), other.slice(1))[0];
}

function runOf(sign, lines, from) {
  const end = lines.findIndex((line, at) => at >= from && !line.startsWith(sign));
  return lines.slice(from, end < 0 ? undefined : end);
}

function limited(lines, most) {
  return lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

/** Both, cut to what is around the first character that differs. */
function aligned(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(one.length, other.length) > 160 ? Math.max(0, at - 60) : 0;
  return [shortened(one, from), shortened(other, from)];
}

function shortened(text, from = 0) {
  const part = text.slice(from, from + 160);
  return `${from > 0 ? "…" : ""}${part}${from + part.length < text.length ? "…" : ""}`;
}
