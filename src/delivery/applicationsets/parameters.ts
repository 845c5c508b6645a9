// What every generator makes: sets of parameters, how many there may be, and how a reason not to know them is thrown.

import { map } from "../../lib/json.ts";
import type { JsonObject } from "../../lib/json-types.ts";
import type { StandIn } from "../../model/stand-in.ts";
import { asTextMap } from "./go-value.ts";
import type { Inventory } from "./inventory.ts";
import { fillText, type Params, type Templating } from "./render-template.ts";

/** Why the parameters of a generator are not known. */
export class Unknowable extends Error {}

/** A file on which Argo CD fails: one generator that fails stops the whole set. */
export class Broken extends Error {
  readonly path: string;
  readonly line: number;
  constructor(path: string, line: number, message: string) {
    super(message);
    this.path = path;
    this.line = line;
  }
}

/** What a generator works with. `inputs` collects the files it reads; `namespace` is that of the Argo CD instance. */
export type Generating = {
  readonly inventory: Inventory;
  readonly templating: Templating;
  readonly namespace: string;
  readonly inputs: Set<string>;
  /** Why there may be more than what a generator gives. */
  readonly doubts: Set<string>;
  /** Collects, by name, what stands in for clusters that Git does not list; without it such a generator is Unknowable. */
  readonly standIns: Map<string, StandIn> | undefined;
};

/** More parameter sets than this and the set is not expanded. */
export const MOST_PARAMETERS = 10_000;

/** The `values` of a generator, filled in from its parameters (value_interpolation.go, appendTemplatedValues). */
export function withValues(params: Params, block: JsonObject, { templating }: Generating): Params {
  const values = map(block, ["values"]);
  if (values === undefined || Object.keys(values).length === 0) return params;
  const filled = Object.entries(values).map(([key, value]) => {
    if (typeof value !== "string") throw new Unknowable(`the value ${key} of a generator is not a text`);
    return [key, fillText(value, params, templating)] as const;
  });
  if (templating.go) return { ...params, values: asTextMap(Object.fromEntries(filled)) };
  return { ...params, ...Object.fromEntries(filled.map(([key, value]) => [`values.${key}`, value])) };
}
