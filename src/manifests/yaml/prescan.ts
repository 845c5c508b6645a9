// A text → whether it may declare an object of one of some kinds, without parsing it. Never throws.

/** Ways to write letters that a search for them does not see: escapes in double quotes, base64, spelled-out tags. */
const HIDDEN = /\\[xuU\r\n]|!!binary|!</;

const DECLARATION =
  /kind(?:["'][ \t]*:[ \t]*|[ \t]*:[ \t]+)(["']?)([A-Za-z][A-Za-z0-9]*)\1(?=[ \t]*(?:[\r\n,}]|$)|[ \t]+#)/y;

/**
 * False only where no document of the text has one of these kinds, in whatever style it is written. True may be wrong.
 * Time is linear in the text. If every `kind` in the text is followed by a plain or quoted word, those words are the
 * kinds; if one is not (a comment, an alias, a value on the next line), the mere mention of a kind counts.
 */
export function mentionsKind(text: string, kinds: readonly string[]): boolean {
  if (HIDDEN.test(text)) return true;
  const named = kinds.filter((kind) => text.includes(kind));
  if (named.length === 0) return false;
  for (let at = text.indexOf("kind"); at >= 0; at = text.indexOf("kind", at + 4)) {
    DECLARATION.lastIndex = at;
    const kind = DECLARATION.exec(text)?.[2];
    if (kind === undefined || named.includes(kind)) return true;
  }
  return false;
}
