// Functions on texts.
import { TemplateFault } from "../go-template-parser.ts";
import { asTextMap, type GoValue } from "../go-value.ts";
import { type Args, asciiText, exactly, type Functions, int, stringOf, text, texts } from "./arguments.ts";
import { goQuoted } from "./printing.ts";

/** More characters than these a function does not write. */
const LONGEST = 100_000;
const SPACE = " \t\n\v\f\r\u0085\u00a0";

/** (sprig strings.go, functions.go) */
export const TEXTS: Functions = {
  lower: texts(1, (value) => value.toLowerCase()),
  upper: texts(1, (value) => value.toUpperCase()),
  title: exactly(1, ([value]) => asciiText(value).replaceAll(/[A-Za-z0-9_]+/g, capital)),
  untitle: exactly(1, ([value]) =>
    asciiText(value).replaceAll(/[^ \t\n\v\f\r]+/g, (word) => word.charAt(0).toLowerCase() + word.slice(1)),
  ),
  trim: texts(1, (value) => trimmed(value, SPACE)),
  trimAll: texts(2, (set, value) => trimmed(value, set)),
  trimall: texts(2, (set, value) => trimmed(value, set)),
  trimPrefix: texts(2, (prefix, value) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimSuffix: texts(2, (suffix, value) =>
    suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  replace: texts(3, (from, to, value) => {
    if (from === "") throw new TemplateFault("replacing nothing is not supported");
    return limited(value.replaceAll(from, () => to));
  }),
  contains: texts(2, (part, value) => value.includes(part)),
  hasPrefix: texts(2, (part, value) => value.startsWith(part)),
  hasSuffix: texts(2, (part, value) => value.endsWith(part)),
  nospace: texts(1, (value) => value.replaceAll(/[ \t\n\v\f\r\u0085\u00a0]/g, "")),
  trunc: exactly(2, ([length, value]) => {
    const [count, whole] = [int(length), asciiText(value)];
    return count < 0 ? whole.slice(Math.max(0, whole.length + count)) : whole.slice(0, count);
  }),
  substr: exactly(3, ([start, end, value]) => cut(int(start), int(end), asciiText(value))),
  repeat: exactly(2, ([count, value]) => {
    if (int(count) < 0 || int(count) * text(value).length > LONGEST)
      throw new TemplateFault("so many repetitions are not supported");
    return text(value).repeat(int(count));
  }),
  indent: exactly(2, ([spaces, value]) => indented(spaces, value)),
  nindent: exactly(2, ([spaces, value]) => `\n${indented(spaces, value)}`),
  cat: (args) => trimmed(present(args).map(stringOf).join(" "), SPACE),
  plural: exactly(3, ([one, many, count]) => (int(count) === 1 ? text(one) : text(many))),
  quote: (args) =>
    present(args)
      .map((value) => goQuoted(stringOf(value)))
      .join(" "),
  squote: (args) =>
    present(args)
      .map((value) => `'${stringOf(value)}'`)
      .join(" "),
  toString: exactly(1, ([value]) => stringOf(value)),
  splitList: texts(2, (separator, value) => parts(separator, value)),
  split: texts(2, (separator, value) => numbered(parts(separator, value))),
  splitn: exactly(3, ([separator, count, value]) => {
    const [many, all] = [int(count), parts(text(separator), text(value))];
    if (many < 1) throw new TemplateFault("splitn without a positive number is not supported");
    const rest = all.slice(many - 1).join(text(separator));
    return numbered(all.length <= many ? all : [...all.slice(0, many - 1), rest]);
  }),
};

/** Characters of `set` taken from both ends. */
export function trimmed(value: string, set: string): string {
  let [from, to] = [0, value.length];
  while (from < to && set.includes(value[from] as string)) from++;
  while (to > from && set.includes(value[to - 1] as string)) to--;
  return value.slice(from, to);
}

function present(args: Args): GoValue[] {
  return args.filter((value) => value !== undefined && value !== null);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function indented(spaces: GoValue, value: GoValue): string {
  const count = int(spaces);
  if (count < 0 || count > 1000) throw new TemplateFault("such an indent is not supported");
  return limited(`${" ".repeat(count)}${text(value).replaceAll("\n", `\n${" ".repeat(count)}`)}`);
}

function limited(value: string): string {
  if (value.length > LONGEST) throw new TemplateFault("so long a text is not supported");
  return value;
}

/** Go panics where the ends are out of range. */
function cut(start: number, end: number, value: string): string {
  const from = start < 0 ? 0 : start;
  const to = start >= 0 && (end < 0 || end > value.length) ? value.length : end;
  if (from > to || to > value.length || to < 0) throw new TemplateFault("substr is out of range");
  return value.slice(from, to);
}

function parts(separator: string, value: string): string[] {
  if (separator === "") return [...value];
  return value.split(separator);
}

function numbered(list: readonly string[]): GoValue {
  return asTextMap(Object.fromEntries(list.map((part, i) => [`_${i}`, part])));
}
