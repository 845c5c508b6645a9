// A text → the same with every secret in it masked. Never throws, linear in the text.
import { Buffer } from "node:buffer";
import { isSecretName } from "./secret-names.ts";

/** Replaces one secret. */
export type Mask = (secret: string) => string;

export const REDACTED = "(redacted)";

const DEEPEST = 3;
const LONGEST_DECODED = 262_144;

/**
 * Masks PEM blocks, credentials in addresses, the values of keys with a secret's name, `Bearer` and `Basic`, tokens of
 * well-known shapes, and base64 of any of these. A value of several lines is masked in all lines.
 */
export function redactText(text: string, mask: Mask = () => REDACTED, depth = 0): string {
  if (text.length < 4) return text;
  const whole = wrapped(text, depth);
  if (whole) return mask(text);
  const steps = [maskPem, maskAddresses, maskNamed, maskMarkup, maskSchemes];
  const masked = steps.reduce((rest, step) => step(rest, mask), text);
  return maskRuns(masked, mask, depth);
}

/** Base64 over several lines, and nothing else. */
function wrapped(text: string, depth: number): boolean {
  if (!text.trim().includes("\n")) return false;
  const joined = text.replace(/\s+/g, "");
  return /^[\w+/=-]+$/.test(joined) && hidesSecret(joined, depth);
}

function maskPem(text: string, mask: Mask): string {
  const [begin, end] = ["-----BEGIN ", "-----END "];
  let [out, at] = ["", 0];
  for (let from = text.indexOf(begin); from >= 0; from = text.indexOf(begin, at)) {
    const closing = text.indexOf(end, from);
    const dashes = closing < 0 ? -1 : text.indexOf("-----", closing + end.length);
    const to = dashes < 0 ? text.length : dashes + 5;
    out += text.slice(at, from) + mask(text.slice(from, to));
    at = to;
  }
  return out + text.slice(at);
}

/** `https://user:secret@host`. A user without a password, as in `ssh://git@host`, is masked only in web addresses. */
function maskAddresses(text: string, mask: Mask): string {
  return text.replace(
    /(?<![\w+.-])([a-z][\w+.-]{0,30}:\/\/)([^\s/?#"'<>`]{1,1000})@/gi,
    (all, scheme: string, user: string) =>
      user.includes(":") || /^http/i.test(scheme) ? `${scheme}${mask(user)}@` : all,
  );
}

/** The separator between a name and its value, and the value: to its closing quote, else to the end of the line. */
const VALUE =
  /((?:["'`]?[ \t]{0,20}[:=]{1,2}(?!\/\/)[ \t]{0,20})|(?<=--?[\w.-]{1,128})[ \t]{1,20})("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|.*)/y;

/** `password: …`, `PASSWORD=…`, `"password": "…"`, `--password …`, line by line. Unquoted, a value ends with its line. */
function maskNamed(text: string, mask: Mask): string {
  const lines = text.split("\n");
  const out: string[] = [];
  let below: { indent: number; block: boolean } | undefined;
  for (const line of lines) {
    const indent = line.search(/\S/);
    const isList = line[indent] === "-" && line[indent + 1] === " ";
    if (
      below &&
      (indent < 0 || indent > below.indent || (!below.block && isList && indent === below.indent))
    ) {
      out.push(indent < 0 ? line : line.slice(0, indent) + mask(line.slice(indent).trimEnd()));
      continue;
    }
    const named = maskLine(line, mask);
    below = named.opens === undefined ? undefined : { indent, block: named.opens };
    out.push(named.line);
  }
  return out.join("\n");
}

/** `opens`: the value is on the lines below; true where it is a block of text. */
function maskLine(line: string, mask: Mask): { line: string; opens?: boolean } {
  let [out, rest] = ["", line];
  for (let found = nextNamed(rest); found; found = nextNamed(rest)) {
    const { before, value, after } = found;
    const bare = value.trim();
    if (bare === "") return { line: out + rest, opens: false };
    if (/^[|>][+-]?\d?[+-]?$/.test(bare)) return { line: out + rest, opens: true };
    out +=
      before +
      (/^(?:true|false|null|~|\(redacted\b.*|\{\{?|\[)$/.test(bare) ? value : maskQuoted(value, mask));
    rest = after;
  }
  return { line: out + rest };
}

/** The next secret name in a line, with the text before its value, the value, and the rest. */
function nextNamed(line: string): { before: string; value: string; after: string } | undefined {
  const names = /[\w.-]+/g;
  for (let name = names.exec(line); name; name = names.exec(line)) {
    if (!isSecretName(name[0])) continue;
    VALUE.lastIndex = names.lastIndex;
    const match = VALUE.exec(line);
    if (!match) continue;
    const value = match[2] ?? "";
    const end = VALUE.lastIndex;
    return { before: line.slice(0, end - value.length), value, after: line.slice(end) };
  }
  return undefined;
}

function maskQuoted(value: string, mask: Mask): string {
  const quote = value[0] ?? "";
  if (value.length > 1 && /["'`]/.test(quote) && value.endsWith(quote)) {
    return quote + mask(value.slice(1, -1)) + quote;
  }
  return mask(value.trimEnd());
}

/** `<password>…</password>` */
function maskMarkup(text: string, mask: Mask): string {
  return text.replace(/<([\w.-]{1,128})>([^<\n]{1,1000})(?=<)/g, (all, name: string, value: string) =>
    isSecretName(name) && !value.startsWith("(redacted") ? `<${name}>${mask(value)}` : all,
  );
}

/** `Bearer` and `Basic` with a credential, not with an ordinary word. */
function maskSchemes(text: string, mask: Mask): string {
  return text.replace(
    /\b(Bearer|Basic)([ \t]{1,20})([\w.~+/=-]{8,})/gi,
    (all, scheme, space, token: string) =>
      /[0-9=]/.test(token) || token.length > 20 ? `${scheme}${space}${mask(token)}` : all,
  );
}

/** Each run of characters that tokens and base64 use. */
function maskRuns(text: string, mask: Mask, depth: number): string {
  return text.replace(/[\w.+/=-]{16,}/g, (run) =>
    TOKEN.test(run) || hidesSecret(run, depth) ? mask(run) : run,
  );
}

/** GitHub, GitLab, AWS, Slack, Google, and JSON Web Tokens. */
const TOKEN =
  /gh[opsur]_\w{16}|github_pat_\w{16}|glpat-[\w-]{16}|(?:AKIA|ASIA)[0-9A-Z]{16}|xox[abeoprs]-[\w-]{8}|AIza[\w-]{30}|(?<![A-Za-z0-9])eyJ[\w-]{6,1024}\.[\w-]{4}/;

/** Base64 of a text with a secret, or of gzip data, in which cloud-init keeps whole configurations. */
function hidesSecret(run: string, depth: number): boolean {
  const value = run.slice(run.lastIndexOf("=", run.length - 4) + 1);
  if (value.startsWith("H4sI")) return true;
  if (depth >= DEEPEST || value.length > LONGEST_DECODED || !/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(value)) {
    return false;
  }
  const text = Buffer.from(value, "base64").toString("utf8");
  if (!isText(text)) return false;
  return redactText(text, undefined, depth + 1) !== text;
}

function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text is what has none of them.
  return !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text);
}
