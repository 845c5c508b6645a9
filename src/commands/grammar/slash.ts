// What a command line begins with, for who has no parser of Markdown at hand.

/** What looks like a slash and is none: division slash, fraction slash, full-width slash, mathematical rising diagonal. */
export const SLASHES = "/\u2044\u2215\uff0f\u27cb";

const LINE = new RegExp(`^[ \\t]*[${SLASHES}]`, "m");

/** Whether a line of the text may be a command. A text without one has none. */
export function mayCommand(text: string): boolean {
  return LINE.test(text);
}
