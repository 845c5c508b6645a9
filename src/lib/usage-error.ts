// A mistake in what a user typed → one line that says what is wrong and what to type instead.

/** A mistake the user can correct. `message` is one line; the command line prints it and exits with `exitCode`. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}

/** A path or revision as a message shows it: bare when harmless, else in quotes with its control characters escaped. */
export const shown = (text: string): string => (/^[\w./@:+~^-]+$/.test(text) ? text : JSON.stringify(text));
