// The files of an organisation and a repository → the configuration a plan is made with.
import {
  type CatalogueCluster,
  type Config,
  type ConfigProblem,
  DEFAULT_CONFIG,
  type Ignore,
} from "../model/context.ts";
import { type ReadFile, readConfigFile } from "./read.ts";
import type { ConfigKeys } from "./schema.ts";
import { settingsOf } from "./settings.ts";

/** Where the configuration stands, in the repository and in the organisation's `.github` repository. */
export const CONFIG_PATH = ".github/breakwater.yml";

/** Texts of the files; undefined where there is none. */
export type ConfigTexts = {
  readonly organisation?: string | undefined;
  readonly repository?: string | undefined;
};

/**
 * The organisation's defaults, the repository's own keys over them, the organisation's `overrides` over those: maps key
 * by key, lists as a whole, and `ignore` added up. A rule that overrides set cannot be ignored by the repository.
 * What does not validate in either file is a problem that names its file. `path` is how problems name the repository's.
 */
export function mergeConfig({ organisation, repository }: ConfigTexts, path = CONFIG_PATH): Config {
  const defaults = read(organisation, `the organisation's ${CONFIG_PATH}`);
  const own = read(repository, path);
  const overrides = defaults.keys.overrides ?? {};
  const merged = mergeKeys(mergeKeys(defaults.keys, own.keys), overrides);
  const enforced = new Set(Object.keys(overrides.rules ?? {}));
  const ignored = [...(defaults.keys.ignore ?? []), ...(overrides.ignore ?? [])];
  return {
    ...configOf(merged),
    ignore: [
      ...ignored.map((entry) => ignoreOf(entry, new Set())),
      ...(own.keys.ignore ?? []).map((entry) => ignoreOf(entry, enforced)),
    ],
    settings: settingsOf(defaults.keys, own.keys),
    problems: [...defaults.problems, ...own.problems, ...misplacedOverrides(own, path)],
  };
}

function read(text: string | undefined, path: string): ReadFile {
  return text === undefined ? { keys: {}, problems: [], line: () => 1 } : readConfigFile(text, path);
}

function misplacedOverrides({ keys, line }: ReadFile, path: string): ConfigProblem[] {
  if (keys.overrides === undefined) return [];
  return [{ path, line: line(["overrides"]), message: "overrides counts in the organisation's file only" }];
}

/** Later keys win; maps are merged, anything else is taken whole. Both are checked, so the result is as well. */
function mergeKeys(under: object, over: object): ConfigKeys {
  const merged = new Map<string, unknown>(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isMap(below) && isMap(value) ? mergeKeys(below, value) : value);
  }
  return Object.fromEntries(merged);
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function configOf({
  argocd,
  comment,
  rules,
  catalog,
  ...keys
}: ConfigKeys): Omit<Config, "problems" | "ignore" | "settings"> {
  const by = DEFAULT_CONFIG;
  const supervisors = Object.entries(keys.supervisors ?? {}).flatMap(([name, destinations]) =>
    destinations.map((destination) => [destination, name] as const),
  );
  return {
    enabled: keys.enabled ?? by.enabled,
    roots: keys.roots ?? by.roots,
    repositories: keys.repositories ?? by.repositories,
    argocd: {
      version: argocd?.version === undefined ? by.argocd.version : versionText(argocd.version),
      applicationHealth: argocd?.applicationHealth ?? by.argocd.applicationHealth,
    },
    upgrades: { minutesPerNode: keys.upgrades?.minutesPerNode ?? by.upgrades.minutesPerNode },
    supervisors: new Map(supervisors),
    rules: new Map(Object.entries(rules ?? {}).map(([id, level]) => [id, level || "off"])),
    comment: {
      mode: comment?.mode ?? by.comment.mode,
      openLines: comment?.openLines ?? by.comment.openLines,
      groups: comment?.groups ?? by.comment.groups,
    },
    catalog: {
      ...(catalog?.date === undefined ? {} : { date: catalog.date }),
      releases: new Map((catalog?.releases ?? []).map(({ version, classes }) => [version, classes])),
      clusters: (catalog?.clusters ?? []).map(clusterOf),
      apis: catalog?.apis ?? [],
      addons: catalog?.addons ?? [],
    },
  };
}

/** YAML reads an unquoted 3.0 as the number 3. */
function versionText(version: string | number): string {
  if (typeof version === "string") return version;
  return Number.isInteger(version) ? version.toFixed(1) : String(version);
}

type CatalogueEntry = NonNullable<NonNullable<ConfigKeys["catalog"]>["clusters"]>[number];

function clusterOf({
  name,
  server,
  namespace,
  project,
  labels,
  annotations,
}: CatalogueEntry): CatalogueCluster {
  return {
    name,
    server: server ?? "",
    argoNamespace: namespace ?? "",
    project: project ?? "",
    labels: new Map(Object.entries(labels ?? {})),
    annotations: new Map(Object.entries(annotations ?? {})),
  };
}

function ignoreOf(entry: NonNullable<ConfigKeys["ignore"]>[number], except: ReadonlySet<string>): Ignore {
  return { ...entry, except };
}
