// Which clusters a command means: the items of a selector, as typed and as read.

/** One item of a selector. A name may hold `*`; `not` takes away what the others chose. */
export type SelectorItem = { readonly not: boolean } & (
  | { readonly by: "name"; readonly name: string }
  | { readonly by: "label"; readonly key: string; readonly value: string }
  | { readonly by: "namespace"; readonly namespace: string }
  | { readonly by: "all" }
);

export type Selector = {
  /** How it was typed. */
  readonly text: string;
  readonly items: readonly SelectorItem[];
};
