// One document's text → its syntax tree, or why there is none. Never throws.
import { Composer, type CST, Lexer, type ParsedNode, Parser } from "yaml";
import { FILE } from "../../model/unevaluated.ts";

/** What is wrong in the document's text. */
export type Fault = {
  /** Into the document's text. */
  readonly offset: number;
  readonly message: string;
  /** Go may be able to read the text; this program is not. */
  readonly unsure?: boolean;
};

/** Levels of nesting read. Kubernetes allows more; no object is nearly as deep, and recursion over values is safe. */
export const MAX_DEPTH = 200;

export const TOO_DEEP = FILE.tooDeep(MAX_DEPTH);

export type Syntax = {
  /** Null for a document of comments only. */
  readonly root: ParsedNode | null;
  readonly fault: Fault | undefined;
  /** Where a second document begins that only `...` parts from the first; undefined where there is none. */
  readonly rest: number | undefined;
};

/**
 * Lexemes read of one document. Ordinary manifests have 600,000 to the MiB, and etcd stores no object beyond 1.5 MiB;
 * it bounds the work on hostile text to a few seconds.
 */
const MAX_LEXEMES = 1_000_000;

/** Stray tokens after which the rest of a broken document is left alone. */
const MAX_BROKEN = 20;

const NOTHING: Syntax = { root: null, fault: undefined, rest: undefined };

/**
 * The tree of one document. Every scalar is returned as its text, because the types of YAML 1.1 that Go knows differ
 * from those of any schema of the `yaml` package; key uniqueness is off because its check is quadratic.
 */
export function syntaxOf(text: string): Syntax {
  try {
    return compose(text);
  } catch (error) {
    const message = error instanceof RangeError ? TOO_DEEP : FILE.parser;
    return { ...NOTHING, fault: { offset: 0, message, unsure: true } };
  }
}

function compose(text: string): Syntax {
  const tokens: CST.Token[] = [];
  const excess = readTokens(text, tokens);
  if (excess !== undefined) return { ...NOTHING, fault: excess };
  const composer = new Composer({
    version: "1.1",
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
  });
  const documents = [...composer.compose(tokens)];
  const [first, second] = documents;
  if (first === undefined) return { ...NOTHING, fault: firstFault(composer.streamInfo().errors, text) };
  const deep = first.errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  if (deep !== undefined)
    return { ...NOTHING, fault: { offset: deep.pos[0], message: TOO_DEEP, unsure: true } };
  return { root: first.contents, fault: firstFault(first.errors, text), rest: second?.range[0] };
}

/** Fills `tokens`; returns a fault where composing the text would exceed the limits of time or depth. */
function readTokens(text: string, tokens: CST.Token[]): Fault | undefined {
  const parser = new Parser();
  let lexemes = 0;
  let broken = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === "error") broken++;
    }
    if (broken > MAX_BROKEN) break;
    if (parser.stack.length > 2 * MAX_DEPTH)
      return { offset: parser.offset, message: TOO_DEEP, unsure: true };
    if (++lexemes > MAX_LEXEMES) {
      return {
        offset: parser.offset,
        message: FILE.tooManyParts,
        unsure: true,
      };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return undefined;
}

/** The 1-based line of each offset of a text. The text is read once, at the first question. */
export function lineFinder(text: string): (offset: number) => number {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** The offset at which each line of a text begins. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Go reads `""# text` as a comment after a value. */
const TOLERATED = "Comments must be separated from other tokens";

type ParserError = {
  readonly pos: readonly [number, number];
  readonly code: string;
  readonly message: string;
};

function firstFault(errors: readonly ParserError[], text: string): Fault | undefined {
  let first: ParserError | undefined;
  for (const error of errors) {
    if (error.message.startsWith(TOLERATED)) continue;
    if (first === undefined || error.pos[0] < first.pos[0]) first = error;
  }
  if (first === undefined) return undefined;
  const [offset] = first.pos;
  const rest = CUT_SHORT.exec(first.message)?.[1];
  const message = `it is no valid YAML: ${first.message}`;
  if (rest === undefined || !text.includes(rest, offset)) return { offset, message };
  return {
    offset,
    message: FILE.indented(first.message),
    unsure: true,
  };
}

/** Where lines of a quoted text or a flow collection are indented too little, Go reads on to the closing character. */
const CUT_SHORT = /^(?:Missing closing |Flow .* sufficiently indented and end with a )(["'\]}])/;
