// A file below a chart → whether Helm reads it when the chart is rendered.
import { matchesPath } from "../../lib/path-glob.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "./files.ts";
import { directoryOf } from "./repository-tree.ts";

/** The nearest chart above a file; where that lies in the charts/ of another one, the one around them all. */
export function chartOver({ files }: Snapshot, path: string): string | undefined {
  const isChart = (directory: string) =>
    files.has(directory === "" ? "Chart.yaml" : `${directory}/Chart.yaml`);
  let at = directoryOf(path);
  while (!isChart(at)) {
    if (at === "") return undefined;
    at = directoryOf(at);
  }
  for (let around = parentOf(at); around !== undefined && isChart(around); around = parentOf(at)) at = around;
  return at;
}

function parentOf(chart: string): string | undefined {
  const found = /^(?:(.*)\/)?charts\/[^/]+$/.exec(chart);
  return found ? (found[1] ?? "") : undefined;
}

/** What a chart holds for people and for tests; `ci` is read by chart-testing alone. */
const FOR_PEOPLE =
  /(?:^|\/)(?:README|LICEN[CS]E|NOTICE|CHANGELOG|CONTRIBUTING|OWNERS|CODEOWNERS)[^/]*$|\.(?:md|gotmpl)$|(?:^|\/)NOTES\.txt$/i;
const FOR_TESTS = /^(?:ci|tests?|unittests?)\/|(?:^|\/)templates\/tests?\//;
const HIDDEN = /(?:^|\/)\.(?!helmignore$)/;

/** `path` is relative to the chart, `rules` those of its .helmignore. */
export function isReadByHelm(path: string, rules: readonly string[]): boolean {
  if (FOR_PEOPLE.test(path) || FOR_TESTS.test(path) || HIDDEN.test(path)) return false;
  return !isIgnored(path, rules);
}

/** The rules in the .helmignore of a chart. */
export async function helmIgnore({ files: known }: Snapshot, chart: string, files: Files): Promise<string[]> {
  const oid = known.get(chart === "" ? ".helmignore" : `${chart}/.helmignore`)?.oid;
  if (oid === undefined) return [];
  const blob = (await files.texts([oid])).get(oid);
  return blob && "text" in blob ? blob.text.split("\n").map((line) => line.trim()) : [];
}

/**
 * One rule a line, which ends with `/` for directories and holds one where it means the whole path; `!` leaves out what it
 * does not match. Nothing below a directory that is left out is read (helm pkg/ignore/rules.go, Ignore and parseRule;
 * pkg/chart/v2/loader/directory.go, LoadDir).
 */
function isIgnored(path: string, rules: readonly string[]): boolean {
  const steps = path.split("/");
  return steps.some((_, i) => {
    const at = steps.slice(0, i + 1).join("/");
    const isDirectory = i + 1 < steps.length;
    return rules.some((rule) => rule !== "" && !rule.startsWith("#") && matchesRule(rule, at, isDirectory));
  });
}

function matchesRule(rule: string, path: string, isDirectory: boolean): boolean {
  const negated = rule.startsWith("!");
  const bare = negated ? rule.slice(1) : rule;
  const wanted = bare.endsWith("/") ? bare.slice(0, -1) : bare;
  if (bare.endsWith("/") && !isDirectory) return negated;
  const matches = wanted.startsWith("/")
    ? matchesPath(wanted.slice(1), path)
    : matchesPath(wanted, wanted.includes("/") ? path : (path.split("/").at(-1) ?? ""));
  return negated ? !matches : matches;
}
