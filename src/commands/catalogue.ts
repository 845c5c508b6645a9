// Every verb, in the order people meet them. `/help`, the table in README and the tests read this list.
import { ACK, UNACK } from "./ack.ts";
import { ADDON } from "./addon.ts";
import { APP } from "./app.ts";
import { EXPLAIN } from "./explain.ts";
import { FIX } from "./fix.ts";
import { HELP } from "./help.ts";
import { HOLD, UNHOLD } from "./hold.ts";
import { OVERRIDE } from "./override.ts";
import { PLAN } from "./plan-again.ts";
import { PROMOTE } from "./promote.ts";
import { RESIZE } from "./resize.ts";
import { ROLLBACK } from "./rollback.ts";
import { SCALE } from "./scale.ts";
import { CONFIG } from "./show-config.ts";
import { DIFF } from "./show-diff.ts";
import { VERSIONS } from "./show-versions.ts";
import { WAVES } from "./show-waves.ts";
import { STATUS } from "./status.ts";
import { UNDO } from "./undo.ts";
import { UPGRADE } from "./upgrade.ts";
import type { Verb } from "./verb.ts";

export const VERBS: readonly Verb[] = [
  UPGRADE,
  SCALE,
  RESIZE,
  ADDON,
  APP,
  FIX,
  ROLLBACK,
  UNDO,
  PROMOTE,
  PLAN,
  EXPLAIN,
  DIFF,
  WAVES,
  STATUS,
  VERSIONS,
  CONFIG,
  ACK,
  UNACK,
  HOLD,
  UNHOLD,
  OVERRIDE,
  HELP,
];
