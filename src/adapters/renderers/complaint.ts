// What Kustomize or Helm printed when it failed → one line for the plan: file, key and cause, nothing of their contents.
import { ELLIPSIS, withoutQuotations } from "./quotations.ts";

/** UTF-16 units of standard error that are read. A quotation that is cut in half is dropped as a whole. */
const MOST_READ = 256 * 1024;

/** Characters of a complaint that are kept from its beginning and from its end, where the cause stands. */
const COMPLAINT_START = 150;
const COMPLAINT_END = 250;

/**
 * All that a tool complains about in one line, from its error on, without the scratch directory, control characters,
 * Helm's hint at `--debug` and what it quotes. `templates` are those of the chart: what they say may be repeated.
 */
export function complaint(stderr: string, scratch: string, templates: readonly string[] = []): string {
  const read = stderr.slice(0, MOST_READ);
  const from = /^error: /im.exec(read)?.index ?? 0;
  const plain = read
    .slice(from)
    .replaceAll(/^Use --debug .*$/gm, "")
    // klog begins a line with the time and the process (k8s.io/klog/v2 klog.go, formatHeader).
    .replaceAll(/^[EFIW]\d{4} [\d:.]+\s+\d+ \S+\] /gm, "")
    .replaceAll(`/private${scratch}`, scratch)
    .replaceAll(`${scratch}/tree/`, "")
    .replaceAll(`${scratch}/tree`, ".")
    .replaceAll(`${scratch}/`, "");
  const told = withoutQuotations(ownWords(plain, templates))
    .split("\n")
    .flatMap((line) => line.trim() || [])
    .join(" ")
    .replaceAll(/…(?: …)+/g, ELLIPSIS)
    .replaceAll(/\p{Cc}+/gu, " ")
    .replace(/^error: /i, "");
  if (told.length <= COMPLAINT_START + COMPLAINT_END) return told || "it gave no reason";
  return `${told.slice(0, COMPLAINT_START)} ${ELLIPSIS} ${told.slice(-COMPLAINT_END)}`;
}

/**
 * `fail` and `required` print what the template makes of its values (helm pkg/engine/engine.go, warnStartDelim). Of each
 * line only those words stay that a template begins it with.
 */
function ownWords(text: string, templates: readonly string[]): string {
  const [, head, said] = /^([^\n]*execution error at \([^)\n]*\): )([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || said === undefined) return text;
  const lines = said.split("\n").map((line) => {
    const own = ownBeginning(line.trim(), templates);
    return own === line.trim() ? own : `${own.replace(/\S*$/, "")}${ELLIPSIS}`;
  });
  return head + lines.join("\n");
}

/** The longest beginning that stands in a template: whatever is shorter stands there too. */
function ownBeginning(line: string, templates: readonly string[]): string {
  let [known, unknown] = [0, Math.min(line.length, COMPLAINT_END) + 1];
  while (known + 1 < unknown) {
    const middle = (known + unknown) >> 1;
    const beginning = line.slice(0, middle);
    if (templates.some((template) => template.includes(beginning))) known = middle;
    else unknown = middle;
  }
  return line.slice(0, known);
}
