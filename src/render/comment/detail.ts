// How much of a plan a comment shows: the steps of the budget ladder.

export type Detail = {
  /** Unchanged lines around a change. */
  readonly context: boolean;
  /** Which objects show theirs. */
  readonly diffs: "all" | "no-workloads" | "none";
  /** Tables and name lists. */
  readonly rows: "all" | "names" | "counts";
};

/** From everything to counts only; the first that fits is taken. */
export const DETAIL_LEVELS: readonly Detail[] = [
  { context: true, diffs: "all", rows: "all" },
  { context: false, diffs: "all", rows: "all" },
  { context: false, diffs: "no-workloads", rows: "all" },
  { context: false, diffs: "none", rows: "names" },
];

/** The last step. It is the same size for any plan. */
export const COUNTS_ONLY: Detail = { context: false, diffs: "none", rows: "counts" };

/** A part of the body. */
export type Section = {
  /** No rendering with all rows is smaller, in UTF-16 units: steps that cannot fit are not tried. */
  readonly minLength: number;
  /** Adds what it leaves out to `omitted`. */
  readonly text: (detail: Detail, omitted: string[]) => string;
};
