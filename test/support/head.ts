// A comment → what a reviewer sees before anything is unfolded.

/** From the first line up to the first folded part, or the foot where nothing is folded. */
export function headOf(comment: string): string {
  const lines = comment.split("\n");
  const end = lines.findIndex((line) => line.startsWith("<details") || line.startsWith("<sub>"));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trimEnd();
}
