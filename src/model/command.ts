// What somebody asks for in one line of a comment, and what became of it.
import type { GateName } from "./context.ts";
import type { EditStep, FileChange, TextEdit } from "./edit.ts";
import type { FieldChange, Layer, ObjectRef, Operation, Plan } from "./plan.ts";
import type { Selector } from "./selector.ts";
import type { State } from "./state.ts";

/** Who may run a command, by what GitHub or the configuration grants them. */
export type Role = "reader" | "writer" | "owner" | "override-team";

/** Why a line cannot be read, in a sentence's part: "a version is missing". */
export type Problem = { readonly problem: string };

/** "release": a full VKr name. "patch": MAJOR.MINOR.PATCH, "minor": MAJOR.MINOR, "v1.34.2" and "v1.34". */
export type VersionWish =
  | { readonly kind: "release" | "patch" | "minor"; readonly version: string }
  | { readonly kind: "latest-patch" | "next-minor" };

export type Size =
  | { readonly kind: "exact"; readonly nodes: number }
  | { readonly kind: "by"; readonly nodes: number }
  | { readonly kind: "bounds"; readonly min: number; readonly max: number };

/** `place` is a cluster, or a cluster, a slash and a pool or `control-plane`; only the fleet tells which. */
export type Command =
  | { readonly verb: "help"; readonly about: string | undefined }
  | {
      readonly verb: "plan";
      readonly selector: Selector | undefined;
      readonly layer: Layer | undefined;
      readonly full: boolean;
    }
  | { readonly verb: "explain"; readonly finding: string }
  | { readonly verb: "fix"; readonly findings: readonly string[] | "safe" }
  | { readonly verb: "diff"; readonly of: string; readonly raw: boolean }
  | { readonly verb: "waves" }
  | { readonly verb: "status"; readonly selector: Selector }
  | { readonly verb: "versions"; readonly cluster: string }
  | { readonly verb: "config" }
  | {
      readonly verb: "upgrade";
      readonly selector: Selector;
      readonly version: VersionWish;
      /** "keep", "auto" or the name of a ClusterClass. */
      readonly class: string;
      /** "all": one minor version after the other, each in a pull request on top of the one before. */
      readonly hop: "one" | "all";
      /** Clusters in each of several pull requests, one on top of the other; undefined for one commit. */
      readonly batch: number | undefined;
      readonly target: "here" | "pr";
    }
  | { readonly verb: "scale"; readonly place: string; readonly size: Size }
  | {
      readonly verb: "addon";
      readonly action: "add" | "remove" | "set";
      /** Its short name. */
      readonly addon: string;
      readonly selector: Selector;
      /** As typed: a version, or the full name of a release. */
      readonly version: string | undefined;
      /** Paths of keys, joined by dots → values, as typed. */
      readonly values: ReadonlyMap<string, string>;
      /** As of an upgrade. */
      readonly batch: number | undefined;
    }
  | {
      readonly verb: "app";
      readonly action: "enable" | "disable" | "move";
      /** Its name, or its namespace, a slash and its name. */
      readonly application: string;
      /** "" where nothing moves. */
      readonly directory: string;
      /** What becomes of what it delivers, where that was said. */
      readonly resources: "keep" | "delete" | undefined;
    }
  | {
      readonly verb: "resize";
      readonly place: string;
      readonly vmClass: string;
      readonly includeControlPlane: boolean;
    }
  /** `findings`: "F1" …; none where only the plan was looked at again. */
  | { readonly verb: "ack"; readonly findings: readonly string[]; readonly reason: string }
  | { readonly verb: "unack"; readonly findings: readonly string[] }
  | { readonly verb: "hold"; readonly reason: string }
  | { readonly verb: "unhold" }
  | {
      readonly verb: "override";
      readonly gate: GateName;
      readonly reason: string;
      readonly seconds: number | undefined;
    }
  | {
      readonly verb: "rollback";
      /** A merged pull request or a commit; undefined for the pull request it is typed on. */
      readonly change: { readonly pull: number } | { readonly commit: string } | undefined;
      /** A cluster or an Application; undefined for all of it. */
      readonly of: string | undefined;
      /** Names of what may be destroyed. */
      readonly accept: readonly string[];
      readonly where: "here" | "pr" | undefined;
    }
  | { readonly verb: "undo" }
  | { readonly verb: "promote"; readonly cluster: string; readonly selector: Selector };

/**
 * Changes that the plan of the edited tree must show, at least one; what is undefined may be anything. With `may` they
 * are allowed, not asked for.
 */
export type Expectation = {
  readonly layer: Layer;
  readonly operation: Operation;
  readonly cluster?: string;
  /** Who delivers it, "namespace/name". */
  readonly application?: string;
  readonly object?: Partial<ObjectRef>;
  readonly what?: string;
  readonly to?: string;
  readonly may?: true;
};

/**
 * The object `kind` `name` as declared on `line` of the file at `path`, `key` its identity in the delivery; `cluster` is what
 * the plan calls it.
 */
export type Declared = {
  readonly key: string;
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  readonly line: number;
};

/** What a part of a command means: `words` say it, "`cl01` from `v1` to `v2`", `expected` is what the plan shows of it. */
type Meant = { readonly words: string; readonly expected: readonly Expectation[] };

/** Steps on an object that a file declares. */
export type ObjectTarget = Declared & Meant & { readonly steps: readonly EditStep[] };

/** Spans of files, new files among them, and files that go. For what is no change of an object's values. */
type TextTarget = Meant & {
  readonly edits: readonly TextEdit[];
  readonly removed: readonly string[];
};

export type Target = ObjectTarget | TextTarget;

/** A cluster that was chosen and cannot go. `done`: it is there already. */
export type Skipped = { readonly cluster: string; readonly reason: string; readonly done?: boolean };

/** Why nothing is done, in a sentence, and what to type instead. Names stand in backticks. */
export type Refused = { readonly refused: string; readonly instead?: readonly string[] };

/**
 * What a command means in a revision. `left` are those it does not reach. `title` says all of it in a line, where the
 * targets' words do not. "pr": a pull request of its own even where there is one to commit to. `next` is meant on top
 * of this, in a further pull request: the next hop, the next batch. `role`: only the owner may have this much done. With
 * `costs` the reply says what the plan of the result costs.
 */
export type Proposal = {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
  readonly title?: string;
  readonly where?: "here" | "pr";
  readonly role?: "owner";
  readonly costs?: true;
  readonly next?: Command;
  /** Fingerprints of findings that are gone after it, while none as grave comes. */
  readonly fixes?: readonly string[];
  /** What an open pull request has to show of it from its base, where the edit goes to its own branch. */
  readonly onBase?: readonly Expectation[];
};

/**
 * A part of an answer. Sentences and cells set names in backticks; nothing else in them is Markdown. A summary holds our
 * own words only.
 */
export type Block =
  | { readonly kind: "lines"; readonly title?: string; readonly lines: readonly string[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "diff"; readonly title: string; readonly fields: readonly FieldChange[] }
  | { readonly kind: "patch"; readonly files: readonly FileChange[] }
  | { readonly kind: "waves"; readonly plan: Plan }
  | { readonly kind: "code"; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: "details"; readonly summary: string; readonly blocks: readonly Block[] };

/** What a command that only reads says. */
export type Answer = { readonly headline: string; readonly blocks: readonly Block[] };

/** The state that the bot's comment carries from now on, undefined where it stays, and the sentence that tells it. */
export type Decision = { readonly headline: string; readonly state: State | undefined };

/**
 * The answer to one command. "nothing": all is as asked already. "unclear": the line was not understood. Sentences set
 * names in backticks. `done` and `left` are lines about clusters, `also` what else would change, `instead` commands.
 */
export type Reply = {
  readonly status: "done" | "nothing" | "unclear" | "refused";
  readonly command: string;
  readonly headline: string;
  readonly done: readonly string[];
  readonly skipped: readonly string[];
  readonly also: readonly string[];
  readonly instead: readonly string[];
  readonly blocks: readonly Block[];
};
