// A name or what a user typed → a code span that nothing in it can end.

/** A name in backticks. One parameter, so that `names.map(code)` works. */
export function code(name: string): string {
  return `\`${name.replaceAll("`", "'")}\``;
}

/** What a user typed, 80 characters at most. */
export function quoted(text: string): string {
  return code(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
