// Markdown → what GitHub makes of it: a tree without anything active, or the same as HTML.
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

export type Root = ReturnType<typeof fromHtml>;
export type MarkdownNode = Root["children"][number];
export type Element = Extract<MarkdownNode, { type: "element" }>;

/** GitHub's list of elements and attributes; links may leave, nothing else may be fetched from elsewhere. */
const SCHEMA = { ...defaultSchema, tagNames: defaultSchema.tagNames?.filter((name) => name !== "img") ?? [] };

/** CommonMark with GitHub's extensions; raw HTML is parsed, and kept as far as the list allows. */
export function parseMarkdown(markdown: string): Root {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return sanitize(fromHtml(html, { fragment: true }), SCHEMA) as Root;
}

export function markdownToHtml(markdown: string): string {
  const root = parseMarkdown(markdown);
  colourDiffs(root);
  return toHtml(root);
}

/** The text of a node and all below it. */
export function textOf(node: Root | MarkdownNode): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** Whether a code element holds this language. */
export function isLanguage(node: Element, language: string): boolean {
  const { className } = node.properties;
  return Array.isArray(className) && className.includes(`language-${language}`);
}

const DIFF_CLASS: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "hunk" };

/** Lines of diff blocks become spans that name what they are. */
function colourDiffs(node: Root | Element): void {
  for (const child of node.children) {
    if (child.type !== "element") continue;
    if (child.tagName === "code" && isLanguage(child, "diff")) {
      child.children = textOf(child)
        .split(/(?<=\n)/)
        .map(diffLine);
    } else colourDiffs(child);
  }
}

function diffLine(value: string): Element {
  const kind = DIFF_CLASS[value[0] ?? ""];
  const properties = kind ? { className: [kind] } : {};
  return { type: "element", tagName: "span", properties, children: [{ type: "text", value }] };
}
