// Every verb, in the order people meet them: `/help` and the table in README list them so. Who may run them: model/verbs.ts.

import type { Command } from "../model/command.ts";
import type { VerbName } from "../model/verbs.ts";
import type { NamedVerb, Verb } from "./grammar/define-verb.ts";
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

const CATALOGUE: { readonly [Name in VerbName]: NamedVerb<Name> } = {
  upgrade: UPGRADE,
  scale: SCALE,
  resize: RESIZE,
  addon: ADDON,
  app: APP,
  fix: FIX,
  rollback: ROLLBACK,
  undo: UNDO,
  promote: PROMOTE,
  plan: PLAN,
  explain: EXPLAIN,
  diff: DIFF,
  waves: WAVES,
  status: STATUS,
  versions: VERSIONS,
  config: CONFIG,
  ack: ACK,
  unack: UNACK,
  hold: HOLD,
  unhold: UNHOLD,
  override: OVERRIDE,
  help: HELP,
};

export const VERBS: readonly Verb[] = Object.values(CATALOGUE);

export function verbOf({ verb }: Command): Verb {
  return CATALOGUE[verb];
}
