// Text → how many columns it takes, and lines that fit.

const WIDE = /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/u;
const NONE = /\p{Mn}|\p{Cf}/u;

/** Emoji and East Asian characters take two columns, joiners none; U+FE0F widens the character before it. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (character === "\ufe0f") columns += 1;
    else if (!NONE.test(character)) columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** Blanks up to a number of columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** Words onto lines of so many columns; a longer word keeps a line of its own. `indent` begins every further line. */
export function wrapWords(text: string, width: number, indent = ""): string[] {
  const lead = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(/\s+/)) {
    if (word === "") continue;
    if (line.trim() !== "" && columnsOf(line) + columnsOf(word) > width) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
