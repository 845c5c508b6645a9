// What the page makes of Markdown: GitHub's elements, and nothing that acts or fetches.
import { describe, expect, test } from "@jest/globals";
import { markdownToHtml } from "../../demo/markdown.ts";

describe("kept", () => {
  test.each([
    ["tables", "| a | b |\n|---|---|\n| 1 | 2 |", /<table>.*<td>1<\/td>/s],
    [
      "folds with Markdown inside",
      "<details open><summary><b>x</b></summary>\n\n**y**\n\n</details>",
      /<details open(?:="")?><summary><b>x<\/b><\/summary>\s*<p><strong>y<\/strong>/,
    ],
    ["lines in cells", "| a |\n|---|\n| 1<br>2 |", /<td>1<br>2<\/td>/],
    [
      "the language of a fence",
      "```mermaid\nflowchart LR\n```",
      /<code class="language-mermaid">flowchart LR/,
    ],
    ["small print", "<sub>x</sub>", /<sub>x<\/sub>/],
    [
      "lines of a diff by their kind",
      "```diff\n@@ 1 @@\n-a\n+b\n c\n```",
      /<span class="hunk">@@ 1 @@\n<\/span><span class="removed">-a\n<\/span><span class="added">\+b\n<\/span><span> c\n<\/span>/,
    ],
  ])("%s", (_, markdown, expected) => {
    expect(markdownToHtml(markdown)).toMatch(expected);
  });
});

describe("taken out", () => {
  test.each([
    ["scripts", "<script>alert(1)</script>"],
    ["handlers", '<b onclick="alert(1)">x</b>'],
    ["scripts in links", "[x](javascript:alert%281%29)"],
    ["pictures from elsewhere", "![x](https://example.com/pixel.png)"],
    ["pictures as HTML", '<img src="https://example.com/pixel.png">'],
    ["styles", '<style>body{display:none}</style><p style="position:fixed">x</p>'],
    ["frames", '<iframe src="https://example.com"></iframe>'],
    ["forms", '<form action="/pull/1/comments" method="post"><button>x</button></form>'],
    ["parts the page would replace", '<div data-part="check" data-version="1">x</div>'],
  ])("%s", (_, markdown) => {
    expect(markdownToHtml(markdown)).not.toMatch(
      /<(?:script|img|style|iframe|form|button)|javascript:|onclick|style=|data-part/i,
    );
  });

  test("names that belong to the page", () => {
    expect(markdownToHtml('<p id="status">x</p>')).toContain('id="user-content-status"');
  });
});
