// A comment and a line of it → what its commit, branch and reply are recognised by, without a database.
import { createHash } from "node:crypto";

/** Where a command was typed: a comment, or the body of a review; they are numbered apart. */
export type Source = "comment" | "review";

/** Twelve digits. `line` is 1-based, 0 for the comment as a whole. */
export function commandKey(repository: number, source: Source, id: number, line: number): string {
  return digest(`${repository}/${source}/${id}/${line}`).slice(0, 12);
}

/** Shows whether a text is still the one an event brought. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
