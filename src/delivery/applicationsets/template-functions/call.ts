// A template function's name and its arguments → its value: Go's own functions, sprig's and those Argo CD adds.
import { TemplateFault } from "../go-template-parser.ts";
import type { GoValue } from "../go-value.ts";
import type { Args, GoFunction } from "./arguments.ts";
import { COMPARISONS } from "./comparisons.ts";
import { DEFAULTS } from "./defaults.ts";
import { ENCODINGS } from "./encodings.ts";
import { LISTS } from "./lists.ts";
import { MAPS } from "./maps.ts";
import { NAMES } from "./names.ts";
import { NUMBERS } from "./numbers.ts";
import { PATTERNS } from "./patterns.ts";
import { PRINTING } from "./printing.ts";
import { TEXTS } from "./texts.ts";

/** By name. What is missing here, dates, chance and cryptography among it, is refused and so named in the plan. */
const FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map(
  [COMPARISONS, DEFAULTS, ENCODINGS, LISTS, MAPS, NAMES, NUMBERS, PATTERNS, PRINTING, TEXTS].flatMap(
    (table) => Object.entries(table),
  ),
);

/** Calls `name` as text/template would. Throws TemplateFault for unknown names and arguments that do not fit. */
export function callFunction(name: string, args: Args): GoValue {
  const found = FUNCTIONS.get(name);
  if (!found) throw new TemplateFault(`the function ${name} is not supported`);
  return found(args);
}
