// Every verb, in the order people meet them. `/help`, the table in README and the tests read this list.
import { HELP } from "./help.ts";
import { RESIZE } from "./resize.ts";
import { SCALE } from "./scale.ts";
import { UPGRADE } from "./upgrade.ts";
import type { Verb } from "./verb.ts";

export const VERBS: readonly Verb[] = [UPGRADE, SCALE, RESIZE, HELP];
