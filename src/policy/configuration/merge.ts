// The files of an organisation and a repository → the configuration a plan is made with.

import { durationSeconds } from "../../manifests/values/duration.ts";
import {
  type CatalogueCluster,
  type Config,
  type ConfigProblem,
  DEFAULT_CONFIG,
  type Ignore,
} from "../../model/context.ts";
import { selectorOf } from "./grants.ts";
import { type ReadFile, readConfigFile } from "./read.ts";
import type { ConfigKeys } from "./schema.ts";
import { settingsOf } from "./settings.ts";

/** Where the configuration stands, in the repository and in the organisation's `.github` repository. */
export const CONFIG_PATH = ".github/breakwater.yml";

/** Texts of the files; undefined where there is none. */
export type ConfigTexts = {
  readonly organisation?: string | undefined;
  readonly repository?: string | undefined;
  /** The repository's file on its default branch, where `repository` is the file of another branch. */
  readonly granting?: { readonly text: string | undefined };
};

/** What grants something, or takes a check away: whoever may push to some branch must not write it there. */
const GRANTING = [
  "commands",
  "permissions",
  "owners",
  "overrideTeam",
  "trustedBots",
  "gates",
  "windows",
] as const satisfies readonly (keyof ConfigKeys)[];

/**
 * The organisation's defaults, the repository's own keys over them, the organisation's `overrides` over those: maps key
 * by key, lists as a whole, and `ignore` added up. A rule that overrides set cannot be ignored by the repository.
 * What does not validate in either file is a problem that names its file. `path` is how problems name the repository's.
 */
export function mergeConfig(texts: ConfigTexts, path = CONFIG_PATH): Config {
  const defaults = read(texts.organisation, `the organisation's ${CONFIG_PATH}`);
  const own = ownKeys(texts, path);
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

function ownKeys({ repository, granting }: ConfigTexts, path: string): ReadFile {
  const own = read(repository, path);
  if (granting === undefined) return own;
  const granted = new Map(Object.entries(read(granting.text, path).keys));
  const keys = new Map(Object.entries(own.keys));
  for (const key of GRANTING) {
    if (granted.has(key)) keys.set(key, granted.get(key));
    else keys.delete(key);
  }
  return { ...own, keys: Object.fromEntries(keys) };
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
      documentation: comment?.documentation?.replace(/\/$/, "") ?? by.comment.documentation,
    },
    catalog: {
      ...(catalog?.date === undefined ? {} : { date: catalog.date }),
      releases: new Map((catalog?.releases ?? []).map(({ version, classes }) => [version, classes])),
      clusters: (catalog?.clusters ?? []).map(clusterOf),
      apis: catalog?.apis ?? [],
      addons: catalog?.addons ?? [],
      ranges: catalog?.ranges ?? [],
    },
    ...grantsOf(keys),
  };
}

type Grants = Pick<Config, (typeof GRANTING)[number]>;

function grantsOf(keys: Pick<ConfigKeys, (typeof GRANTING)[number]>): Grants {
  const by = DEFAULT_CONFIG;
  const gates = Object.entries(keys.gates ?? {}).map(([gate, effect]) => [gate, effect || "off"]);
  return {
    commands: {
      prefix: keys.commands?.prefix ?? by.commands.prefix,
      allow: keys.commands?.allow ?? by.commands.allow,
      maxClusters: keys.commands?.maxClusters ?? by.commands.maxClusters,
    },
    permissions: keys.permissions?.map((rule) => ({
      ...chosen(rule),
      minRole: rule.minRole ?? "write",
      teams: rule.teams?.map(team),
    })),
    owners: (keys.owners ?? []).map((owner) => ({ ...chosen(owner), teams: owner.teams.map(team) })),
    overrideTeam: team(keys.overrideTeam ?? by.overrideTeam),
    trustedBots: keys.trustedBots ?? by.trustedBots,
    gates: { ...by.gates, ...Object.fromEntries(gates) },
    windows: (keys.windows ?? []).flatMap(({ selector, cron, timezone, duration }) => {
      const read = selectorOf(selector);
      const seconds = durationSeconds(duration) ?? 0;
      return read ? [{ selector: read, cron, timezone: timezone ?? "UTC", duration: seconds }] : [];
    }),
  };
}

/** The same with its selector read; the schema has tried it. */
function chosen<T extends { readonly selector?: string | undefined }>({ selector, ...rest }: T) {
  const read = selector === undefined ? undefined : selectorOf(selector);
  return { ...rest, ...(read === undefined ? {} : { selector: read }) };
}

/** People write teams as they mention them. */
function team(name: string): string {
  return name.replace(/^@/, "").toLowerCase();
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
