// The catalogue's verbs against the table of who may run them, and where.
import { expect, test } from "@jest/globals";
import { VERBS } from "../../src/commands/catalogue.ts";
import { actOf } from "../../src/commands/grammar/define-verb.ts";
import { readCommands } from "../../src/commands/parse-comment.ts";
import { isOffered, VERB_ACCESS, VERB_NAMES, type VerbAccess, type VerbAct } from "../../src/model/verbs.ts";

test("the catalogue has every verb of the table, once", () => {
  expect(VERBS.map(({ name }) => name).sort()).toEqual([...VERB_NAMES].sort());
});

test.each(VERBS.map((verb) => [verb.name, verb] as const))("/%s is typed as it is named", (name, verb) => {
  expect(verb.usage).toMatch(new RegExp(`^/${name}(?: |$)`));
  const read = verb.examples.flatMap((example) => readCommands(example));
  expect(read.map((one) => ("command" in one ? one.command.verb : one.problem))).toEqual(
    verb.examples.map(() => name),
  );
});

/** What a verb does → the roles and places that its row may name. */
const FITTING: Readonly<Record<VerbAct, { readonly [K in "role" | "worksOn"]: readonly VerbAccess[K][] }>> = {
  answer: { role: ["reader"], worksOn: ["issue", "any"] },
  edit: { role: ["writer", "owner"], worksOn: ["issue", "open", "any"] },
  decide: { role: ["writer", "override-team"], worksOn: ["open"] },
};

test.each(VERBS.map((verb) => [verb.name, verb] as const))("/%s: its row fits what it does", (name, verb) => {
  const { role, worksOn } = VERB_ACCESS[name];
  const fitting = FITTING[actOf(verb)];
  expect(fitting.role).toContain(role);
  expect(fitting.worksOn).toContain(worksOn);
  expect([verb.propose, verb.answer, verb.decide].filter(Boolean)).toHaveLength(name === "help" ? 0 : 1);
});

test("help is on offer whatever the configuration says, and no other verb is", () => {
  expect(VERB_NAMES.filter((name) => isOffered(name, []))).toEqual(["help"]);
  expect(VERB_NAMES.filter((name) => isOffered(name, ["scale"]))).toEqual(["help", "scale"]);
  expect(VERB_NAMES.filter((name) => isOffered(name, undefined))).toEqual(VERB_NAMES);
});
