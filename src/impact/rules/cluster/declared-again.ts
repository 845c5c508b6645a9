// An Application or a cluster is declared again that Git had before, or that a file declared while nothing delivered it.

import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleFacts, RuleMatch } from "../../../model/finding.ts";
import type { Return } from "../../../model/history.ts";
import { type Listed, listObjects, nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** `kept`: it left running what it managed, as far as Git tells. `clusters` are those among it, of which `refused` are refused. `sha` is "" where nothing was removed. */
export const declaredAgain = defineRule({
  id: "declared-again",
  severity: "caution",
  find: (input) => [...applications(input), ...clusters(input), ...undelivered(input)],
  text: ({ facts }) => {
    const { what, name, kept, sha, date, application, refused } = facts;
    const clusters = { count: facts.count, names: facts.clusters };
    if (sha === "")
      return {
        message: `Application \`${name}\` is delivered from now on; until now its file lay in Git and nothing applied it, so ${clusters.count > 0 ? nameList(clusters.names, clusters.count) : "what it delivers"} may be running already`,
        why: "Somebody may have applied it by hand. If so, its objects are taken over as they are and changed to what the head declares, where a lower version is refused; if not, they are created new and empty.",
        do: "Before merging, look whether the live Application is there, and compare what it delivers.",
      };
    const gone = `\`${name}\` comes back: it was removed in \`${sha}\` (${date})`;
    if (!kept)
      return {
        message: `${gone}, ${application ? "and everything it managed was deleted with it" : "and pruned"}; ${clusters.count > 0 ? nameList(clusters.names, clusters.count) : "what comes now"} is new and empty`,
        why: "The names are those of before, the data is not: volumes, workloads and credentials went with the former objects, unless something stopped that deletion.",
        do: "Restore what is needed from a backup, and give new credentials to whoever used the former ones.",
      };
    const managed =
      clusters.count > 0 ? nameList(clusters.names, clusters.count) : `what \`${name}\` managed`;
    return {
      message: `${gone}, but ${application ? `left ${managed} running` : "nothing deleted it"}; it is compared with its last declaration${refused ? ", and the API will probably refuse the difference" : ""}`,
      why: `Git does not show whether ${what === "Application" ? managed : `\`${name}\``} still runs. If so, it is taken over as it is and changed to what the head declares, where a lower version is refused; if somebody deleted it since, it is created new and empty.`,
      do: "Before merging, look at the live object and its version.",
    };
  },
});

type ReturnFacts = RuleFacts & {
  readonly what: string;
  readonly name: string;
  readonly kept: boolean;
  readonly sha: string;
  readonly date: string;
  readonly application: boolean;
  readonly count: number;
  readonly clusters: readonly string[];
  readonly refused: boolean;
};

function applications({ changes, base, head }: Comparison): RuleMatch<ReturnFacts>[] {
  return [...(base.delivery.history?.applications ?? [])].flatMap(([ref, comeback]) => {
    const manifest = head.delivery.applications.get(ref)?.manifest;
    if (!manifest) return [];
    const own = changes.filter((c) => c.layer === "cluster" && c.application === ref);
    const source = { side: "head", ...manifest.origin } as const;
    const facts = factsOf("Application", ref, comeback, own, listObjects(own));
    return [{ subject: `Application ${ref}`, facts, source, evidence: "history" as const }];
  });
}

function clusters({ changes, base }: Comparison): RuleMatch<ReturnFacts>[] {
  return [...(base.delivery.history?.objects ?? [])].flatMap(([key, comeback]) => {
    const own = changes.filter((c) => c.key === key && c.head !== undefined);
    const [first] = own;
    if (!first) return [];
    const { kind } = first.object;
    const facts = factsOf(kind, first.cluster ?? first.object.name, comeback, own, { count: 0, names: [] });
    return [{ subject: subjectOf(first.object), facts, source: first.source, evidence: "history" as const }];
  });
}

/** Applications that the base declares and nothing in Git applied there; history does not know of a removal. */
function undelivered({ changes, base }: Comparison): RuleMatch<ReturnFacts>[] {
  const { undelivered, history } = base.delivery;
  return changes.flatMap(({ object, operation, source }): RuleMatch<ReturnFacts>[] => {
    const ref = `${object.namespace}/${object.name}`;
    const came =
      object.kind === "Application" && operation === "add" && undelivered.has(`Application ${ref}`);
    if (!came || history?.applications.has(ref)) return [];
    const own = changes.filter((c) => c.layer === "cluster" && c.application === ref);
    const never: Return = { outcome: "kept", removed: { sha: "", date: "", seconds: 0 } };
    const facts = factsOf("Application", ref, never, own, listObjects(own));
    return [{ subject: `Application ${ref}`, facts, source, evidence: "unknown" }];
  });
}

function factsOf(
  what: string,
  name: string,
  { outcome, removed }: Return,
  changes: readonly Change[],
  { count, names }: Listed,
): ReturnFacts {
  return {
    what,
    name,
    kept: outcome === "kept",
    sha: removed.sha.slice(0, 7),
    date: removed.date,
    application: what === "Application",
    count,
    clusters: names,
    refused: changes.some(({ applies }) => applies === "refused"),
  };
}
