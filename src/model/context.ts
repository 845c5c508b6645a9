// What is known from outside the two snapshots. Everything here is explicit, so that planning stays pure.

import type { Layer, Severity } from "./plan.ts";
import type { Selector } from "./selector.ts";

export type Context = {
  /** The pull request's own head; the snapshot planned may be a merge of it. */
  readonly headSha: string;
  /** The branch that a merge feeds. */
  readonly branch: string;
  /** What HEAD means to Argo CD. */
  readonly defaultBranch: string;
  /** Addresses that mean this repository; where it is empty they are found among `remotes`, or else among the Applications. */
  readonly repoUrls: readonly string[];
  /** Addresses of the checkout's remotes. */
  readonly remotes: readonly string[];
  /** The day it is, "2026-11-22". Without it nothing that has an end has ended. */
  readonly today?: string;
  /** The title of the pull request, where there is one. */
  readonly title?: string;
  /** The time of the later of both tips' commits, in seconds since 1970: a merge cannot be earlier. */
  readonly now?: number;
};

/** A key of the configuration that does not validate; its default holds. */
export type ConfigProblem = {
  /** Of the configuration file. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
};

/** Accepts findings beforehand; a finding must match everything that is given. */
export type Ignore = {
  readonly rule?: string | undefined;
  readonly kind?: string | undefined;
  /** May hold wildcards. */
  readonly path?: string | undefined;
  readonly reason: string;
  /** The last day it counts, "2027-01-31". */
  readonly until?: string | undefined;
  /** Ids of rules that it does not reach. */
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

/** The lifecycle of an API version. Releases are Kubernetes minors, "1.33". */
export type CatalogueApi = {
  /** "group/version". */
  readonly api: string;
  readonly kinds: readonly string[];
  /** The first release that deprecates it. */
  readonly deprecated: string;
  /** The first release that does not serve it. */
  readonly removed?: string | undefined;
  /** The "group/version" to write instead. */
  readonly use?: string | undefined;
};

/** What Git does not show and the configuration declares; empty where nothing was declared. */
export type Catalogue = {
  /** The day it was written, "2026-11-22". */
  readonly date?: string;
  /** VKr names with the ClusterClasses that fit them; undefined where nothing is claimed. */
  readonly releases: ReadonlyMap<string, readonly string[] | undefined>;
  readonly clusters: readonly CatalogueCluster[];
  readonly apis: readonly CatalogueApi[];
  /** Releases of add-ons in any spelling, with the range of Kubernetes versions that each is for. */
  readonly addons: readonly { readonly release: string; readonly kubernetes: string }[];
  /** CIDRs that no cluster should use, and what uses them. */
  readonly ranges: readonly { readonly range: string; readonly of: string }[];
};

/** How a comment looks. */
export type CommentOptions = {
  readonly mode: "full" | "summary" | "off";
  /** A diff with more changed lines is folded. */
  readonly openLines: number;
  /** "label=value", the most important environment first. */
  readonly groups: readonly string[];
  /** The documentation's folder that links to rules lead to, without a slash at its end; "" for no such links. */
  readonly documentation: string;
};

/** Where the documentation stands, unless the configuration says otherwise. */
export const DOCUMENTATION = "https://github.com/breakwater-gitops/breakwater/blob/main/docs";

/** A key that the configuration sets. */
export type Setting = {
  readonly key: string;
  /** As JSON. */
  readonly value: string;
  /** "the repository", "the organisation" or "the organisation's overrides". */
  readonly source: string;
};

/** What GitHub grants on a repository, from nothing to everything. */
export const LEVELS = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Level = (typeof LEVELS)[number];

/** Allows commands to members of `teams` and to `users`; without both, to anybody of the level. */
export type Permission = {
  /** What it allows them on: what `selector` and `paths` both choose. Undefined chooses everything. */
  readonly selector?: Selector | undefined;
  readonly paths?: readonly string[] | undefined;
  /** Names of verbs; undefined for all. */
  readonly commands?: readonly string[] | undefined;
  /** "org/team" or "team". */
  readonly teams?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
  /** Nobody below it may. */
  readonly minRole: Level;
};

/** The teams that own what `selector` chooses, or a whole layer. */
type Owner = {
  readonly selector?: Selector | undefined;
  readonly layer?: Layer | undefined;
  readonly teams: readonly string[];
};

/** When clusters may be changed. */
export type ChangeWindow = {
  readonly selector: Selector;
  /** It opens at each minute that this names in `timezone`. */
  readonly cron: string;
  /** An IANA name, "Europe/Berlin". */
  readonly timezone: string;
  /** In seconds. */
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

export type CommandOptions = {
  /** Whether a command must begin with "/breakwater". */
  readonly prefix: "optional" | "required";
  /** The verbs on offer; undefined for all. */
  readonly allow: readonly string[] | undefined;
  /** In one commit. */
  readonly maxClusters: number;
};

/** The configuration of the repository. */
export type Config = {
  readonly enabled: boolean;
  readonly argocd: {
    /** "MAJOR.MINOR". */
    readonly version: string;
    /** "gated": Argo CD is configured to assess the health of Applications. */
    readonly applicationHealth: "unknown" | "gated";
  };
  readonly upgrades: {
    /** How long a cluster takes to replace one node. */
    readonly minutesPerNode: number;
  };
  /** "namespace/name"; empty where they are to be found. */
  readonly roots: readonly string[];
  /** By destination: the name of its Supervisor. */
  readonly supervisors: ReadonlyMap<string, string>;
  /** Addresses of others whose Applications may deliver from this one. */
  readonly repositories: readonly string[];
  readonly catalog: Catalogue;
  /** By rule id: what replaces its default severity. */
  readonly rules: ReadonlyMap<string, Severity | "off">;
  readonly ignore: readonly Ignore[];
  readonly comment: CommentOptions;
  readonly commands: CommandOptions;
  /** Undefined where none are declared: then GitHub's alone count. */
  readonly permissions: readonly Permission[] | undefined;
  readonly owners: readonly Owner[];
  /** "" where there is none. */
  readonly overrideTeam: string;
  readonly trustedBots: readonly string[];
  readonly gates: Readonly<Record<GateName, GateEffect>>;
  readonly windows: readonly ChangeWindow[];
  readonly problems: readonly ConfigProblem[];
  /** Every key that is set. */
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
  comment: { mode: "full", openLines: 12, groups: [], documentation: DOCUMENTATION },
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
