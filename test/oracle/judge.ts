// A case → the failures of the product's plan, by kind of failure.
import { compare, type Failure } from "./compare.ts";
import { deliver } from "./deliver/argocd.ts";
import type { Tree } from "./deliver/tree.ts";
import { knownKinds } from "./known.ts";
import { minimise } from "./minimise.ts";
import { planOf, SOUND, type World } from "./product.ts";
import { reportOf, type Shown } from "./report.ts";

type Pair = { readonly base: Tree; readonly head: Tree };

async function judge({ base, head }: Pair, world: World = SOUND): Promise<Shown> {
  const delivered = deliver(base, head);
  const plan = await planOf(base, head, world);
  return { base, head, delivered, plan, failures: compare(delivered, plan) };
}

/** Undefined where what happens is a kind that is known to go wrong (known.ts). */
export async function judgeUnlessKnown(pair: Pair, world: World = SOUND): Promise<Shown | undefined> {
  return knownKinds(deliver(pair.base, pair.head)).length > 0 ? undefined : judge(pair, world);
}

/** The smallest case with a failure of the same kind, as text. */
export async function explain(pair: Pair, { kind }: Failure, world: World = SOUND): Promise<string> {
  const same = async (smaller: Pair) =>
    (await judgeUnlessKnown(smaller, world))?.failures.some((failure) => failure.kind === kind) ?? false;
  return reportOf(await judge(await minimise(pair, same), world));
}
