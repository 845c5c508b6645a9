// Which machines of a cluster are replaced, part by part.
import type { Range } from "./plan.ts";

/** The control plane or one pool. */
export type RollingPart = {
  /** Nodes replaced; from 0 where Git does not show it. */
  readonly nodes: Range;
  /** Virtual machines above the normal number meanwhile. */
  readonly surge: number;
};

/** The parts of a cluster that roll. */
export type RolloutParts = {
  /** Undefined where it does not roll. */
  readonly controlPlane: RollingPart | undefined;
  /** By name. */
  readonly pools: ReadonlyMap<string, RollingPart>;
};
