// A Go template's text → its tree, or TemplateFault for what is not supported.

/** Why a template gives no text: the construct or the value that is in the way. The message names the expression. */
export class TemplateFault extends Error {}

/** One word of an action: a literal, the dot or a variable with fields behind it, a function's name, or a pipeline in parentheses. */
export type Operand =
  | { readonly kind: "literal"; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: "root"; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "pipe"; readonly pipe: Pipe; readonly fields: readonly string[] };

/** `commands` from left to right; `declares` are the variables that take the value, `assigns` where they exist already. */
export type Pipe = {
  readonly text: string;
  readonly declares: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly (readonly Operand[])[];
};

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: Pipe }
  | {
      readonly kind: "if" | "with" | "range";
      readonly pipe: Pipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };

type Piece = { readonly text: string; readonly action: boolean };
type Cursor = { readonly pieces: readonly Piece[]; at: number };

/** Deeper nesting than this is refused. */
const DEEPEST = 50;

/** The tree of a template, actions between double braces (Go text/template/parse). */
export function parseTemplate(text: string): readonly TemplateNode[] {
  const cursor: Cursor = { pieces: cut(text), at: 0 };
  const { nodes, closed } = readNodes(cursor, 0);
  if (closed !== "") throw new TemplateFault(`{{${closed}}} closes nothing`);
  return nodes;
}

/** Text and actions in turn; `{{-` and `-}}` take the white space beside them away. */
function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimNext = false;
  const plain = (part: string) => (trimNext ? part.replace(/^[ \t\r\n]+/, "") : part);
  while (true) {
    const open = text.indexOf("{{", at);
    if (open < 0) break;
    const trimBefore = /^-[ \t\r\n]/.test(text.slice(open + 2, open + 4));
    const before = plain(text.slice(at, open));
    pieces.push({ text: trimBefore ? trimEnd(before) : before, action: false });
    const close = closing(text, open + 2);
    const inner = text.slice(open + (trimBefore ? 3 : 2), close);
    trimNext = /[ \t\r\n]-$/.test(inner);
    pieces.push({ text: (trimNext ? inner.slice(0, -1) : inner).trim(), action: true });
    at = close + 2;
  }
  pieces.push({ text: plain(text.slice(at)), action: false });
  return pieces;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** Where the action that begins before `from` ends; braces in quotes do not count. */
function closing(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== "") {
      if (char === "\\" && quote === '"') at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "`") quote = char;
    else if (char === "}" && text[at + 1] === "}") return at;
  }
  throw new TemplateFault(`{{${text.slice(from, from + 40)} is never closed`);
}

function readNodes(cursor: Cursor, depth: number): { nodes: TemplateNode[]; closed: string } {
  if (depth > DEEPEST) throw new TemplateFault("its blocks are nested too deeply");
  const nodes: TemplateNode[] = [];
  while (cursor.at < cursor.pieces.length) {
    const { text, action } = cursor.pieces[cursor.at++] as Piece;
    if (!action) {
      if (text !== "") nodes.push({ kind: "text", text });
      continue;
    }
    if (text.startsWith("/*") && text.endsWith("*/")) continue;
    const word = /^[a-z]+(?![\w.(])/.exec(text)?.[0] ?? "";
    if (word === "end" || word === "else") return { nodes, closed: text };
    if (word === "if" || word === "with" || word === "range")
      nodes.push(readBlock(word, text.slice(word.length), cursor, depth));
    else if (["define", "template", "block", "break", "continue"].includes(word))
      throw new TemplateFault(`{{${text}}} is not supported`);
    else nodes.push({ kind: "action", pipe: readPipe(text) });
  }
  return { nodes, closed: "" };
}

function readBlock(kind: "if" | "with" | "range", text: string, cursor: Cursor, depth: number): TemplateNode {
  const pipe = readPipe(text.trim());
  const { nodes: body, closed } = readNodes(cursor, depth + 1);
  if (closed === "end") return { kind, pipe, body, otherwise: [] };
  const chained = /^else\s+(if|with)\s(.*)$/s.exec(closed);
  if (chained) {
    const next = readBlock(chained[1] as "if" | "with", chained[2] as string, cursor, depth + 1);
    return { kind, pipe, body, otherwise: [next] };
  }
  if (closed !== "else") throw new TemplateFault(`{{${kind}${text}}} is never closed`);
  const otherwise = readNodes(cursor, depth + 1);
  if (otherwise.closed !== "end") throw new TemplateFault(`{{${kind}${text}}} is never closed`);
  return { kind, pipe, body, otherwise: otherwise.nodes };
}

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\$?\w*(?:\.[A-Za-z_]\w*)+|\$\w*|[+-]?\d+(?:\.\d+)?(?![\w.])|[A-Za-z_]\w*|\.|:=|=|,|\||\(|\)/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new TemplateFault(`{{${text}}} is not supported`);
    found.push(match[0]);
  }
  return found;
}

type Tokens = { readonly list: readonly string[]; readonly text: string; at: number };

function readPipe(text: string): Pipe {
  const words: Tokens = { list: tokens(text), text, at: 0 };
  const pipe = pipeOf(words, 0);
  if (words.at < words.list.length) throw new TemplateFault(`{{${text}}} is not supported`);
  return pipe;
}

function pipeOf(words: Tokens, depth: number): Pipe {
  if (depth > DEEPEST) throw new TemplateFault(`{{${words.text}}} is nested too deeply`);
  const { declares, assigns } = declarations(words);
  const commands: Operand[][] = [];
  let command: Operand[] = [];
  while (words.at < words.list.length && words.list[words.at] !== ")") {
    const word = words.list[words.at++] as string;
    if (/^\s/.test(word)) continue;
    if (word === "|") {
      commands.push(command);
      command = [];
    } else command.push(word === "(" ? parenthesised(words, depth) : operand(word, words.text));
  }
  commands.push(command);
  if (commands.some((c) => c.length === 0)) throw new TemplateFault(`{{${words.text}}} lacks a value`);
  return { text: words.text, declares, assigns, commands };
}

function declarations(words: Tokens): { declares: string[]; assigns: boolean } {
  const declares: string[] = [];
  for (let at = words.at; at < words.list.length; at++) {
    const word = words.list[at] as string;
    if (/^\$\w+$/.test(word)) declares.push(word);
    else if (word === ":=" || word === "=") {
      words.at = at + 1;
      return { declares, assigns: word === "=" };
    } else if (word !== "," && !/^\s/.test(word)) break;
  }
  return { declares: [], assigns: false };
}

function parenthesised(words: Tokens, depth: number): Operand {
  const pipe = pipeOf(words, depth + 1);
  if (words.list[words.at++] !== ")") throw new TemplateFault(`{{${words.text}}} is never closed`);
  const next = words.list[words.at] ?? "";
  if (!/^\.\w/.test(next)) return { kind: "pipe", pipe, fields: [] };
  words.at++;
  return { kind: "pipe", pipe, fields: next.slice(1).split(".") };
}

function operand(word: string, text: string): Operand {
  const literal = literalOf(word);
  if (literal !== undefined) return { kind: "literal", value: literal };
  if (word === ".") return { kind: "root", name: ".", fields: [] };
  if (/^[$.]/.test(word)) {
    const [name, ...fields] = word.split(".");
    return { kind: "root", name: name === "" ? "." : (name as string), fields };
  }
  if (!/^[A-Za-z_]\w*$/.test(word)) throw new TemplateFault(`{{${text}}} is not supported`);
  return { kind: "function", name: word };
}

function literalOf(word: string): string | number | bigint | boolean | null | undefined {
  if (word.startsWith("`")) return word.slice(1, -1);
  if (word.startsWith('"')) return unquoted(word);
  if (/^[+-]?\d+$/.test(word)) return BigInt(word.replace("+", ""));
  if (/^[+-]?\d/.test(word)) return Number(word);
  const words = { true: true, false: false, nil: null } as const;
  return Object.hasOwn(words, word) ? words[word as keyof typeof words] : undefined;
}

function unquoted(word: string): string {
  if (/\\[^nrt"\\]/.test(word)) throw new TemplateFault(`the text ${word} is not supported`);
  const named: Record<string, string> = { n: "\n", r: "\r", t: "\t" };
  return word.slice(1, -1).replaceAll(/\\(.)/g, (_, char: string) => named[char] ?? char);
}
