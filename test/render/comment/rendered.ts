// A comment → what of it GitHub would read as Markdown or HTML, code taken out.

/** Fenced blocks and code spans become U+25A1, by CommonMark's rule: a run of backticks ends at the next run of equal length. */
export function withoutCode(markdown: string): string {
  const kept: string[] = [];
  let open = "";
  for (const line of markdown.split("\n")) {
    const ticks = /^(`{3,})([^`]*)$/.exec(line)?.[1] ?? "";
    if (open === "" && ticks !== "") open = ticks;
    else if (open !== "" && ticks.length >= open.length && line === ticks) open = "";
    else if (open === "") kept.push(line);
  }
  if (open !== "") throw new Error("a fence stays open");
  return kept.map(withoutSpans).join("\n");
}

/** How many `<details>` are open at the end; NaN where one closes that was never opened. */
export function openDetails(markdown: string): number {
  let depth = 0;
  for (const [tag] of withoutCode(markdown).matchAll(/<\/?details/g)) {
    depth += tag === "<details" ? 1 : -1;
    if (depth < 0) return Number.NaN;
  }
  return depth;
}

function withoutSpans(line: string): string {
  const runs = [...line.matchAll(/`+/g)];
  let out = "";
  let from = 0;
  for (let at = 0; at < runs.length; at++) {
    const run = runs[at];
    if (run === undefined || run.index < from) continue;
    const close = runs.slice(at + 1).find((other) => other[0].length === run[0].length);
    if (close === undefined) continue;
    out += `${line.slice(from, run.index)}□`;
    from = close.index + close[0].length;
  }
  return out + line.slice(from);
}

/** Table rows (code already taken out) that have not as many cells as the row before. */
export function raggedRows(live: string): string[] {
  const lines = live.split("\n");
  const cells = lines.map((line) => (line.startsWith("|") ? line.split(/(?<!\\)\|/).length : 0));
  return lines.filter(
    (_line, at) => (cells[at] ?? 0) > 0 && (cells[at - 1] ?? 0) > 0 && cells[at] !== cells[at - 1],
  );
}
