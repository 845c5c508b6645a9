// Regular expressions and paths.
import { TemplateFault } from "../go-template-parser.ts";
import {
  type Args,
  asciiText,
  exactly,
  type Functions,
  type GoFunction,
  int,
  text,
  texts,
} from "./arguments.ts";

const match: GoFunction = exactly(2, ([pattern, value]) => expression(pattern).test(subject(value)));
const find: GoFunction = exactly(
  2,
  ([pattern, value]) => expression(pattern).exec(subject(value))?.[0] ?? "",
);
const findAll: GoFunction = exactly(3, ([pattern, value, count]) => {
  const found = subject(value).match(expression(pattern, "g")) ?? [];
  return int(count) < 0 ? found : found.slice(0, int(count));
});
const replaceAll: GoFunction = (args) => {
  if (String(args[2]).includes("$")) throw new TemplateFault("a replacement with $ is not supported");
  return replaceLiterally(args);
};
const replaceLiterally: GoFunction = exactly(3, ([pattern, value, by]: Args) => {
  const replacement = text(by);
  return subject(value).replaceAll(expression(pattern, "g"), () => replacement);
});

/** (sprig regex.go, and Go's path package) */
export const PATTERNS: Functions = {
  regexMatch: match,
  mustRegexMatch: match,
  regexFind: find,
  mustRegexFind: find,
  regexFindAll: findAll,
  mustRegexFindAll: findAll,
  regexReplaceAll: replaceAll,
  mustRegexReplaceAll: replaceAll,
  regexReplaceAllLiteral: replaceLiterally,
  mustRegexReplaceAllLiteral: replaceLiterally,
  base: texts(1, (path) => {
    const whole = withoutSlashes(path);
    return whole === "" ? (path === "" ? "." : "/") : whole.slice(whole.lastIndexOf("/") + 1);
  }),
  dir: texts(1, (path) => clean(path.slice(0, path.lastIndexOf("/") + 1))),
  ext: texts(1, (path) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return name.includes(".") ? name.slice(name.lastIndexOf(".")) : "";
  }),
  clean: texts(1, clean),
  isAbs: texts(1, (path) => path.startsWith("/")),
};

const LONGEST_SUBJECT = 1_000;

function subject(value: Args[number]): string {
  const plain = asciiText(value);
  if (plain.length > LONGEST_SUBJECT) throw new TemplateFault("a pattern on so long a text is not supported");
  return plain;
}

/** One character or class of them, and how often. */
const PART =
  /(?:[A-Za-z0-9 _/:@#%&,;=<>~"'!-]|\\[.\\/$^*+?()[\]{}|-]|\\[dw]|\.|\[\^?(?:[A-Za-z0-9 _./:@#$*+?(){}|,;=-]|\\[.\\/$^*+?()[\]{}|-]|\\[dw])+\])([*+?]?)/y;
const MOST_REPETITIONS = 2;

/**
 * A pattern that RE2 and JavaScript read alike and that costs little: characters and classes, two unlimited repetitions
 * at most, anchors at the ends. Groups, alternatives and flags are refused.
 */
function expression(pattern: Args[number], flags = ""): RegExp {
  const whole = text(pattern);
  const [start, end] = [whole.startsWith("^") ? 1 : 0, whole.endsWith("$") && !whole.endsWith("\\$") ? 1 : 0];
  const inner = whole.slice(start, whole.length - end);
  let repetitions = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < inner.length) {
    const part = PART.exec(inner);
    if (part === null || (part[1] !== "" && ++repetitions > MOST_REPETITIONS))
      throw new TemplateFault(`the pattern ${JSON.stringify(whole)} is not supported`);
  }
  // Where nothing matches, an empty match would be found everywhere; the two languages differ there.
  const compiled = new RegExp(whole, flags);
  if (new RegExp(`^(?:${inner})$`).test(""))
    throw new TemplateFault(`the pattern ${JSON.stringify(whole)} matches nothing at all`);
  return compiled;
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** Go's path.Clean. */
function clean(path: string): string {
  const rooted = path.startsWith("/");
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") out.push(part);
    else if (out.length > 0 && out.at(-1) !== "..") out.pop();
    else if (!rooted) out.push(part);
  }
  return (rooted ? "/" : "") + out.join("/") || ".";
}
