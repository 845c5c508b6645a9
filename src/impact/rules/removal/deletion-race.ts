// The result depends on which is faster: two deletions, or a deletion and an adoption, happen at the same time.

import { count } from "../../../lib/english.ts";
import type { Comparison } from "../../../model/finding.ts";
import { nameList, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import type { RaceFacts } from "./race-facts.ts";
import { adoptionRaces, moveRaces } from "./race-owners.ts";
import { clusterRaces, registrationRaces } from "./race-targets.ts";

/**
 * A cluster and the Applications on it; a registration and the Applications that need it to clean up; an object or an
 * Application that one owner prunes while another takes it over.
 */
export const deletionRace = defineRule({
  id: "deletion-race",
  severity: "stop",
  find: (input: Comparison) => [
    ...clusterRaces(input),
    ...registrationRaces(input),
    ...moveRaces(input),
    ...adoptionRaces(input),
  ],
  text: ({ facts }) => TEXT[facts.race](facts),
});

type Sentences = { message: string; why: string; do: string };

const TEXT: Record<RaceFacts["race"], (facts: RaceFacts) => Sentences> = {
  cluster: (facts) => ({
    message: `Cluster \`${facts.from}\` is deleted together with ${applications(facts)} on it`,
    why: "The finalizers of those Applications need the cluster's API to delete anything. If the cluster goes first they hang or are dropped, and what they managed outside of it, volumes and load balancers, may stay behind.",
    do: "Remove the Applications in a pull request of their own, wait until they are gone, and remove the cluster after that.",
  }),
  registration: (facts) => ({
    message: `\`${facts.from}\` loses its registration together with ${applications(facts)} that deliver to it`,
    why: "Argo CD that no longer finds a cluster of that name drops the finalizers and deletes nothing there: whether the objects go depends on which deletion is handled first.",
    do: "Remove the Applications first, wait until they are gone, and remove the registration after that.",
  }),
  move: (facts) => ({
    message: `Application \`${facts.names[0] ?? ""}\` moves from \`${facts.from}\` to \`${facts.to}\`, and the former parent may delete it before the new one takes it over${facts.cascade ? `; its finalizer then deletes ${facts.count > 0 ? count(facts.count, "object") : "what it manages"}` : ""}`,
    why: facts.cascade
      ? "The former parent prunes what it no longer declares. Deleted with its finalizer the Application takes its objects along; the new parent creates everything again, empty."
      : "The former parent prunes what it no longer declares. Without a finalizer only the Application is deleted and created again; what it manages keeps running meanwhile.",
    do: SAFE_MOVE,
  }),
  owner: (facts) => ({
    message: `${objectList(facts)} ${facts.count === 1 ? "moves" : "move"} from Application \`${facts.from}\` to \`${facts.to}\`, and ${facts.cascade ? "the finalizer of the former one" : "the former one"} may delete ${facts.count === 1 ? "it" : "them"} before or after`,
    why: "Argo CD does not hand objects over: each Application syncs when it gets to it. If the former owner prunes first, the objects are deleted and created anew, clusters and volumes empty.",
    do: SAFE_MOVE,
  }),
  shared: (facts) => ({
    message: `Application \`${facts.from}\` drops ${objectList(facts)} that \`${facts.to}\` goes on delivering, and deletes what it was the last to sync`,
    why: `Argo CD ${facts.cascade ? "deletes" : "prunes"} what carries the tracking id of the Application. The last sync wrote it, and Git does not show which Application that was. \`${facts.to}\` creates anew what is deleted, clusters and volumes empty.`,
    do: "Merge `argocd.argoproj.io/sync-options: Prune=false,Delete=false` on the objects in a pull request of its own first.",
  }),
};

const SAFE_MOVE =
  "Merge `argocd.argoproj.io/sync-options: Prune=false,Delete=false` on what moves, or switch pruning off, in a pull request of its own first; move after that.";

function applications(facts: RaceFacts): string {
  return `${count(facts.count, "Application")} with a finalizer (${nameList(facts.names, facts.count)})`;
}
