// The text of a selector → its items, or why it cannot be read.
import { quoted } from "../../lib/code-span.ts";
import type { Problem } from "../../model/command.ts";
import type { Selector, SelectorItem } from "../../model/selector.ts";

/** `cl01,cl-*,label:env=prod,ns:lab,!cl03`, or `all`. */
export function readSelector(text: string): Selector | Problem {
  const parts = text.split(",");
  if (parts.length > MOST_ITEMS) return { problem: `a selector takes at most ${MOST_ITEMS} items` };
  const items: SelectorItem[] = [];
  for (const part of parts) {
    const item = readItem(part);
    if ("problem" in item) return item;
    items.push(item);
  }
  if (items.every(({ not }) => not))
    return {
      problem: `${quoted(text)} only takes away: begin with what to take, \`all,${text}\` for instance`,
    };
  return { text, items };
}

function readItem(part: string): SelectorItem | Problem {
  const not = part.startsWith("!");
  const rest = not ? part.slice(1) : part;
  if (rest === "")
    return { problem: `${not ? "a name is missing behind `!`" : "a name is missing beside a comma"}` };
  if (rest.toLowerCase() === "all") return { not, by: "all" };
  if (rest.startsWith("label:")) {
    const label = /^label:([^=]+)=(.*)$/.exec(rest);
    if (label === null) return { problem: `${quoted(rest)} is no label: type \`label:key=value\`` };
    return { not, by: "label", key: label[1] as string, value: label[2] as string };
  }
  if (rest.startsWith("ns:")) {
    if (rest === "ns:") return { problem: "a namespace is missing behind `ns:`" };
    return { not, by: "namespace", namespace: rest.slice(3) };
  }
  const wrong = /[^A-Za-z0-9./*-]/.exec(rest)?.[0];
  if (wrong !== undefined)
    return { problem: `${quoted(rest)} is no name of a cluster: it holds \`${wrong}\`` };
  return { not, by: "name", name: rest };
}

/** Items a selector may have. */
export const MOST_ITEMS = 100;
