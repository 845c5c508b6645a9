// A file → whether Git shows that it is there for tests or for a tool, and not to be applied.
import type { Snapshot } from "../../model/snapshot.ts";
import { directoryOf } from "./repository-tree.ts";

/**
 * By their names directories of tests, and those of tools. A name is a convention and no fact: `test` is an environment in many
 * repositories. So nobody is presumed to apply what lies there, and nobody is presumed not to.
 */
const NAMED_FOR_TESTS = /(?:^|\/)(?:\.[^/]+|tests?|testdata|__\w+__)\//;

/** Directories that a hosting service or an editor reads and nothing else. */
const OF_TOOLS = /(?:^|\/)\.(?:github|gitlab|circleci|devcontainer|vscode|idea)\//;

/** What runs tests: kuttl and Chainsaw, and tests of a program beside their data. */
const RUNS_TESTS =
  /(?:^|\/)(?:kuttl-test\.ya?ml|\.?chainsaw(?:-test)?\.ya?ml|[^/]+_test\.(?:go|py|sh)|test_[^/]+\.py|[^/]+\.(?:test|spec)\.[cm]?[jt]sx?|[^/]+\.bats)$/;

export function isNamedForTests(path: string): boolean {
  return NAMED_FOR_TESTS.test(path);
}

/** Whether what runs tests lies beside such a directory, or between it and the file. */
export function isRunByTests(snapshot: Snapshot, path: string): boolean {
  if (OF_TOOLS.test(path)) return true;
  const found = NAMED_FOR_TESTS.exec(path);
  if (!found) return false;
  const running = directoriesWithTests(snapshot);
  const above = path.slice(0, found.index);
  for (let at = directoryOf(path); at.length >= above.length; at = directoryOf(at)) {
    if (running.has(at)) return true;
    if (at === "") break;
  }
  return false;
}

const RUNNING = new WeakMap<Snapshot, ReadonlySet<string>>();

function directoriesWithTests(snapshot: Snapshot): ReadonlySet<string> {
  const known = RUNNING.get(snapshot);
  if (known) return known;
  const found = new Set(snapshot.paths.filter((path) => RUNS_TESTS.test(path)).map(directoryOf));
  RUNNING.set(snapshot, found);
  return found;
}
