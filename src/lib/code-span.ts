// Text of a user → a code span that nothing in it can end.

/** Text of a user in a sentence: set apart, and unable to end that. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `\`${short.replaceAll("`", "'")}\``;
}
