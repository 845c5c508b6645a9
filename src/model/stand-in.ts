// Clusters that Argo CD knows and Git does not list: what stands in for all of them, and for what is not known of each.

import { isMadeOf } from "../lib/open-text.ts";

/** Every cluster that a selector of a `clusters` generator matches, as far as Git does not list them. */
export type StandIn = {
  /** Its name in all that is delivered: a symbol. */
  readonly name: string;
  /** The symbol of its address. */
  readonly server: string;
  /** What the selector says, "type=vks and env in lab, test"; "" for every registered cluster. */
  readonly selector: string;
  /** Whether Git lists other clusters that the selector matches. */
  readonly others: boolean;
};

/** By symbol, what a person reads in its place: `<cluster>`, `<label env>`. */
export type Symbols = ReadonlyMap<string, string>;

/**
 * A symbol is text that a name of Kubernetes and a release of Helm may hold, so that it goes through templates, Kustomize and
 * charts as the value would that it stands for. It equals nothing.
 */
const SYMBOL = /standin[0-9a-f]{8}/;

/** The symbol of what is not known, by a text that says what that is. The same text gives the same symbol on both sides. */
export function symbolOf(unknown: string): string {
  // FNV-1a, with 32 bits.
  let hash = 0x811c9dc5;
  for (let at = 0; at < unknown.length; at++) hash = Math.imul(hash ^ unknown.charCodeAt(at), 0x01000193);
  return `standin${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** Whether a text depends on what Git does not know of a cluster. */
export function holdsSymbol(text: string): boolean {
  return SYMBOL.test(text);
}

export function beginsWithSymbol(text: string): boolean {
  return text.search(SYMBOL) === 0;
}

/** Whether a path may be what a path with symbols stands for, each of them the name of a file or directory or a part of it. */
export function mayBecome(path: string): (candidate: string) => boolean {
  const steps = path.split("/").map((step) => step.split(SYMBOL));
  return (candidate) => {
    const others = candidate.split("/");
    return (
      others.length === steps.length && steps.every((parts, i) => isMadeOf(parts, others[i] as string, 1))
    );
  };
}

/** The text as a person reads it. */
export function spelledOut(text: string, symbols: Symbols): string {
  if (symbols.size === 0 || !SYMBOL.test(text)) return text;
  return text.replace(new RegExp(SYMBOL, "g"), (symbol) => symbols.get(symbol) ?? symbol);
}

/** The same with what the selector says as code. */
export function labelText(label: string): string {
  return label.replace(/(?<= labelled ).+$/, "`$&`");
}

/** "every cluster labelled type=vks". */
export function labelOf({ selector, others }: Pick<StandIn, "selector" | "others">): string {
  const every = others ? "every other" : "every";
  return selector === "" ? `${every} registered cluster` : `${every} cluster labelled ${selector}`;
}
