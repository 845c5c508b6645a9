// Functions that choose between values, and those that end the template.
import { TemplateFault } from "../go-template-parser.ts";
import { type GoValue, isGoMap, isTrue, Long } from "../go-value.ts";
import { exactly, type Functions, texts } from "./arguments.ts";

/** (sprig defaults.go, reflect.go) */
export const DEFAULTS: Functions = {
  default: (args) => {
    if (args.length === 0) throw new TemplateFault("default needs a value");
    return isTrue(args[1]) ? args[1] : args[0];
  },
  empty: exactly(1, ([value]) => !isTrue(value)),
  coalesce: (args) => args.find(isTrue) ?? null,
  all: (args) => args.every(isTrue),
  any: (args) => args.some(isTrue),
  ternary: exactly(3, ([yes, no, condition]) => {
    if (typeof condition !== "boolean") throw new TemplateFault("ternary needs a boolean");
    return condition ? yes : no;
  }),
  fail: texts(1, (message) => {
    throw new TemplateFault(`it fails by itself: ${message}`);
  }),
  kindOf: exactly(1, ([value]) => kindOf(value)),
  kindIs: exactly(2, ([kind, value]) => kindOf(value) === kind),
};

function kindOf(value: GoValue): string {
  if (value === undefined || value === null) return "invalid";
  if (value instanceof Long) return "int64";
  if (Array.isArray(value)) return "slice";
  if (isGoMap(value)) return "map";
  return { bigint: "int", number: "float64", boolean: "bool" }[typeof value as string] ?? "string";
}
