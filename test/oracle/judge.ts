// A case → the failures of the product's plan, by kind of failure.
import { compare, type Failure } from "./compare.ts";
import { deliver } from "./deliver/argocd.ts";
import type { Tree } from "./deliver/tree.ts";
import { knownKind } from "./known.ts";
import { minimise } from "./minimise.ts";
import { planOf, SOUND, type World } from "./product.ts";
import { reportOf, type Shown } from "./report.ts";
import { compareUncovered, hasNoApplications } from "./uncovered.ts";

type Pair = { readonly base: Tree; readonly head: Tree };

/** `known` are those of a kind that is known to go wrong (known.ts): the reasons. */
export type Judged = Shown & { readonly known: readonly string[] };

export async function judge({ base, head }: Pair, world: World = SOUND): Promise<Judged> {
  const delivered = deliver(base, head);
  const plan = await planOf(base, head, world);
  const found = hasNoApplications([base, head])
    ? compareUncovered(base, head, plan)
    : compare(delivered, plan, [base, head]);
  const all = found.map((failure) => ({
    failure,
    reason: knownKind(failure, delivered),
  }));
  const failures = all.filter(({ reason }) => reason === undefined).map(({ failure }) => failure);
  return { base, head, delivered, plan, failures, known: all.flatMap(({ reason }) => reason ?? []) };
}

/** The smallest case with a failure of the same kind, as text. */
export async function explain(pair: Pair, { kind }: Failure, world: () => World): Promise<string> {
  const same = async (smaller: Pair) =>
    (await judge(smaller, world())).failures.some((failure) => failure.kind === kind);
  return reportOf(await judge(await minimise(pair, same), world()));
}
