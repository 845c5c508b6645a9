// Every rule, in the order findings are reported within one severity.
import type { Rule } from "./rule.ts";
import { versionDowngrade } from "./version-downgrade.ts";

export const RULES: readonly Rule[] = [versionDowngrade];
