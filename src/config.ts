// The text of breakwater.yml → Config. What does not validate is a problem, and its default holds.
import { type Config, type ConfigProblem, DEFAULT_CONFIG } from "./model/context.ts";
import { RULE_IDS } from "./model/finding.ts";
import type { FieldPath, Json, JsonObject } from "./model/json.ts";
import { SEVERITIES, type Severity } from "./model/plan.ts";
import { parseFile } from "./parse/file.ts";
import { isMap } from "./resources/json.ts";

const LEVELS = ["off", ...SEVERITIES] as const;

/** `path` is the file as problems name it. Total: a file that is no map is one problem and all defaults. */
export function readConfig(text: string, path: string): Config {
  const problems: ConfigProblem[] = [];
  const file = parseFile(text);
  const document = file.documents[0];
  const refuse = (at: FieldPath, message: string) => {
    problems.push({ path, line: document?.lineOf(at) ?? 1, message });
  };
  for (const { line, message } of file.problems) problems.push({ path, line, message });
  const root = document?.value;
  if (document && !isMap(root)) refuse([], "the configuration must be a map of keys");
  const keys = readKeys(isMap(root) ? root : {}, refuse);
  return { ...DEFAULT_CONFIG, ...keys, problems };
}

type Refuse = (at: FieldPath, message: string) => void;

function readKeys(root: JsonObject, refuse: Refuse): Pick<Config, "argocd" | "rules"> {
  const known = ["argocd", "rules"];
  for (const key of Object.keys(root)) if (!known.includes(key)) refuse([key], unknown(key, known));
  return { argocd: readArgocd(root["argocd"], refuse), rules: readRules(root["rules"], refuse) };
}

function readArgocd(value: Json | undefined, refuse: Refuse): Config["argocd"] {
  if (value === undefined) return DEFAULT_CONFIG.argocd;
  if (!isMap(value)) {
    refuse(["argocd"], "argocd must be a map with the key version");
    return DEFAULT_CONFIG.argocd;
  }
  for (const key of Object.keys(value))
    if (key !== "version") refuse(["argocd", key], unknown(`argocd.${key}`, ["argocd.version"]));
  const version = value["version"];
  // An unquoted 3.0 is the number 3 to YAML.
  const text =
    typeof version === "number"
      ? version.toFixed(version % 1 === 0 ? 1 : String(version).length - 2)
      : version;
  if (typeof text === "string" && /^v?\d+\.\d+/.test(text)) return { version: text };
  if (version !== undefined) refuse(["argocd", "version"], 'argocd.version must be a version such as "3.0"');
  return DEFAULT_CONFIG.argocd;
}

function readRules(value: Json | undefined, refuse: Refuse): Config["rules"] {
  const rules = new Map<string, Severity | "off">();
  if (value === undefined) return rules;
  if (!isMap(value)) {
    refuse(["rules"], "rules must be a map from rule to severity");
    return rules;
  }
  for (const [id, level] of Object.entries(value)) {
    // YAML 1.1 reads an unquoted off as false.
    if (!(RULE_IDS as readonly string[]).includes(id))
      refuse(
        ["rules", id],
        unknown(
          `rules.${id}`,
          RULE_IDS.map((r) => `rules.${r}`),
        ),
      );
    else if (level === false) rules.set(id, "off");
    else if (!isLevel(level)) refuse(["rules", id], `rules.${id} takes ${LEVELS.join(", ")}`);
    else rules.set(id, level);
  }
  return rules;
}

function isLevel(level: Json): level is Severity | "off" {
  return (LEVELS as readonly Json[]).includes(level);
}

function unknown(key: string, known: readonly string[]): string {
  const nearest = [...known].sort((a, b) => distance(key, a) - distance(key, b))[0] ?? "";
  return distance(key, nearest) <= Math.max(3, key.length / 3)
    ? `unknown key ${key}; did you mean ${nearest}?`
    : `unknown key ${key}`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] as number;
}
