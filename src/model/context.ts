// What is known from outside the two snapshots. Everything here is explicit, so that planning stays pure.

import type { Layer, Severity } from "./plan.ts";
import type { Selector } from "./selector.ts";

/**
 * `headSha` is the pull request's own head (the snapshot planned may be a merge of it), `branch` the branch a merge
 * feeds, `defaultBranch` what HEAD means to Argo CD. `repoUrls` are the addresses that mean this repository, where
 * somebody told; where they are empty they are found among `remotes`, or else among the Applications. `now` is the time of
 * the later of both tips' commits, in seconds since 1970: a merge cannot be earlier.
 */
export type Context = {
  readonly headSha: string;
  readonly branch: string;
  readonly defaultBranch: string;
  readonly repoUrls: readonly string[];
  readonly remotes: readonly string[];
  /** The day it is, "2026-11-22". Without it nothing that has an end has ended. */
  readonly today?: string;
  /** The title of the pull request, where there is one. */
  readonly title?: string;
  readonly now?: number;
};

/** A key of the configuration that does not validate; its default holds. `line` is 1-based. */
export type ConfigProblem = { readonly path: string; readonly line: number; readonly message: string };

/**
 * Accepts findings beforehand; all that is given must fit. `path` may hold wildcards. `until` is the last day it counts,
 * "2027-01-31". `except`: rules it does not reach.
 */
export type Ignore = {
  readonly rule?: string | undefined;
  readonly kind?: string | undefined;
  readonly path?: string | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
  readonly except: ReadonlySet<string>;
};

/** A cluster that Argo CD knows although Git does not register it. "" where nothing is said. */
export type CatalogueCluster = {
  readonly name: string;
  readonly server: string;
  /** Namespace of the Argo CD instance that knows it; "" for every instance. */
  readonly argoNamespace: string;
  readonly project: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
};

/** An API version with the releases ("1.33") that deprecate it and no longer serve it, and the one to write instead. */
export type CatalogueApi = {
  readonly api: string;
  readonly kinds: readonly string[];
  readonly deprecated: string;
  readonly removed?: string | undefined;
  readonly use?: string | undefined;
};

/**
 * What Git does not show, as somebody declares it. `releases`: VKr names with the ClusterClasses that are known to fit,
 * undefined where nothing is claimed; empty where nothing was declared. `addons`: releases of add-ons in any spelling, with
 * the range of Kubernetes versions each is for. `ranges`: addresses that no cluster should take, and who has them.
 */
export type Catalogue = {
  readonly date?: string;
  readonly releases: ReadonlyMap<string, readonly string[] | undefined>;
  readonly clusters: readonly CatalogueCluster[];
  readonly apis: readonly CatalogueApi[];
  readonly addons: readonly { readonly release: string; readonly kubernetes: string }[];
  readonly ranges: readonly { readonly range: string; readonly of: string }[];
};

/** How a comment looks. `groups` are "label=value", the most important environment first. */
export type CommentOptions = {
  readonly mode: "full" | "summary" | "off";
  readonly openLines: number;
  readonly groups: readonly string[];
};

/** A key that somebody set, its value as JSON, and who did: "the repository", "the organisation", "the organisation's overrides". */
export type Setting = { readonly key: string; readonly value: string; readonly source: string };

/** What GitHub grants on a repository, from nothing to everything. */
export const LEVELS = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Level = (typeof LEVELS)[number];

/**
 * Allows `commands` (names of verbs; undefined: all) on what `selector` and `paths` both choose (undefined: anything) to
 * members of `teams`, to `users`, and to nobody below `minRole`. Without teams and users anybody of that level. Teams are
 * "org/team" or "team".
 */
export type Permission = {
  readonly selector?: Selector | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly commands?: readonly string[] | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
  readonly minRole: Level;
};

/** The teams that own what `selector` chooses, or a whole layer. */
type Owner = {
  readonly selector?: Selector | undefined;
  readonly layer?: Layer | undefined;
  readonly teams: readonly string[];
};

/** When clusters may be changed: from each minute that `cron` names in `timezone` on, for `duration` seconds. */
export type ChangeWindow = {
  readonly selector: Selector;
  readonly cron: string;
  readonly timezone: string;
  readonly duration: number;
};

/**
 * What may keep a pull request from being merged. "window": a cluster outside its change windows. "hop": a downgrade, or
 * a version skipped. "conflict": with the base branch. "destroy": a merge destroys. "unknown": not everything was
 * evaluated. "stop": a finding needs a decision.
 */
export const GATES = ["window", "hop", "conflict", "destroy", "unknown", "stop"] as const;
export type GateName = (typeof GATES)[number];
type GateEffect = "fail" | "neutral" | "off";

/** `allow`: the verbs on offer, undefined for all. `maxClusters`: in one commit. */
export type CommandOptions = {
  readonly prefix: "optional" | "required";
  readonly allow: readonly string[] | undefined;
  readonly maxClusters: number;
};

/**
 * The configuration of the repository, as far as planning needs it. `rules` overrides default severities by rule id.
 * `roots`: "namespace/name"; empty where they are to be found. `supervisors`: destination → name of its Supervisor.
 * `repositories`: addresses of others whose Applications may deliver from this one. `upgrades.minutesPerNode`: how long a
 * cluster takes to replace one node. `permissions` is undefined where nobody wrote any: then GitHub's alone count.
 */
export type Config = {
  readonly enabled: boolean;
  readonly argocd: { readonly version: string; readonly applicationHealth: "unknown" | "gated" };
  readonly upgrades: { readonly minutesPerNode: number };
  readonly roots: readonly string[];
  readonly supervisors: ReadonlyMap<string, string>;
  readonly repositories: readonly string[];
  readonly catalog: Catalogue;
  readonly rules: ReadonlyMap<string, Severity | "off">;
  readonly ignore: readonly Ignore[];
  readonly comment: CommentOptions;
  readonly commands: CommandOptions;
  readonly permissions: readonly Permission[] | undefined;
  readonly owners: readonly Owner[];
  /** "" where there is none. */
  readonly overrideTeam: string;
  readonly trustedBots: readonly string[];
  readonly gates: Readonly<Record<GateName, GateEffect>>;
  readonly windows: readonly ChangeWindow[];
  readonly problems: readonly ConfigProblem[];
  readonly settings: readonly Setting[];
};

export const DEFAULT_CONFIG: Config = {
  enabled: true,
  argocd: { version: "3.0", applicationHealth: "unknown" },
  upgrades: { minutesPerNode: 15 },
  roots: [],
  supervisors: new Map(),
  repositories: [],
  catalog: { releases: new Map(), clusters: [], apis: [], addons: [], ranges: [] },
  rules: new Map(),
  ignore: [],
  comment: { mode: "full", openLines: 12, groups: [] },
  commands: { prefix: "optional", allow: undefined, maxClusters: 10 },
  permissions: undefined,
  owners: [],
  overrideTeam: "",
  trustedBots: [],
  gates: {
    window: "fail",
    hop: "off",
    conflict: "neutral",
    destroy: "off",
    unknown: "neutral",
    stop: "fail",
  },
  windows: [],
  problems: [],
  settings: [],
};
