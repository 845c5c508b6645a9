// What a comment is cut to says the same about its commands, and costs as little however long the comment is.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { cutLines, MOST_PARSED } from "../../../src/commands/grammar/cut.ts";
import { readCommands } from "../../../src/commands/parse-comment.ts";
import { count, runs } from "../../properties/counts.ts";
import { computed } from "../../support/time.ts";

const isCandidate = (line: string) => /^[ \t]*\//.test(line);

/** Numbers of candidates that CommonMark finds in paragraphs of the top level. */
function found(lines: readonly { readonly number: number; readonly text: string }[]): number[] {
  return fromMarkdown(lines.map(({ text }) => text).join("\n")).children.flatMap((node) => {
    if (node.type !== "paragraph") return [];
    const [from, to] = [node.position?.start.line ?? 1, node.position?.end.line ?? 0];
    return lines.slice(from - 1, to).flatMap(({ number, text }) => (isCandidate(text) ? [number] : []));
  });
}

const LINE = fc.constantFrom(
  ...["", "", " ", "/help", "  /help", "    /help", "text", "Text with `code", "@user", "(aside)", "> quote"],
  ...[
    "- item",
    "1. item",
    "  more of it",
    "```",
    "```sh",
    "~~~",
    "````",
    "  ```",
    "- ```",
    "> ```",
    "# head",
  ],
  ...[
    "===",
    "---",
    "***",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "a --> b",
    "<pre>",
    "</pre>",
    "| a |",
    "\t/help",
  ],
);

test("a cut changes no command", () => {
  fc.assert(
    fc.property(fc.array(LINE, { maxLength: 14 }), (typed) => {
      const whole = typed.map((text, i) => ({ number: i + 1, text }));
      expect(found(cutLines(whole, isCandidate))).toEqual(found(whole));
    }),
    runs(2_000, 50_000),
  );
});

const PROSE = "A paragraph of what somebody has to say about it.\n\n".repeat(120);
const FENCED = `\`\`\`\n${"line of a log\n".repeat(600)}\`\`\`\n`;

describe("a long comment", () => {
  test.each([
    ["prose", `${PROSE}/help\n`, 241],
    ["a log", `${FENCED}\n/help`, 604],
    ["both, with more behind", `${PROSE}${FENCED}\n/help\n\n${"[".repeat(50_000)}`, 844],
  ])("of %s keeps its command", (_, comment, line) => {
    expect(comment.length).toBeGreaterThan(MOST_PARSED);
    expect(readCommands(comment)).toMatchObject([{ number: line, command: { verb: "help" } }]);
  });

  test("whose command stands in a fence has none", () => {
    expect(readCommands(`${PROSE}\`\`\`\n/help\n\`\`\`\n`)).toEqual([]);
  });

  test("of which no cut is short enough is told so", () => {
    const comment = `${"- item\n".repeat(2_000)}\n/help`;
    expect(readCommands(comment)).toMatchObject([
      { text: "/help", problem: expect.stringMatching(/^The comment is too long/) },
    ]);
  });
});

/** What a parser of Markdown takes long for, at GitHub's limit for comments. */
const POISON = [
  "*a_",
  "_a*b",
  "a**b",
  "[a](",
  "![",
  "> a\n",
  "- a\n",
  "- > a\n",
  "a\n=\n",
  "[a]: b\n",
  "<a>",
  "<!--",
  "`a``",
  "/help ",
  "/help\n",
  "/help\t",
  "\n",
  "\t",
  " \n",
  "```\n",
  "a\n",
] as const;

const NESTED = Array.from({ length: 39 }, (_, i) => `${"  ".repeat(i)}- a\n`).join("");

describe("65,536 characters cost little", () => {
  const full = (part: string, before: string, after: string) =>
    `${before}${part.repeat(Math.floor((65_536 - before.length - after.length) / part.length))}${after}`;
  test.each(POISON)("%j", (part) => {
    const comments = [
      full(part, "/help\n", ""),
      full(part, "", "\n/help"),
      full(part, NESTED, "\n\n/help x"),
    ];
    for (const comment of comments) {
      readCommands("/help");
      const start = computed();
      readCommands(comment);
      expect(computed() - start).toBeLessThan(count(2_000, 500));
    }
  });
});
