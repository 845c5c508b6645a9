// Who asks, and where → what /help lists.
import { describe, expect, test } from "@jest/globals";
import { VERBS } from "../../../../src/commands/catalogue.ts";
import { actOf, type Verb } from "../../../../src/commands/grammar/define-verb.ts";
import { helpAnswer } from "../../../../src/commands/verbs/questions/help.ts";
import { DEFAULT_CONFIG } from "../../../../src/model/context.ts";
import { VERB_ACCESS, type VerbAccess } from "../../../../src/model/verbs.ts";
import { authorize } from "../../../../src/policy/authorization/authorize.ts";
import type { Actor, CommandLocation } from "../../../../src/policy/authorization/command-request.ts";
import { renderReply } from "../../../../src/render/replies/reply.ts";

const OPEN: CommandLocation = { on: "pull", status: "open", fork: false, author: "ada" };

const may =
  (permission: Actor["permission"], where: CommandLocation, allow?: readonly string[]) => (verb: Verb) =>
    authorize({
      event: "issue_comment.created",
      actor: { login: "ann", bot: false, permission, member: true, teams: new Set() },
      where,
      publicRepository: false,
      verb: { name: verb.name, role: VERB_ACCESS[verb.name].role, act: actOf(verb) },
      targets: [],
      config: { ...DEFAULT_CONFIG, commands: { ...DEFAULT_CONFIG.commands, allow } },
    });

function listed(...asked: Parameters<typeof may>): string[] {
  const [table] = helpAnswer(VERBS, undefined, may(...asked))?.blocks ?? [];
  return table?.kind === "table"
    ? table.rows.map(([usage = ""]) => /^`\/([a-z]+)/.exec(usage)?.[1] ?? usage)
    : [];
}

describe("/help lists what somebody may type", () => {
  const having = (access: Partial<VerbAccess>) =>
    VERBS.map(({ name }) => name).filter((name) =>
      Object.entries(access).every(([key, value]) => VERB_ACCESS[name][key as keyof VerbAccess] === value),
    );

  test("who reads: nothing that writes", () => {
    expect(listed("read", OPEN)).toEqual(having({ role: "reader" }));
    expect(listed("read", OPEN)).not.toContain("scale");
  });

  test("who may write: all but what is for the override team", () => {
    expect(listed("write", OPEN)).toEqual(having({}).filter((name) => name !== "override"));
  });

  test("on an issue: what opens a pull request", () => {
    expect(listed("write", { on: "issue" })).toEqual(having({ worksOn: "issue" }));
    expect(listed("write", { on: "issue" })).not.toContain("fix");
  });

  test("from a fork, and where few commands are on offer", () => {
    expect(listed("admin", { ...OPEN, fork: true })).not.toContain("upgrade");
    expect(listed("write", OPEN, ["scale"])).toEqual(["scale", "help"]);
  });
});

test("says of the others why not", () => {
  const { headline = "", blocks = [] } = helpAnswer(VERBS, undefined, may("read", OPEN)) ?? {};
  const none = { done: [], skipped: [], also: [], instead: [] };
  const text = renderReply({ status: "nothing", command: "/help", headline, blocks, ...none });
  const others = VERBS.length - listed("read", OPEN).length;
  expect(text).toContain(`${others} more, which you may not run here`);
  expect(text).toContain("`/scale`: `/scale` needs write access to this repository");
});

test("one verb is explained to everybody, with why not", () => {
  const { blocks = [] } = helpAnswer(VERBS, "scale", may("read", OPEN)) ?? {};
  expect(blocks.at(-1)).toMatchObject({
    lines: [expect.stringMatching(/^You may not run it here\. `\/scale` needs/)],
  });
  expect(helpAnswer(VERBS, "scale", may("write", OPEN))?.blocks).toHaveLength(2);
  expect(helpAnswer(VERBS, "scael")).toBeUndefined();
});
