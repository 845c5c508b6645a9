// Where a plan's words can be looked up → Markdown links. What an address is made of is encoded here, and nowhere else.
import type { SourceRef } from "../model/plan.ts";
import { place } from "./comment/cells.ts";
import { code, text } from "./escape.ts";

/** What links are made of. Nothing is asked of GitHub for them. */
export type Links = {
  /** The documentation's folder, without a slash at the end; "" for no links to it. */
  readonly documentation: string;
  /** The pull request's repository as GitHub shows it, without a slash at the end; without it paths are plain text. */
  readonly repository?: string | undefined;
  /** The commits that `SourceRef.side` means. */
  readonly commits: { readonly base: string; readonly head: string };
  /**
   * Which commit has a path of the head as it is merged: the head's own, or the base's where the pull request leaves it alone;
   * undefined where neither has, so that no line can be named. Without it the head has them all.
   */
  readonly holder?: ((path: string) => "base" | "head" | undefined) | undefined;
};

/** "[cl01.yaml line 22](…)", and "`clusters/cl01.yaml:22`" without a repository; "" for no source. */
export function sourceLink(source: SourceRef | null, links: Links): string {
  if (source === null) return "";
  const at = address(source, links);
  if (at === undefined) return code(place(source), 200);
  const file = source.path.split("/").at(-1) ?? source.path;
  const side = source.side === "base" ? " (base)" : "";
  return `[${text(file, 60)}${at.line ? ` line ${source.line}` : ""}${side}](${at.url})`;
}

/** `words`, encoded already, as a link to where an object is declared. */
export function linked(words: string, source: SourceRef | null, links: Links): string {
  const at = source === null ? undefined : address(source, links);
  return at === undefined ? words : `[${words}](${at.url})`;
}

/** A rule's id as a link to its page. Ids are our own words. */
export function ruleLink(rule: string, links: Links): string {
  const words = text(rule, 60);
  return links.documentation === "" ? words : `[${words}](${links.documentation}/rules/${encoded(rule)}.md)`;
}

/** An address on the documentation's folder. */
export function pageLink(words: string, page: string, links: Links): string {
  return links.documentation === "" ? "" : `[${words}](${links.documentation}/${page})`;
}

function address(
  { side, path, line }: SourceRef,
  { repository, commits, holder }: Links,
): { url: string; line: boolean } | undefined {
  if (repository === undefined) return undefined;
  const held = side === "base" || holder === undefined ? side : holder(path);
  const commit = encoded(commits[held ?? "head"]);
  const url = `${repository}/blob/${commit}/${path.split("/").map(encoded).join("/")}`;
  return held === undefined ? { url, line: false } : { url: `${url}#L${Math.max(1, line)}`, line: true };
}

const LONE_SURROGATE = /\p{Cs}/gu;

/** Nothing is left that Markdown or a table could read. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(LONE_SURROGATE, "\ufffd")).replace(
    /[!'()*_~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
