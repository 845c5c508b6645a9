// Which machines of a cluster are replaced, part by part.
import type { Range } from "./plan.ts";

/** The control plane or one pool: nodes replaced (from 0 where Git cannot tell), and machines above its number meanwhile. */
export type RollingPart = { readonly nodes: Range; readonly surge: number };

/** The parts that roll; pools by name. */
export type RolloutParts = {
  readonly controlPlane: RollingPart | undefined;
  readonly pools: ReadonlyMap<string, RollingPart>;
};
