// The lines of a comment → those that CommonMark has to see to tell which lines are commands. Linear in the comment.

/** A line with its number in the comment, 1-based. */
export type NumberedLine = { readonly number: number; readonly text: string };

/** More characters than these are not parsed: CommonMark takes quadratic time, and more for some texts. */
export const MOST_PARSED = 4_096;

/** A short comment as it is, a long one cut; undefined stands for one that stays too long. */
export function cutComment(
  typed: readonly string[],
  isCandidate: (line: string) => boolean,
): readonly NumberedLine[] | undefined {
  const whole = typed.map((text, i): NumberedLine => ({ number: i + 1, text }));
  if (lengthOf(whole) <= MOST_PARSED) return whole;
  const kept = cutLines(whole, isCandidate);
  return lengthOf(kept) <= MOST_PARSED ? kept : undefined;
}

/**
 * Without what is written inside of fences, in paragraphs of prose that hold no candidate, and behind the paragraph of the
 * last candidate; every other line keeps its meaning.
 */
export function cutLines(
  lines: readonly NumberedLine[],
  isCandidate: (line: string) => boolean,
): readonly NumberedLine[] {
  return withoutProse(withoutEnd(withoutFences(lines), isCandidate), isCandidate);
}

function lengthOf(lines: readonly NumberedLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length + 1, 0);
}

/** HTML, and fences in lists, end where only a parser knows: behind the first of them nothing is taken for a fence. */
const UNCLEAR = /^[ \t]+(?:`{3}|~{3})|^ {0,3}</;
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;

/** The fences themselves stay. */
function withoutFences(lines: readonly NumberedLine[]): NumberedLine[] {
  const kept: NumberedLine[] = [];
  let fence: string | undefined;
  let clear = true;
  for (const line of lines) {
    if (fence === undefined) {
      clear &&= !UNCLEAR.test(line.text);
      if (clear) fence = FENCE.exec(line.text)?.[0];
    } else if (closes(line.text, fence)) fence = undefined;
    else continue;
    kept.push(line);
  }
  return kept;
}

/** A fence is closed by one of its kind that is no shorter, and by nothing else on that line. */
function closes(text: string, fence: string): boolean {
  const [found = ""] = /^ {0,3}(?:`{3,}|~{3,})/.exec(text) ?? [];
  const bare = found.trimStart();
  return bare.startsWith(fence) && isBlank(text.slice(found.length));
}

/** A line's block is told by what stands before it, and by the rest of its paragraph. */
function withoutEnd(
  lines: readonly NumberedLine[],
  isCandidate: (line: string) => boolean,
): readonly NumberedLine[] {
  const last = lines.findLastIndex(({ text }) => isCandidate(text));
  const end = lines.findIndex(({ text }, i) => i > last && isBlank(text));
  return last < 0 ? [] : lines.slice(0, end < 0 ? undefined : end);
}

const PROSE = /^[\p{L}@("'][^<>]*$/u;

/** A paragraph whose lines all begin with a letter opens and closes nothing beyond its end. One letter stands for it. */
function withoutProse(
  lines: readonly NumberedLine[],
  isCandidate: (line: string) => boolean,
): readonly NumberedLine[] {
  const kept: NumberedLine[] = [];
  let paragraph: NumberedLine[] = [];
  const close = () => {
    const [first] = paragraph;
    const prose = paragraph.every(({ text }) => PROSE.test(text) && !isCandidate(text));
    if (first && prose) kept.push({ ...first, text: "x" });
    else kept.push(...paragraph);
    paragraph = [];
  };
  for (const line of lines) {
    if (!isBlank(line.text)) paragraph.push(line);
    else {
      close();
      if (!isBlank(kept.at(-1)?.text ?? "")) kept.push(line);
    }
  }
  close();
  return kept;
}

function isBlank(text: string): boolean {
  return !/[^ \t]/.test(text);
}
