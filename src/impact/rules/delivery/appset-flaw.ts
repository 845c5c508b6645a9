// An ApplicationSet generates Applications that cannot be applied as they are meant.

import { code } from "../../../lib/code-span.ts";
import { count } from "../../../lib/english.ts";
import type { SetFlaw } from "../../../model/applicationset.ts";
import type { DeliveredSet } from "../../../model/delivery.ts";
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each set and kind of flaw, about Applications that did not have it before. */
export const appsetFlaw = defineRule({
  id: "appset-flaw",
  severity: "caution",
  find: ({ base, head }) =>
    [...head.delivery.sets.values()].flatMap((set) => {
      const known = new Set((base.delivery.sets.get(set.ref)?.flaws ?? []).map(identity));
      const fresh = set.flaws.filter((flaw) => !known.has(identity(flaw)));
      return KINDS.flatMap((kind) => {
        const flaws = fresh.filter((flaw) => flaw.kind === kind);
        return flaws.length === 0 ? [] : [foundIn(set, kind, flaws)];
      });
    }),
  text: ({ facts }) => {
    const expressions = facts.expressions.map(facts.kind === "stays" ? String : code).join(", ");
    const what = facts.count === 1 ? "an Application" : count(facts.count, "Application");
    const { message, ...rest } = TEXT[facts.kind];
    return {
      message: `\`${facts.set}\` ${message(`${what} (${nameList(facts.names, facts.count)})`, expressions)}`,
      ...rest,
    };
  },
});

const KINDS: readonly SetFlaw["kind"][] = ["stays", "invalid-name", "duplicate", "taken", "no-value"];

const TEXT: Readonly<
  Record<
    SetFlaw["kind"],
    { message: (what: string, expressions: string) => string; readonly why: string; readonly do: string }
  >
> = {
  stays: {
    message: (what, causes) => `cannot generate ${what} any more: ${causes}`,
    why: "A file that a generator cannot read stops the whole set: the controller creates, changes and deletes no Application, and says so in the set's conditions. Those that exist go on as they are.",
    do: "Mend the file; until then nothing that changes in the set or in the files of its generators arrives.",
  },
  "invalid-name": {
    message: (what, expressions) =>
      `generates ${what} with a name that the API refuses${expressions === "" ? "" : `: ${expressions} has no value`}`,
    why: "It is not created, and with that error the set stops before it deletes anything: Applications that have no element any more stay until this is mended, and go then.",
    do: "Give the element what the template asks for; `goTemplateOptions: [missingkey=error]` stops the set instead.",
  },
  duplicate: {
    message: (what) => `generates ${what} more than once under the same name; only the first is applied`,
    why: "The others are left out, with an error in the conditions of the set. What is first depends on the order of generators and elements: another edit may swap one for the other.",
    do: "Make the names differ in `template.metadata.name`.",
  },
  taken: {
    message: (what) => `generates ${what} that something else in Git makes as well`,
    why: "An Application has one owner. A set is refused what another set owns, with an error in its conditions; when the owner ceases to make it, the Application is deleted first. What an Application delivers is overwritten by both, again and again.",
    do: "Make the names differ in `template.metadata.name`.",
  },
  "no-value": {
    message: (what, expressions) => `puts \`<no value>\` into ${what}: ${expressions} has no value`,
    why: "The text stands in the Application as it is: a path, a revision or a destination of that name does not exist, and what it is put into elsewhere, such as a Helm value, is delivered.",
    do: "Give the element the value, or a `default`; `goTemplateOptions: [missingkey=error]` stops the set instead.",
  },
};

function foundIn(
  { ref, object: { manifest }, state }: DeliveredSet,
  kind: SetFlaw["kind"],
  flaws: readonly SetFlaw[],
) {
  const names = [...new Set(flaws.map(({ name }) => name))].sort();
  return {
    subject: `ApplicationSet ${ref}`,
    facts: {
      set: ref,
      kind,
      count: names.length,
      names,
      expressions: [...new Set(flaws.flatMap(({ expressions }) => expressions))].sort(),
    },
    source: {
      side: "head" as const,
      ...(kind === "stays" && state.state === "broken"
        ? { path: state.cause.path, line: state.cause.line }
        : { path: manifest.origin.path, line: manifest.lineOf(["spec", "template"]) }),
    },
    evidence: "git" as const,
    ...(kind === "stays" ? { severity: "stop" as const } : {}),
  };
}

function identity({ kind, name, expressions }: SetFlaw): string {
  return [kind, name, ...expressions].join("\0");
}
