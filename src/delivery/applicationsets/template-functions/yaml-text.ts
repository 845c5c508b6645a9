// A value → the text that sigs.k8s.io/yaml writes for it, which Argo CD's toYaml gives.
import { parseFile } from "../../../manifests/yaml/file.ts";
import { TemplateFault } from "../go-template-parser.ts";
import { formatFloat, type GoValue, isGoMap, Long, ordered } from "../go-value.ts";

/** Block style, keys in order, lists not indented below their key. Texts that need more than plain quotes are refused. */
export function toYaml(value: GoValue): string {
  return block(value, "").join("\n");
}

function block(value: GoValue, indent: string): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return ordered(value as readonly GoValue[]).flatMap((entry) => {
      const [first = "", ...rest] = block(entry, `${indent}  `);
      return [`${indent}- ${first.slice(isBlock(entry) ? indent.length + 2 : 0)}`, ...rest];
    });
  }
  if (isGoMap(value) && Object.keys(value).length > 0) {
    return inOrder(Object.keys(value)).flatMap((key) => {
      const child = value[key];
      if (!isBlock(child)) return [`${indent}${scalar(key)}: ${block(child, indent).join("")}`];
      return [`${indent}${scalar(key)}:`, ...block(child, Array.isArray(child) ? indent : `${indent}  `)];
    });
  }
  return [scalar(value)];
}

function isBlock(value: GoValue): boolean {
  return Array.isArray(value) ? value.length > 0 : isGoMap(value) && Object.keys(value).length > 0;
}

/** goyaml sorts keys by their digits as numbers (sorter.go); where that could matter, the order is not known here. */
function inOrder(keys: string[]): string[] {
  if (keys.length > 1 && keys.some((key) => !/^[A-Za-z][A-Za-z._/-]*$/.test(key) && /[0-9]/.test(key)))
    throw new TemplateFault("toYaml of keys with digits is not supported");
  if (keys.length > 1 && keys.some((key) => /[^A-Za-z]/.test(key)) && !sameEitherWay(keys))
    throw new TemplateFault("toYaml of such keys is not supported");
  return [...keys].sort();
}

/** Letters sort behind other characters there. */
function sameEitherWay(keys: readonly string[]): boolean {
  const rank = (key: string) => [...key].map((c) => (/[A-Za-z]/.test(c) ? `1${c}` : `0${c}`)).join("");
  const ranked = [...keys].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return [...keys].sort().every((key, i) => key === ranked[i]);
}

function scalar(value: GoValue): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Long) return String(value.value);
  if (Array.isArray(value)) return "[]";
  if (isGoMap(value)) return "{}";
  return typeof value === "string" ? textOf(value) : String(value);
}

function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 53) return String(value);
  return formatFloat(value);
}

/** Texts that need no quotes, unless they read as something else, and texts that surely need single ones. */
const PLAIN = /^[A-Za-z0-9_/.~(][A-Za-z0-9_/.:@+=,' ()-]*$/;
const QUOTED = /^(?:[#*@&!%`{[|>]|- )|:(?: |$)| #/;

/** Plain; in single quotes for the sake of YAML's own characters; in double quotes where plain it would be no text. */
function textOf(value: string): string {
  if (value === "") return '""';
  const refused = new TemplateFault("toYaml of such a text is not supported");
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,68}[\x21-\x7e])?$/.test(value)) throw refused;
  if (QUOTED.test(value)) return `'${value.replaceAll("'", "''")}'`;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return JSON.stringify(value);
  if (!PLAIN.test(value) || /^\d{4}-\d/.test(value)) throw refused;
  const { documents, problems } = parseFile(`a: ${value}`);
  if (problems.length > 0) throw refused;
  const read = (documents[0]?.value as { a?: unknown } | undefined)?.a;
  return typeof read === "string" && !OLD_BOOLEAN.test(value) ? value : JSON.stringify(value);
}

/** What YAML 1.1 calls a boolean, one letter ones too, is quoted (goyaml resolve.go, isOldBool). */
const OLD_BOOLEAN =
  /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/;
