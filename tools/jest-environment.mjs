// One global object for all suites of a worker, so that one can use what another has loaded: docs/decisions/jest.md.
import { AsyncLocalStorage } from "node:async_hooks";
import { appendFileSync, readFileSync } from "node:fs";
import { TestEnvironment } from "jest-environment-node";

/** What Jest leaves at the global object: of the suite that ran, and for no other. */
const OF_JEST = new Set(
  [
    ...["JEST_STATE_SYMBOL", "EVENT_HANDLERS", "TEST_TIMEOUT_SYMBOL"],
    ...["RETRY_TIMES", "RETRY_IMMEDIATELY", "WAIT_BEFORE_RETRY", "LOG_ERRORS_BEFORE_RETRY"],
  ].map((name) => `Symbol(${name})`),
);

/** Where `expect` keeps its matchers: defined once and for good, so it is emptied rather than deleted. */
const MATCHERS = Symbol.for("$$jest-matchers-object");

/** What a suite added with `expect.extend`. The next one loads `expect` anew, which brings its own matchers along. */
function forgetMatchers(global) {
  const { matchers, customEqualityTesters } = global[MATCHERS] ?? { matchers: {}, customEqualityTesters: [] };
  for (const name of Object.keys(matchers)) delete matchers[name];
  customEqualityTesters.length = 0;
}

/** Those in use. Each one makes every promise of the process dearer, and jest-circus opens one in each suite. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

function closeStorages() {
  for (const storage of storages) storage.disable();
  storages.clear();
}

class OwnEnvironment extends TestEnvironment {
  async teardown() {
    closeStorages();
    await super.teardown();
  }
}

class SharedEnvironment extends TestEnvironment {
  async setup() {
    const { process } = this.global;
    this.before = { env: { ...process.env }, exit: process.exit };
  }

  /** The next suite goes on with it, so what the last one changed is taken back. */
  async teardown() {
    closeStorages();
    const { process } = this.global;
    const { env, exit } = this.before;
    this.fakeTimersModern.useRealTimers();
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
    Object.assign(process.env, env);
    process.exit = exit;
    for (const name of Object.getOwnPropertySymbols(this.global))
      if (OF_JEST.has(String(name))) delete this.global[name];
    forgetMatchers(this.global);
  }
}

/** Seconds of processor time, of this process and of those that it started and saw end (proc(5), cutime and cstime in ticks of 10 ms). */
function processorTime() {
  const { user, system } = process.cpuUsage();
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return { own: (user + system) / 1e6, children: (Number(fields[13]) + Number(fields[14])) / 100 };
}

let shared;

/** Jest calls it with `new`, once for every suite. A process that watches outlives the files it has read. */
export default function environmentOf(options, context) {
  const environment = environmentFor(options, context);
  const { SUITE_COSTS: file } = process.env;
  return file ? measured(environment, context.testPath, file) : environment;
}

/** Writes down what a suite takes, for tools/suite-costs.mjs. */
function measured(environment, suite, file) {
  const [before, began] = [processorTime(), Date.now()];
  environment.teardown = async () => {
    delete environment.teardown;
    await environment.teardown();
    const after = processorTime();
    const spent = (name) => after[name] - before[name];
    const wall = (Date.now() - began) / 1000;
    appendFileSync(
      file,
      `${JSON.stringify({ suite, own: spent("own"), children: spent("children"), wall })}\n`,
    );
  };
  return environment;
}

function environmentFor(options, context) {
  const { watch, watchAll } = options.globalConfig;
  if (watch || watchAll) return new OwnEnvironment(options, context);
  shared ??= new SharedEnvironment(options, context);
  return shared;
}
