// A Go template and its data → the text Argo CD makes of it, or TemplateFault with the expression that is in the way.

import {
  type Operand,
  type Pipe,
  parseTemplate,
  TemplateFault,
  type TemplateNode,
} from "./go-template-parser.ts";
import { type GoValue, isGoMap, isTrue, ordered, printed } from "./go-value.ts";
import { isOpen, isUnknown, onUnknown, openValue, STAND_IN } from "./symbols.ts";
import { callFunction } from "./template-functions/call.ts";

type Scope = {
  readonly dot: GoValue;
  readonly variables: Map<string, { value: GoValue }>;
  readonly strict: boolean;
  readonly missing: Set<string>;
  /** The data holds what Git does not know. */
  readonly open: boolean;
};
type Budget = { steps: number; length: number };

/** More evaluated nodes or characters than this and the template is refused. */
const MOST_STEPS = 100_000;
const LONGEST = 1_000_000;

/**
 * Executes `text` as argo-cd applicationset/utils/utils.go, Replace, does with goTemplate. `options` are the set's
 * goTemplateOptions; `missing` collects the expressions that print "<no value>". Throws TemplateFault for whatever Go refuses or this evaluator does not know.
 */
export function renderGoTemplate(
  text: string,
  data: Readonly<Record<string, GoValue>>,
  options: readonly string[],
  missing: Set<string> = new Set(),
): string {
  if (!text.includes("{{")) return text;
  const unknown = options.find((o) => !/^missingkey=(?:error|default|invalid)$/.test(o));
  if (unknown !== undefined) throw new TemplateFault(`the option ${unknown} is not supported`);
  const variables = new Map([["$", { value: data as GoValue }]]);
  const strict = options.at(-1) === "missingkey=error";
  const scope: Scope = { dot: data, variables, strict, missing, open: Object.hasOwn(data, STAND_IN) };
  return render(parseTemplate(text), scope, { steps: 0, length: 0 });
}

function render(nodes: readonly TemplateNode[], scope: Scope, budget: Budget): string {
  // A variable lives until the end of the block that declares it.
  const inner: Scope = { ...scope, variables: new Map(scope.variables) };
  let out = "";
  for (const node of nodes) {
    const part = renderNode(node, inner, budget);
    budget.steps++;
    budget.length += node.kind === "text" || node.kind === "action" ? part.length : 0;
    if (budget.steps > MOST_STEPS || budget.length > LONGEST)
      throw new TemplateFault("the template makes too much text");
    out += part;
  }
  return out;
}

function renderNode(node: TemplateNode, scope: Scope, budget: Budget): string {
  if (node.kind === "text") return node.text;
  if (node.kind === "action") {
    const value = evaluate(node.pipe, scope);
    if (node.pipe.declares.length > 0) return "";
    if (value === undefined || value === null) scope.missing.add(`{{${node.pipe.text}}}`);
    if (scope.open && isOpen(value)) throw unknown(node.pipe.text);
    return printed(value);
  }
  if (node.kind === "range") return renderRange(node, scope, budget);
  const block: Scope = { ...scope, variables: new Map(scope.variables) };
  const value = evaluate(node.pipe, block);
  const dot = node.kind === "with" ? value : scope.dot;
  const holds = isTrueIn(scope, value, node.pipe.text);
  return holds ? render(node.body, { ...block, dot }, budget) : render(node.otherwise, block, budget);
}

function renderRange(node: Extract<TemplateNode, { body: unknown }>, scope: Scope, budget: Budget): string {
  const { declares, text } = node.pipe;
  const value = evaluate({ ...node.pipe, declares: [] }, scope);
  if (scope.open && ((typeof value === "string" && isUnknown(value)) || isOpen(value))) throw unknown(text);
  const entries = entriesOf(value, text);
  if (entries.length === 0) return render(node.otherwise, scope, budget);
  let out = "";
  for (const [key, element] of entries) {
    const variables = new Map(scope.variables);
    const values = declares.length > 1 ? [key, element] : [element];
    for (const [i, name] of declares.entries()) variables.set(name, { value: values[i] as GoValue });
    out += render(node.body, { ...scope, dot: element, variables }, budget);
  }
  return out;
}

function entriesOf(value: GoValue, text: string): [GoValue, GoValue][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value))
    return ordered(value as readonly GoValue[]).map((element, i) => [BigInt(i), element]);
  if (isGoMap(value))
    return Object.keys(value)
      .sort()
      .map((key) => [key, value[key]]);
  throw new TemplateFault(`{{range ${text}}} is over no list and no map`);
}

function evaluate(pipe: Pipe, scope: Scope): GoValue {
  let value: GoValue;
  for (const [i, command] of pipe.commands.entries()) {
    value = runCommand(command, i === 0 ? [] : [value], scope, pipe.text);
  }
  if (pipe.declares.length > 1) throw new TemplateFault(`{{${pipe.text}}} declares two variables`);
  const [name] = pipe.declares;
  if (name === undefined) return value;
  if (!pipe.assigns) scope.variables.set(name, { value });
  else variable(name, scope, pipe.text).value = value;
  return value;
}

function runCommand(
  command: readonly Operand[],
  last: readonly GoValue[],
  scope: Scope,
  text: string,
): GoValue {
  const [first, ...rest] = command as [Operand, ...Operand[]];
  if (first.kind !== "function") {
    if (rest.length + last.length > 0) throw new TemplateFault(`{{${text}}} calls what is no function`);
    return operandValue(first, scope, text);
  }
  const { name } = first;
  if (name === "and" || name === "or") return shortCircuit(name, rest, last, scope, text);
  const args = [...rest.map((operand) => operandValue(operand, scope, text)), ...last];
  const call = (values: readonly GoValue[]) => {
    const value = callFunction(name, values);
    if (typeof value !== "string" || value.length <= LONGEST) return value;
    throw new TemplateFault("the template makes too much text");
  };
  try {
    return scope.open && args.some(isUnknown) ? onUnknown(name, args, call) : call(args);
  } catch (fault) {
    if (!(fault instanceof TemplateFault) || fault.message.startsWith("{{")) throw fault;
    throw new TemplateFault(`{{${text}}}: ${fault.message}`);
  }
}

function shortCircuit(
  name: "and" | "or",
  operands: readonly Operand[],
  last: readonly GoValue[],
  scope: Scope,
  text: string,
): GoValue {
  if (operands.length + last.length === 0) throw new TemplateFault(`{{${text}}}: ${name} needs a value`);
  let value: GoValue;
  for (const operand of operands) {
    value = operandValue(operand, scope, text);
    if (isTrueIn(scope, value, text) === (name === "or")) return value;
  }
  return last.length > 0 ? last[0] : value;
}

function operandValue(operand: Operand, scope: Scope, text: string): GoValue {
  if (operand.kind === "literal") return operand.value;
  if (operand.kind === "function") return runCommand([operand], [], scope, text);
  const start =
    operand.kind === "pipe"
      ? evaluate(operand.pipe, scope)
      : operand.name === "."
        ? scope.dot
        : variable(operand.name, scope, text).value;
  return operand.fields.reduce((value, field) => fieldOf(value, field, scope, text), start);
}

function variable(name: string, scope: Scope, text: string): { value: GoValue } {
  const found = scope.variables.get(name);
  if (!found) throw new TemplateFault(`{{${text}}} uses ${name}, which is not declared`);
  return found;
}

/** Throws TemplateFault where Git does not know. */
function isTrueIn({ open }: Scope, value: GoValue, text: string): boolean {
  if (open && isUnknown(value)) throw unknown(text);
  return isTrue(value);
}

function unknown(text: string): TemplateFault {
  return new TemplateFault(`{{${text}}} depends on what Git does not know of a cluster`);
}

/** With missingkey=error a key that is not there is an error (text/template exec.go, evalField). */
function fieldOf(value: GoValue, field: string, scope: Scope, text: string): GoValue {
  if (value === undefined && !scope.strict) return undefined;
  if (!isGoMap(value)) throw new TemplateFault(`{{${text}}} asks for ${field} of what is no map`);
  if (Object.hasOwn(value, field)) return value[field];
  const mark = scope.open ? openValue(value, field) : undefined;
  if (mark !== undefined) return mark;
  if (scope.strict) throw new TemplateFault(`{{${text}}} asks for ${field}, which is not there`);
  return undefined;
}
