// What reviewing a pull request needs from outside.

import type { Ports } from "../../impact/plan-impact.ts";
import type { Config } from "../../model/context.ts";
import type { History } from "../../model/history.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { WallClock } from "../../policy/decisions/change-windows.ts";
import type { CheckRun } from "../../render/check-run.ts";

/** A pull request as GitHub has it at this moment. */
export type LivePullRequest = {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly title: string;
  readonly head: { readonly sha: string };
  readonly base: { readonly branch: string; readonly sha: string };
  readonly defaultBranch: string;
  /** When the later of both tips was committed, in seconds since 1970. */
  readonly now: number;
  /** Addresses that mean the repository. */
  readonly urls: readonly string[];
  /** Undefined where the list is not complete or hides renames. */
  readonly files: readonly string[] | undefined;
  /** The bot's own comment, and further ones it left by mistake. `altered`: edited last by another user. */
  readonly sticky: { readonly id: number; readonly body: string; readonly altered: boolean } | undefined;
  /** A comment of the bot was deleted. */
  readonly deleted: boolean;
  readonly extra: readonly string[];
};

/** The two sides to compare. */
export type MergedSides =
  | {
      readonly base: Snapshot;
      readonly head: Snapshot;
      /** Who merged them; "nobody" where the head is based on the base's tip. */
      readonly merged: "github" | "memory" | "nobody";
      /** Paths whose merged content is the pull request's own. */
      readonly own: ReadonlySet<string>;
    }
  | { readonly conflict: readonly string[] };

/** What reviewing needs from outside. Reading rejects when GitHub is broken; writing gets what exists already. */
export type ReviewPort = Ports & {
  readonly live: () => Promise<LivePullRequest | undefined>;
  readonly config: (live: LivePullRequest) => Promise<Config>;
  readonly sides: (live: LivePullRequest) => Promise<MergedSides>;
  /** The base branch's history; asked only where a plan rests on it. */
  readonly history: History;
  /** The head's commit right now, to drop a plan that is no longer the live one; undefined once the pull request is closed. */
  readonly headNow: () => Promise<string | undefined>;
  /** Whether a newer plan was requested, or none is needed any more. */
  readonly superseded: () => boolean;
  /** Whether a newer job for this head is bound to be waiting, so that nothing more need be read for this one. */
  readonly outdated?: ((head: string) => boolean) | undefined;
  readonly writeComment: (body: string, live: LivePullRequest) => Promise<void>;
  readonly writeCheck: (sha: string, check: CheckRun) => Promise<void>;
  /** The day it is, "2026-11-22", where plans are made. */
  readonly today: () => string;
  /** The time it is, in seconds since 1970. */
  readonly time: () => number;
  readonly clock: WallClock;
  /** What signs the state of this pull request, once it is read; without it nothing is remembered. */
  readonly key: () => Uint8Array | undefined;
};
