// A file's text → its documents' texts, cut as Kubernetes cuts them.

/** One document's text. */
export type Chunk = {
  readonly text: string;
  /** The 1-based line of the file on which `text` begins. */
  readonly line: number;
};

export type Split = {
  readonly chunks: readonly Chunk[];
  /** Lines that begin with `---` and carry on with something other than a comment. */
  readonly brokenSeparators: readonly number[];
};

/**
 * Cuts at every line that begins with `---`, also where YAML would not, for Argo CD never sees the text uncut.
 * Line ends become `\n`. Rests on k8s.io/apimachinery pkg/util/yaml/decoder.go, YAMLReader.Read.
 */
export function splitDocuments(text: string): Split {
  const lines = text.split("\n");
  const chunks: Chunk[] = [];
  const brokenSeparators: number[] = [];
  let start = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith("---")) continue;
    const rest = line.slice(3).trim();
    if (rest !== "" && !rest.startsWith("#")) brokenSeparators.push(index + 1);
    push(chunks, lines, start, index);
    start = index + 1;
  }
  push(chunks, lines, start, lines.length);
  return { chunks, brokenSeparators };
}

function push(chunks: Chunk[], lines: readonly string[], from: number, to: number): void {
  const text = lines
    .slice(from, to)
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
    .join("\n");
  if (/\S/.test(text)) chunks.push({ text, line: from + 1 });
}
