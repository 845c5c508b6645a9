// Writes test/manifests/yaml/golden-yaml.json: small adversarial YAML documents with what Go makes of them.
// Needs Go: node tools/yaml-oracle.mjs [documents] [seed] [output]
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("yaml-oracle", import.meta.url));
const [size = "1500", seed = "20261122", output = "test/manifests/yaml/golden-yaml.json"] =
  process.argv.slice(2);

let state = Number(seed) >>> 0;

/** mulberry32: the same documents on every machine. */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const chance = (share) => random() < share;

const WORDS = (
  "a b name x-y v1.30 NO no on Off y N yes true False null ~ Null 0 -0 1 12 -7 +3 010 08 0o10 0x1F 0b101 0b-1 1_000 " +
  "1__0 _1 1:30 190:20:30 1.30 1. .5 -.5 1e3 1E-2 1e999 0.1 .inf -.Inf .nan 12345678901234567890 9007199254740993 " +
  "18446744073709551616 2001-01-01 2001-12-14t21:59:43Z << = - -- --- ? : a:b a#b http://x:80/y *a *b @a %a `a |a >a " +
  "!a &a 1.2.3 10.0.0.0/8 a=b a,b a?b {{.x}} $X \\ / 'q' \"q\" don't __proto__ constructor é ☃ <=> a&b ... a\"b"
).split(" ");
const SOUND = WORDS.filter(
  (word) => /^[\w.+/~<=☃é-]/.test(word) && word !== "-" && word !== "---" && word !== "...",
);
const QUOTED = [
  "''",
  '""',
  "'a'",
  '"a"',
  "'it''s'",
  '"a\\n"',
  '"\\x41"',
  '"\\u00e9"',
  '"\\ud83d\\ude00"',
  '"a\\/b"',
  "'a: b'",
  '"a # b"',
  "'1'",
  '"true"',
  "'a\n  b'",
  '"a\n  b"',
  '"a\\\n  b"',
  '"\\q"',
  '"a',
  "'a",
];
const TAGS = [
  "!!str ",
  "!!int ",
  "!!float ",
  "!!bool ",
  "!!null ",
  "!!binary ",
  "!!timestamp ",
  "!!map ",
  "!!seq ",
  "!!set ",
  "! ",
  "!x ",
  "!e!x ",
  "!<tag:yaml.org,2002:str> ",
];

const word = () => pick(chance(0.06) ? WORDS : SOUND);

function scalar() {
  const text = chance(0.25) ? pick(QUOTED) : chance(0.1) ? `${word()} ${word()}` : word();
  const anchor = chance(0.05) ? pick(["&a ", "&b ", "&a ", "&b ", "&a.b "]) : "";
  return `${chance(0.05) ? pick(TAGS) : ""}${anchor}${text}`;
}

function flow(depth) {
  if (depth <= 0 || chance(0.5)) return scalar();
  const space = pick(["", " ", " ", "\n ", "\t"]);
  const items = Array.from({ length: below(4) }, () => {
    if (chance(0.5)) return flow(depth - 1);
    return `${scalar()}${pick([": ", ": ", ": ", ":", " : ", ":\n  "])}${flow(depth - 1)}`;
  });
  const body =
    items.join(pick([", ", ", ", ", ", ", ", ", ", ",", " ,", " ,", ",\n  ", ",,"])) +
    (chance(0.1) ? "," : "");
  return chance(0.5) ? `[${space}${body}${space}]` : `{${space}${body}${space}}`;
}

function blockText(indent) {
  const lines = Array.from(
    { length: below(4) },
    () => pick(["", " ", "  "]).padStart(chance(0.9) ? 0 : 2) + pick([...WORDS, "", "# c", "k: v"]),
  );
  return `${pick(["|", ">", "|-", ">+", "|2", ">1", "|-2", "| # c", "|", ">", "|x"])}\n${lines.map((line) => " ".repeat(indent) + line).join("\n")}`;
}

function node(indent, depth) {
  const kind = random();
  if (depth <= 0 || kind < 0.35) return ` ${scalar()}${chance(0.1) ? pick([" # c", "# c", "\t# c"]) : ""}`;
  if (kind < 0.5) return ` ${flow(2)}`;
  if (kind < 0.57) return ` ${blockText(indent + 1)}`;
  if (kind < 0.62) return ` ${scalar()}\n${" ".repeat(indent + below(3))}${scalar()}`;
  const pad = " ".repeat(kind < 0.75 ? indent + below(2) : indent + 1 + below(2));
  return `${chance(0.1) ? pick([" &a", " &b", " !!map", " # c", " !x"]) : ""}\n${block(pad.length, depth - 1)}`;
}

function block(indent, depth) {
  const pad = " ".repeat(indent);
  const count = 1 + below(3);
  const list = chance(0.35);
  return Array.from({ length: count }, () => {
    const start = chance(0.03) ? pick(["\t", " ", "\n", "# c\n", "\n", "# c\n"]) : "";
    if (chance(list ? 0.95 : 0.03))
      return `${start}${pad}-${chance(0.15) ? ` ${block(indent + 2, depth - 1).trimStart()}` : node(indent + 1, depth)}`;
    if (chance(0.04)) return `${start}${pad}? ${flow(1)}\n${pad}:${node(indent, depth)}`;
    if (chance(0.06))
      return `${start}${pad}<<: ${pick(["*a", "*b", "{a: 1}", "[*a, *b]", "[{a: 1}, {a: 2, b: 3}]", "1"])}`;
    const key = chance(0.06) ? flow(1) : chance(0.6) ? pick(["a", "b", "c", "name"]) : scalar();
    return `${start}${pad}${key}${pick([":", ":", ":", ":", ":", ":", " :", ":\t"])}${node(indent, depth)}`;
  }).join("\n");
}

function document() {
  const start = chance(0.03)
    ? pick(["%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%TAG !e! tag:x,1:\n---\n", "---\n", "--- # c\n", "\n\n"])
    : "";
  const anchored = chance(0.2) ? "x: &a {a: 1, z: 2}\ny0: &b\n  b: [1]\n" : "";
  const body = chance(0.9) ? block(0, 3) : flow(3);
  return `${start}${anchored}${body}${chance(0.5) ? "\n" : ""}${chance(0.02) ? "...\n" : ""}`;
}

// Kubernetes' reader of lines ends every document with a line feed.
const inputs = [
  ...new Set(Array.from({ length: Number(size) }, () => `${document()}\n`.replace(/\n+$/, "\n"))),
];
const answers = JSON.parse(
  execFileSync("go", ["run", "."], { cwd: folder, input: JSON.stringify(inputs), maxBuffer: 1 << 28 }),
);
const rows = inputs.map((input, at) => ({ input, go: answers[at] }));
writeFileSync(output, `${JSON.stringify(rows, null, 2)}\n`);
console.log(`${rows.length} documents, ${answers.filter((answer) => answer === null).length} refused by Go`);
