// A file's text → the placeholders in it that something else was meant to fill. Never throws.
import type { ParseProblem } from "../../model/manifest.ts";
import { FILE } from "../../model/unevaluated.ts";
import type { Chunk } from "./split.ts";

/**
 * Kinds whose fields hold template text that belongs to them: Argo CD, the add-on controllers, Cluster API, Argo
 * Workflows, Prometheus, Kyverno and the like fill it later, or it is a file carried along.
 */
const CARRIERS = new Set(
  (
    "ApplicationSet AddonInstall AddonConfig AddonConfigDefinition ConfigMap Secret Workflow WorkflowTemplate " +
    "ClusterWorkflowTemplate CronWorkflow WorkflowEventBinding Sensor EventSource AnalysisTemplate " +
    "ClusterAnalysisTemplate ClusterClass PrometheusRule AlertmanagerConfig ExternalSecret ClusterExternalSecret " +
    "SealedSecret VaultStaticSecret VaultDynamicSecret Policy ClusterPolicy ConstraintTemplate Composition " +
    "CustomResourceDefinition GrafanaDashboard Pipeline Task"
  ).split(" "),
);

const PLACEHOLDER =
  /\{\{[^\n}]{0,200}\}\}|\{%[^\n%]{0,200}%\}|\$\{[A-Z_][A-Z0-9_]{0,200}(?::?[-=?+][^\n}]{0,200})?\}/g;

/** Whether something else was meant to fill in a name: no object of the API has one like it. */
export function isUnfilledName(name: string): boolean {
  return name.includes("{{") || name.includes("${");
}

const TOP_KIND = /^["']?kind["']?[ ]{0,8}:[ \t]{0,8}["']?(\w+)/m;
/** In braces, as JSON has it. */
const INNER_KIND = /(?:^[ \t]{0,8}|[{,][ ]?)["']?kind["']?[ ]{0,8}:[ \t]{0,8}["']?(\w+)/m;

const MAX_LISTED = 20;

/**
 * Reports `{{ … }}`, `{% … %}` and `${UPPER_CASE}` anywhere but in comments, in block scalars (`|`, `>`) and in
 * documents of a kind that carries templates as its payload. The kind is read from the text, for a template is seldom
 * valid YAML. A value such as `image: "{{ .Values.image }}"` is valid and reaches the cluster unchanged, which is
 * hardly ever intended; hence it is reported in quotes too.
 */
export function templatesIn(chunk: Chunk): ParseProblem[] {
  if (!/\{[{%]|\$\{/.test(chunk.text)) return [];
  const kind = (TOP_KIND.exec(chunk.text) ?? INNER_KIND.exec(chunk.text))?.[1];
  if (kind !== undefined && CARRIERS.has(kind)) return [];
  const problems: ParseProblem[] = [];
  let block = -1;
  for (const [index, line] of chunk.text.split("\n").entries()) {
    const indent = line.search(/\S/);
    if (indent < 0 || (block >= 0 && indent > block)) continue;
    const content = withoutComment(line);
    block = /(?:^|[\s:-])[|>][-+0-9]{0,2}\s*$/.test(content) ? blockIndent(content, indent) : -1;
    for (const [found] of content.matchAll(PLACEHOLDER)) {
      if (problems.length < MAX_LISTED) problems.push(templated(chunk.line + index, found));
    }
  }
  return problems;
}

function templated(line: number, found: string): ParseProblem {
  return { code: "templated", line, message: FILE.placeholder(found) };
}

/** `- |` and `- a: |` count from their last dash, because the block may lie no deeper than the key after it. */
function blockIndent(content: string, indent: number): number {
  let at = indent;
  while (content.startsWith("- ", at)) at = at + 2 + Math.max(0, content.slice(at + 2).search(/\S/));
  return /^[|>]/.test(content.slice(at)) && at > indent ? at - 2 : at;
}

function withoutComment(line: string): string {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? "";
    const before = line[at - 1];
    if (quote !== "") {
      if (char === "\\" && quote === '"') at++;
      else if (char === quote) quote = "";
    } else if (char === "#" && (before === undefined || before === " " || before === "\t")) {
      return line.slice(0, at);
    } else if ((char === '"' || char === "'") && (before === undefined || /[\s[{,:]/.test(before))) {
      quote = char;
    }
  }
  return line;
}
