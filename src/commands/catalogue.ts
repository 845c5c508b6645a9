// Every verb, in the order people meet them. `/help`, the table in README and the tests read this list.

import type { Verb } from "./grammar/define-verb.ts";
import { ADDON } from "./verbs/addons/addon.ts";
import { APP } from "./verbs/applications/app.ts";
import { PROMOTE } from "./verbs/clusters/promote.ts";
import { RESIZE } from "./verbs/clusters/resize.ts";
import { SCALE } from "./verbs/clusters/scale.ts";
import { VERSIONS } from "./verbs/clusters/show-versions.ts";
import { UPGRADE } from "./verbs/clusters/upgrade.ts";
import { EXPLAIN } from "./verbs/questions/explain.ts";
import { HELP } from "./verbs/questions/help.ts";
import { PLAN } from "./verbs/questions/replan.ts";
import { CONFIG } from "./verbs/questions/show-config.ts";
import { DIFF } from "./verbs/questions/show-diff.ts";
import { WAVES } from "./verbs/questions/show-waves.ts";
import { STATUS } from "./verbs/questions/status.ts";
import { ACK, UNACK } from "./verbs/review/ack.ts";
import { FIX } from "./verbs/review/fix.ts";
import { HOLD, UNHOLD } from "./verbs/review/hold.ts";
import { OVERRIDE } from "./verbs/review/override.ts";
import { ROLLBACK } from "./verbs/rollback/rollback.ts";
import { UNDO } from "./verbs/rollback/undo.ts";

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
