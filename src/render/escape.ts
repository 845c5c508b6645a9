// Text from repositories → the same text for one place of a comment. One encoder for each context.

/** What no reader sees as a character: controls, bidi and zero-width marks, odd blanks, lone surrogates. U+FE0F stays, emoji need it. */
const UNSEEN =
  /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** Text that needs no second look: it is most of any plan. */
const ORDINARY = /^[\x20-;=-~]*$/;

/** What GitHub turns into a mention, reference, link, emoji, formula or commit link outside code. */
const ACTIVE =
  /@|#\d|gh-\d|:\/\/|www\.|mailto:|xmpp:|:[\w+-]+:|\$|(?:^|[^0-9a-z])[0-9a-f]{7,40}(?:$|[^0-9a-z])/i;

const MARKDOWN: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "\\": "&#92;",
  "`": "&#96;",
  "*": "\\*",
  _: "\\_",
  "~": "\\~",
  "[": "\\[",
  "]": "\\]",
  "#": "\\#",
  "^": "\\^",
};

/** Any text → Markdown that shows it and does nothing. One line; words GitHub would act on become code spans. */
export function text(value: string, limit = 900): string {
  const words = shorten(value, limit).split(/[ \t\r\n]+/);
  return joined(
    words.filter((word) => word !== "").map((word, at) => encodeWord(word, at === 0)),
    " ",
  );
}

/** A sentence of the plan → Markdown. What it sets in `backticks` becomes code, all else is `text`. */
export function prose(value: string, limit = 900): string {
  const parts = shorten(value, limit).split("`");
  const closed = parts.length % 2 === 1 ? parts.length : parts.length - 1;
  const encoded = parts.map((part, at) => {
    if (at % 2 === 1 && at < closed) return code(part);
    const inner = text(part);
    if (inner === "") return part === "" ? "" : " ";
    return `${/^\s/.test(part) ? " " : ""}${inner}${/\s$/.test(part) ? " " : ""}`;
  });
  return joined(
    encoded.filter((part) => part !== ""),
    "",
  ).trim();
}

/** Any text → a code span, its fence longer than any run of backticks inside. At most `limit` characters of it. */
export function code(value: string, limit = 160): string {
  const shown = visible(shorten(value, limit).replace(/\r?\n/g, "\\n").replace(/\t/g, "\\t"));
  if (shown === "") return '`""`';
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Lines → a fenced block whose fence is longer than any run of backticks in them. */
export function fence(lines: readonly string[], language: string): string {
  const body = lines.map((line) => visible(shorten(line, 400), "\t"));
  const ticks = "`".repeat(
    Math.max(
      3,
      body.reduce((most, line) => Math.max(most, longestRun(line) + 1), 0),
    ),
  );
  return `${ticks}${language}\n${body.join("\n")}\n${ticks}`;
}

/**
 * Any text → the inside of a quoted Mermaid label. Everything but letters, digits and harmless punctuation becomes
 * Mermaid's own character code (`#35;`).
 */
export function mermaidLabel(value: string, limit = 60): string {
  const flat = visible(shorten(value.replace(/\s+/g, " "), limit));
  return flat.replace(/[^\p{L}\p{N} .,/_·→↕+()-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Invisible characters → escapes such as `\u202e`. A forged plan marker loses its form. `keep`: characters left alone. */
export function visible(value: string, keep = ""): string {
  if (ORDINARY.test(value)) return value;
  return value
    .replace(UNSEEN, (character) => (keep.includes(character) ? character : escapeOf(character)))
    .replace(/<!--(?=\s*breakwater)/gi, "<!\\u002d-");
}

/** At most `limit` UTF-16 units, never half a surrogate pair, and a sign that something is missing. */
export function shorten(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const cut = value.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

function encodeWord(word: string, first: boolean): string {
  if (ACTIVE.test(word) || word.search(UNSEEN) >= 0) return code(word);
  const safe = word.replace(/[&<>|\\`*_~[\]#^]/g, (character) => MARKDOWN[character] ?? character);
  return first ? safe.replace(/^([-+=])/, "\\$1").replace(/^(\d+)([.)])$/, "$1\\$2") : safe;
}

/** Two code spans that touch would become one: a blank keeps them apart. */
function joined(parts: readonly string[], separator: string): string {
  return parts.reduce((all, part) => {
    const gap = separator === "" && all.endsWith("`") && part.startsWith("`") ? " " : separator;
    return all === "" ? part : `${all}${gap}${part}`;
  }, "");
}

function escapeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\u{${point.toString(16)}}` : `\\u${point.toString(16).padStart(4, "0")}`;
}

function longestRun(value: string): number {
  if (!value.includes("`")) return 0;
  let longest = 0;
  for (const run of value.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}
