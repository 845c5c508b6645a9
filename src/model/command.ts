// A command as typed, what it means in a revision, and the reply.
import type { GateName } from "./context.ts";
import type { EditStep, FileChange, Separation, TextEdit } from "./edit.ts";
import type { FieldChange, Layer, ObjectRef, Operation, Plan } from "./plan.ts";
import type { Selector } from "./selector.ts";
import type { State } from "./state.ts";

/** Who may run a command, by what GitHub or the configuration grants them. */
export type Role = "reader" | "writer" | "owner" | "override-team";

/** Why a line cannot be parsed, as a part of a sentence: "a version is missing". */
export type Problem = { readonly problem: string };

/** "release": a full VKr name. "patch": MAJOR.MINOR.PATCH, such as "v1.34.2". "minor": MAJOR.MINOR, such as "v1.34". */
export type VersionWish =
  | { readonly kind: "release" | "patch" | "minor"; readonly version: string }
  | { readonly kind: "latest-patch" | "next-minor" };

export type Size =
  | { readonly kind: "exact"; readonly nodes: number }
  | { readonly kind: "by"; readonly nodes: number }
  | { readonly kind: "bounds"; readonly min: number; readonly max: number };

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
      /** A cluster, or a cluster, a slash and a pool or `control-plane`. */
      readonly place: string;
      readonly vmClass: string;
      readonly includeControlPlane: boolean;
      /** The class is meant as it is typed, however near it is to another. */
      readonly accepted: boolean;
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
      /**
       * A merged pull request, or a commit, which "HEAD" is too; undefined for the pull request it is typed on.
       * `repository`: "owner/name", where its address was typed.
       */
      readonly change:
        | { readonly pull: number; readonly repository?: string }
        | { readonly commit: string; readonly repository?: string }
        | undefined;
      /** A cluster or an Application; undefined for all of it. */
      readonly of: string | undefined;
      /** Names of what may be destroyed. */
      readonly accept: readonly string[];
      /** Nobody has synced what waits for a sync by hand. */
      readonly unsynced: boolean;
      readonly where: "here" | "pr" | undefined;
    }
  | { readonly verb: "undo" }
  | { readonly verb: "promote"; readonly cluster: string; readonly selector: Selector };

/** A change that the plan of the edited tree must show at least once. What is undefined may be anything. */
export type Expectation = {
  readonly layer: Layer;
  readonly operation: Operation;
  readonly cluster?: string;
  /** The Application that delivers it, "namespace/name". */
  readonly application?: string;
  readonly object?: Partial<ObjectRef>;
  readonly what?: string;
  readonly to?: string;
  /** The plan may show it, and need not. */
  readonly may?: true;
};

/** An object and the file that declares it. */
export type Declared = {
  /** Its identity in the delivery. */
  readonly key: string;
  /** Its cluster, as the plan names it. */
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly path: string;
  /** Where its document begins, 1-based. */
  readonly line: number;
};

type Meant = {
  /** What the edit does, "`cl01` from `v1` to `v2`". */
  readonly words: string;
  /** What the plan of the edited tree shows of it. */
  readonly expected: readonly Expectation[];
};

/** Steps on an object that a file declares. */
export type ObjectTarget = Declared & Meant & { readonly steps: readonly (EditStep | Separation)[] };

/** What is no change of one object's values. */
type TextTarget = Meant & {
  /** Spans of files, new files among them. */
  readonly edits: readonly TextEdit[];
  /** Paths of deleted files. */
  readonly removed: readonly string[];
};

export type Target = ObjectTarget | TextTarget;

/** A chosen cluster that the command does not change. */
export type Skipped = {
  readonly cluster: string;
  readonly reason: string;
  /** It is as asked already. */
  readonly done?: boolean;
};

export type Refused = {
  /** A sentence, with names in backticks. */
  readonly refused: string;
  /** Commands to type. */
  readonly instead?: readonly string[];
};

/** What a command would edit in a revision. */
export type Proposal = {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
  /** All of it in a line. Undefined where the targets' words say it. */
  readonly title?: string;
  /** "pr": a pull request of its own, even where there is one to commit to. */
  readonly where?: "here" | "pr";
  /** The same for more clusters, where one commit may hold them: what they share is edited then. */
  readonly widened?: (clusters: readonly string[]) => string | undefined;
  /** What the edit may only delete where its name was typed. */
  readonly guarded?: Guarded;
  /** Only the owner may have this much done. */
  readonly role?: "owner";
  /** The reply lists what the plan of the result destroys and interrupts. */
  readonly costs?: true;
  /** The next hop or batch, in a pull request on top of this one. */
  readonly next?: NextStage;
  /** Fingerprints of findings that the edit must resolve, without a new finding as severe. */
  readonly fixes?: readonly string[];
  /** What the plan of the pull request, from its base, has to show afterwards. */
  readonly onBase?: readonly Expectation[];
};

/** Clusters and objects with data; `refused` is the answer where the plan of the result deletes some of them. */
type Guarded = {
  readonly names: readonly string[];
  readonly refused: (deleted: readonly string[]) => Refused;
};

/** What is left of a command. */
export type NextStage = {
  readonly command: Command;
  /** The clusters that it is about. */
  readonly clusters: readonly string[];
  /** The line for it, without a remark. */
  readonly typed: string;
};

/** A part of an answer. Sentences and cells have names in backticks and no other Markdown; a summary has our own words only. */
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

export type Answer = { readonly headline: string; readonly blocks: readonly Block[] };

export type Decision = {
  readonly headline: string;
  /** What the bot's comment carries from now on; undefined where that does not change. */
  readonly state: State | undefined;
};

/** The reply to one command. Sentences and lines have names in backticks. */
export type Reply = {
  /** "nothing": there was nothing to change. "unclear": the line could not be parsed. */
  readonly status: "done" | "nothing" | "unclear" | "refused";
  /** The line as typed. */
  readonly command: string;
  readonly headline: string;
  /** Lines about what was edited. */
  readonly done: readonly string[];
  /** Lines about clusters that were not changed. */
  readonly skipped: readonly string[];
  /** Lines about what else would change. */
  readonly also: readonly string[];
  /** Commands to type. */
  readonly instead: readonly string[];
  readonly blocks: readonly Block[];
};
