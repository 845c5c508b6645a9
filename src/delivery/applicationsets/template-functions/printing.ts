// Go's printing functions and those that quote.
import { TemplateFault } from "../go-template-parser.ts";
import { formatted, type GoValue, Long } from "../go-value.ts";
import { type Args, type Functions, stringOf, text, texts } from "./arguments.ts";

export const PRINTING: Functions = {
  printf: sprintf,
  print: (args) => {
    // fmt.Sprint puts a space only between two values neither of which is a text.
    let out = "";
    for (const [i, value] of args.entries()) {
      const apart = i > 0 && typeof value !== "string" && typeof args[i - 1] !== "string";
      out += (apart ? " " : "") + stringOf(value);
    }
    return out;
  },
  println: (args) => `${args.map(stringOf).join(" ")}\n`,
  html: texts(1, (value) =>
    value.replaceAll(/[<>&'"]/g, (c) => HTML[c] as string).replaceAll("\0", "\uFFFD"),
  ),
  urlquery: texts(1, (value) =>
    encodeURIComponent(value)
      .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%20", "+"),
  ),
};

const HTML: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  "'": "&#39;",
  '"': "&#34;",
};

/** fmt.Sprintf with %s, %v, %d, %q and a width of %d; other verbs, and values that do not fit them, are refused. */
function sprintf([format, ...args]: Args): string {
  let at = 0;
  const out = text(format).replaceAll(
    /%(0?)([1-9]?)(.?)/g,
    (_, zero: string, width: string, verb: string) => {
      if (verb === "%" && zero === "" && width === "") return "%";
      return verbOf(verb, args[at++], zero, Number(width));
    },
  );
  if (at !== args.length) throw new TemplateFault("printf has more values than verbs");
  return out;
}

function verbOf(verb: string, value: GoValue, zero: string, width: number): string {
  const number = value instanceof Long ? value.value : value;
  if (verb === "d" && typeof number === "bigint" && (zero === "" || (width > 0 && number >= 0n)))
    return String(number).padStart(width, zero === "" ? " " : "0");
  if (zero === "" && width === 0) {
    if (verb === "v" && value !== undefined) return formatted(value);
    if (verb === "s" && typeof value === "string") return value;
    if (verb === "q" && typeof value === "string") return goQuoted(value);
  }
  throw new TemplateFault(`printf with %${zero}${width || ""}${verb} is not supported here`);
}

/** strconv.Quote for printable ASCII. */
export function goQuoted(value: string): string {
  if (/[^\x20-\x7e\n\t\r]/.test(value))
    throw new TemplateFault("quoting a special character is not supported");
  return JSON.stringify(value);
}
