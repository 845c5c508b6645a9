// The order in which parts of a cluster are replaced → sentences.
import { code } from "../../../lib/code-span.ts";

/** Numbers of nodes as texts, "" for none; pools by name. `together`: pools that upgrade at once. `resumed`: the cluster was held until now. */
export type RolloutFacts = {
  readonly controlPlane: string;
  readonly workers: string;
  readonly version: boolean;
  readonly several: boolean;
  readonly resumed?: true;
  readonly peak: number;
  readonly together: number;
  readonly waiting: readonly string[];
  readonly byHand: readonly string[];
  readonly sooner: readonly string[];
};

/** In what order nodes are replaced, with how many machines above normal, and which pools differ from that. */
export function whyOf(facts: RolloutFacts): string {
  const sentences = [
    orderOf(facts),
    "Every node is drained before it goes.",
    ...(facts.waiting.length > 0
      ? [
          `${clusterList(facts.waiting)} keep${facts.waiting.length === 1 ? "s" : ""} the old version until the annotation goes.`,
        ]
      : []),
    ...(facts.byHand.length > 0
      ? [
          `In ${clusterList(facts.byHand)} a node is replaced only when somebody deletes its machine (\`OnDelete\`).`,
        ]
      : []),
    ...(facts.sooner.length > 0
      ? [`In ${clusterList(facts.sooner)} a node leaves before its successor joins (\`maxSurge: 0\`).`]
      : []),
    ...(facts.several ? ["Changes merged together roll a node once."] : []),
  ];
  return sentences.join(" ");
}

function orderOf({ version, peak, together, controlPlane, workers, resumed }: RolloutFacts): string {
  const extra = peak === 0 ? "no machine" : peak === 1 ? "one machine" : `up to ${peak} machines`;
  const above = `with ${extra} above the normal number`;
  if (resumed)
    return `Nothing declared was carried out while the cluster was held back; what was merged meanwhile takes effect now, and Git does not tell whether that rolls nodes. If it does, control plane and pools may roll at the same time, ${above} in all.`;
  if (version) {
    const turns = together > 1 ? `then up to ${together} pools at a time` : "then one pool after the other";
    return `The control plane rolls first, ${turns}, ${above} at a time.`;
  }
  if (controlPlane === "" || workers === "")
    return `The nodes get machines from a new template, ${above} at a time.`;
  return `Each part gets machines from a new template: control plane and pools may roll at the same time, ${above} in all.`;
}

function clusterList(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(code);
  return names.length > 3 ? `${shown.join(", ")} and ${names.length - 3} more` : shown.join(" and ");
}
