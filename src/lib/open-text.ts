// Texts of which something is left open → what they may be. Each takes one pass, whatever the text: strangers write them.

/** Whether `text` is made of these parts in this order, with anything between two of them, and at least `least` characters. */
export function isMadeOf(parts: readonly string[], text: string, least = 0): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length + least;
  // What stands earliest leaves most to the parts that follow.
  for (const part of others) {
    if (at > text.length) return false;
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length + least;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The text with each `{{…}}` replaced. One that nothing closes stays. */
export function replacePlaceholders(text: string, by: (placeholder: string) => string): string {
  let out = "";
  let at = 0;
  while (true) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open + 2);
    if (close < 0) return out + text.slice(at);
    out += text.slice(at, open) + by(text.slice(open, close + 2));
    at = close + 2;
  }
}

/** As `replaceAll`, for a pattern that ends with `close`: what nothing closes is not searched over and over. */
export function replaceClosed(
  text: string,
  pattern: RegExp,
  close: string,
  by: (...found: string[]) => string,
): string {
  const end = text.lastIndexOf(close) + close.length;
  if (end < close.length) return text;
  return text.slice(0, end).replace(pattern, by) + text.slice(end);
}
