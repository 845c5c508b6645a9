// How much of a plan a comment shows: the steps of the budget ladder.

/** `context`: unchanged lines around a change. `diffs`: which objects show theirs. `rows`: tables and name lists. */
export type Detail = {
  readonly context: boolean;
  readonly diffs: "all" | "no-workloads" | "none";
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

/** A part of the body. `text` pushes what it left out onto `omitted`. */
export type Section = {
  /** No rendering with all rows is smaller, in UTF-16 units: steps that cannot fit are not tried. */
  readonly minLength: number;
  readonly text: (detail: Detail, omitted: string[]) => string;
};
