// The path patterns of Git generators → whether a path matches.

/** Go's path.Match for directories: `*` and `?` stop at `/`, `[a-z]`, `[^a]`, `\` escapes; a malformed pattern matches nothing. */
export function matchesPath(pattern: string, path: string): boolean {
  return matches(pattern, path, false);
}

/**
 * Git's pathspec for files (argo-cd util/git/client.go, LsFiles, runs `git ls-files`): without wildcards the path itself
 * or what lies below it, otherwise `*` and `?` cross directories.
 */
export function matchesPathspec(pattern: string, path: string): boolean {
  if (/[*?[\\]/.test(pattern)) return matches(pattern, path, true);
  const whole = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  return path === whole || path.startsWith(`${whole}/`) || whole === "";
}

type Token = "*" | ((char: string) => boolean);

function matches(pattern: string, path: string, crosses: boolean): boolean {
  const tokens = tokenise(pattern, crosses);
  if (!tokens) return false;
  let [t, p, star, resume] = [0, 0, -1, 0];
  while (p < path.length) {
    const token = tokens[t];
    if (token === "*") {
      star = t++;
      resume = p;
    } else if (token?.(path[p] as string)) {
      t++;
      p++;
    } else if (star >= 0 && (crosses || path[resume] !== "/")) {
      t = star + 1;
      p = ++resume;
    } else return false;
  }
  while (tokens[t] === "*") t++;
  return t === tokens.length;
}

function tokenise(pattern: string, crosses: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  const free = (char: string) => crosses || char !== "/";
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === "*") {
      if (tokens.at(-1) !== "*") tokens.push("*");
    } else if (char === "?") tokens.push(free);
    else if (char === "[") {
      const close = pattern.indexOf("]", i + (/[!^]/.test(pattern[i + 1] ?? "") ? 3 : 2));
      if (close < 0) return undefined;
      const inside = characterClass(pattern.slice(i + 1, close), crosses);
      if (!inside) return undefined;
      tokens.push(inside);
      i = close;
    } else {
      if (char === "\\" && i + 1 === pattern.length) return undefined;
      const literal = char === "\\" ? (pattern[++i] as string) : char;
      tokens.push((c) => c === literal);
    }
  }
  return tokens;
}

function characterClass(body: string, crosses: boolean): ((char: string) => boolean) | undefined {
  // Classes with escapes are not read: no real pattern has them.
  if (body.includes("\\")) return undefined;
  const negated = body.startsWith("^") || (crosses && body.startsWith("!"));
  const set = negated ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let i = 0; i < set.length; i++) {
    const end = set[i + 1] === "-" && i + 2 < set.length ? (set[i + 2] as string) : (set[i] as string);
    ranges.push([set[i] as string, end]);
    if (end !== set[i] || set[i + 1] === "-") i += 2;
  }
  return (char) =>
    (crosses || char !== "/") && ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}

/** As matchesPath, where a directory `**` stands for any number of them (bmatcuk/doublestar, without braces). */
export function matchesDoubleStar(pattern: string, path: string): boolean {
  const steps = pattern.split("/");
  const parts = path.split("/");
  let [s, p, star, resume] = [0, 0, -1, 0];
  while (p < parts.length) {
    const step = steps[s];
    if (step === "**") {
      star = s++;
      resume = p;
    } else if (step !== undefined && matchesPath(step, parts[p] as string)) {
      s++;
      p++;
    } else if (star >= 0) {
      s = star + 1;
      p = ++resume;
    } else return false;
  }
  while (steps[s] === "**") s++;
  return s === steps.length;
}
