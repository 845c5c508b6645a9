// Argo CD's globs (include and exclude, what projects permit) → a matcher. Never more than pattern times text.

/**
 * A pattern with more alternatives than this, nested braces multiplied out, matches nothing. No real pattern has as
 * many.
 */
const MOST_ALTERNATIVES = 256;

/**
 * Whether `path`, relative to the source, matches. The syntax is gobwas/glob as Argo CD compiles it, without separators:
 * `*` and `**` cross directories, `?` is one character, `[a-z]` and `[!a]` a class, `{a,b}` alternatives, `\` escapes.
 * With a `separator`, `*` and `?` stop at it and `**` does not.
 * (argo-cd util/glob/glob.go, Match; reposerver/repository/repository.go, getPotentiallyValidManifests.)
 */
export function matchesGlob(pattern: string, path: string, separator = ""): boolean {
  const alternatives = expandBraces(pattern);
  return (
    alternatives.length <= MOST_ALTERNATIVES &&
    alternatives.some((p) => matchesTokens(tokenise(p, separator), path))
  );
}

type Token = {
  /** Whether it matches any number of the characters that it accepts. */
  readonly any: boolean;
  readonly accepts: (char: string) => boolean;
};

function expandBraces(pattern: string): string[] {
  const open = unescapedIndex(pattern, "{", 0);
  if (open < 0) return [pattern];
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === "\\") i++;
    else if (char === "{") depth++;
    else if (char === "," && depth === 1) {
      parts.push(pattern.slice(start, i));
      start = i + 1;
    } else if (char === "}" && --depth === 0) {
      parts.push(pattern.slice(start, i));
      return joinAlternatives(pattern.slice(0, open), parts, pattern.slice(i + 1));
    }
  }
  return [pattern];
}

function joinAlternatives(before: string, parts: readonly string[], after: string): string[] {
  const rests = expandBraces(after);
  const out: string[] = [];
  for (const part of parts) {
    for (const inner of expandBraces(part)) {
      for (const rest of rests) {
        if (out.length > MOST_ALTERNATIVES) return out;
        out.push(before + inner + rest);
      }
    }
  }
  return out;
}

function unescapedIndex(text: string, char: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === char) return i;
  }
  return -1;
}

const EVERY: Token = { any: true, accepts: () => true };

function tokenise(pattern: string, separator: string): Token[] {
  const tokens: Token[] = [];
  const inside: Token = separator === "" ? EVERY : { any: true, accepts: (c) => c !== separator };
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    const close = char === "[" ? unescapedIndex(pattern, "]", i + 2) : -1;
    if (char === "*") {
      let stars = 1;
      while (pattern[i + stars] === "*") stars++;
      i += stars - 1;
      tokens.push(stars > 1 ? EVERY : inside);
    } else if (char === "?") tokens.push({ any: false, accepts: inside.accepts });
    else if (close > 0) {
      tokens.push({ any: false, accepts: characterClass(pattern.slice(i + 1, close)) });
      i = close;
    } else {
      const literal = char === "\\" ? (pattern[++i] ?? char) : char;
      tokens.push({ any: false, accepts: (c) => c === literal });
    }
  }
  return tokens;
}

function characterClass(body: string): (char: string) => boolean {
  const negated = body.startsWith("!");
  const set = negated ? body.slice(1) : body;
  const range = /^(.)-(.)$/su.exec(set);
  const inside = range
    ? (c: string) => c >= (range[1] as string) && c <= (range[2] as string)
    : (c: string) => set.includes(c);
  return negated ? (c) => !inside(c) : inside;
}

/**
 * Greedy match: on a mismatch the last `any` matches one more character. Where it must not, the last one that
 * accepts every character does. Separators keep the others aligned with the text.
 */
function matchesTokens(tokens: readonly Token[], path: string): boolean {
  let t = 0;
  let p = 0;
  let last: { at: number; resume: number } | undefined;
  let every: { at: number; resume: number } | undefined;
  while (p < path.length) {
    const token = tokens[t];
    if (token?.any) {
      last = { at: t++, resume: p };
      if (token === EVERY) every = last;
    } else if (token?.accepts(path[p] as string)) {
      t++;
      p++;
    } else {
      const again = last && tokens[last.at]?.accepts(path[last.resume] as string) ? last : every;
      if (!again) return false;
      last = again;
      t = again.at + 1;
      p = ++again.resume;
    }
  }
  while (tokens[t]?.any) t++;
  return t === tokens.length;
}
