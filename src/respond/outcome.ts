import type { MayRun } from "../commands/help.ts";
import type { ReadCommand } from "../commands/read.ts";
import type { Allowed } from "./allowed.ts";
import type { Asked } from "./port.ts";

/** `unbound`: why the pull request's own branch takes no command of this comment; undefined where it does. */
export type Order = {
  readonly read: ReadCommand;
  readonly key: string;
  readonly asked: Asked;
  readonly unbound: string | undefined;
  readonly allowed: Allowed;
  readonly may: MayRun;
};
