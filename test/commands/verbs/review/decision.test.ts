// Verbs that decide → the state that is kept. Replies are told by conversations.
import { describe, expect, test } from "@jest/globals";
import { VERBS } from "../../../../src/commands/catalogue.ts";
import type { CommandContext } from "../../../../src/commands/command-context.ts";
import { type ReadCommand, readCommands } from "../../../../src/commands/parse-comment.ts";
import type { Decision, Refused } from "../../../../src/model/command.ts";
import { DEFAULT_CONFIG } from "../../../../src/model/context.ts";
import { EMPTY_STATE, type FoundState, type State } from "../../../../src/model/state.ts";
import { finding, plan } from "../../../render/plan.ts";

const A = finding({ id: "F1", severity: "stop", fingerprint: "a".repeat(32) });
const B = finding({ id: "F2", severity: "caution", fingerprint: "b".repeat(32) });
const STATE: State = { ...EMPTY_STATE, ids: { [B.fingerprint.slice(0, 12)]: 1 }, next: 2 };

const commandOf = (text: string) => {
  const [read] = readCommands(text) as [ReadCommand];
  if ("problem" in read) throw new Error(read.problem);
  return read.command;
};

function contextOf(state: FoundState, by = "grace", config = DEFAULT_CONFIG): CommandContext {
  const pull = {
    status: "open",
    author: "Ada",
    sha: "head",
    state,
    base: { snapshot: { sha: "base" } },
    planned: async () => ({ plan: plan({ findings: [A, B] }) }),
  };
  return { by, at: 100, config, pull } as unknown as CommandContext;
}

async function decide(text: string, state: FoundState, by?: string, config = DEFAULT_CONFIG) {
  const command = commandOf(text);
  const verb = VERBS.find(({ name }) => name === command.verb);
  return (await verb?.decide?.(command, contextOf(state, by, config))) as Decision | Refused;
}

const stateOf = (given: Decision | Refused) => {
  if ("refused" in given) throw new Error(given.refused);
  return given.state;
};

describe("/ack", () => {
  test("means the numbers that the comment shows, not those of a new plan", async () => {
    expect(stateOf(await decide("/ack F1 read", STATE, "Ada"))?.acknowledged).toEqual([
      { by: "Ada", reason: "read", at: 100, of: [B.fingerprint] },
    ]);
    expect(stateOf(await decide("/ack F2, F1", STATE))?.acknowledged).toEqual([
      { by: "grace", reason: "", at: 100, of: [A.fingerprint, B.fingerprint] },
    ]);
  });

  test("of a stop is not for the author, however the login is written", async () => {
    expect(await decide("/ack F1 F2", STATE, "aDA")).toMatchObject({
      refused: expect.stringContaining("`F2` stops the merge, and the author"),
    });
  });

  test("keeps what was accepted before, and adds what was not", async () => {
    const once = stateOf(await decide("/ack F1", STATE)) as State;
    const twice = stateOf(await decide("/ack F1 F2 more", once, "bob")) as State;
    expect(twice.acknowledged.map(({ by, of }) => [by, of])).toEqual([
      ["grace", [B.fingerprint]],
      ["bob", [A.fingerprint]],
    ]);
    expect(stateOf(await decide("/ack F1 F2", twice))).toBeUndefined();
    expect(stateOf(await decide("/unack F2", twice))).toEqual(once);
  });

  test("looks again where the state was lost, but for the author", async () => {
    expect(stateOf(await decide("/ack", "lost"))).toEqual(EMPTY_STATE);
    expect(stateOf(await decide("/ack F1", "lost"))).not.toHaveProperty("lost");
    expect(await decide("/ack", "lost", "Ada")).toHaveProperty("refused");
    expect(await decide("/ack", STATE)).toHaveProperty("refused");
  });

  test("is refused where the comment has no room, or is switched off", async () => {
    const of = Array.from({ length: 1_000 }, (_, i) => (i * 2_654_435_761).toString(16).padStart(32, "0"));
    const full = { ...STATE, acknowledged: [{ by: "x", reason: "", at: 1, of }] };
    expect(await decide("/ack F1", full)).toMatchObject({ refused: expect.stringContaining("no room") });
    const off = { ...DEFAULT_CONFIG, comment: { ...DEFAULT_CONFIG.comment, mode: "off" as const } };
    expect(await decide("/ack F1", STATE, "bob", off)).toMatchObject({
      refused: expect.stringContaining("comment.mode"),
    });
  });
});

describe("a hold", () => {
  const held: State = { ...STATE, hold: { by: "Bob", reason: "storage", at: 1 } };
  const roleOf = (state: FoundState, by: string) =>
    VERBS.find(({ name }) => name === "unhold")?.roleFor?.(commandOf("/unhold"), contextOf(state, by));

  test("is released by its holder, by others as owners only", () => {
    expect([
      roleOf(held, "bob"),
      roleOf(held, "grace"),
      roleOf(STATE, "grace"),
      roleOf("none", "grace"),
    ]).toEqual(["writer", "owner", "writer", "writer"]);
  });

  test("stays with whoever holds first; they may change the reason", async () => {
    expect(stateOf(await decide("/hold mine", held))).toBeUndefined();
    expect(stateOf(await decide("/hold storage", held, "Bob"))).toBeUndefined();
    expect(stateOf(await decide("/hold other", held, "Bob"))?.hold).toEqual({
      by: "Bob",
      reason: "other",
      at: 100,
    });
    expect(stateOf(await decide("/unhold", held))).toEqual(STATE);
  });

  test("outlives that the state is lost only as a question", async () => {
    expect(stateOf(await decide("/hold x", "lost"))).toMatchObject({ lost: true, hold: { reason: "x" } });
  });
});

test("an override is of this head on this base, and one for each gate", async () => {
  const shown = { ...STATE, shown: [{ plan: "p", head: "head", at: 100 }] };
  expect(await decide("/override window P1", STATE)).toMatchObject({
    refused: expect.stringContaining("after this"),
  });
  const older = { ...STATE, shown: [{ plan: "p", head: "earlier", at: 99 }] };
  expect(await decide("/override window P1", older)).toMatchObject({
    refused: expect.stringContaining("`earlier`"),
  });
  const once = stateOf(await decide("/override window reason='P1' --for=2h", shown)) as State;
  expect(once.overrides).toEqual([
    { gate: "window", by: "grace", reason: "P1", at: 100, head: "head", base: "base", until: 7_300 },
  ]);
  expect(stateOf(await decide("/override window reason='P1' --for=2h", once))).toBeUndefined();
  const other = stateOf(await decide("/override window still P1", once, "bob")) as State;
  expect(other.overrides).toEqual([
    { gate: "window", by: "bob", reason: "still P1", at: 100, head: "head", base: "base" },
  ]);
});

test.each([
  [
    "/ack F1 F02,f3 the rest; 'as' it \"is\" # F4",
    { verb: "ack", findings: ["F1", "F2", "F3"], reason: "the rest; 'as' it \"is\" # F4" },
  ],
  ["/ACK f1", { verb: "ack", findings: ["F1"], reason: "" }],
  ["/ack", { verb: "ack", findings: [], reason: "" }],
  ["/ack Ferdinand agreed", { verb: "ack", findings: [], reason: "Ferdinand agreed" }],
  ["/unack F1 F2", { verb: "unack", findings: ["F1", "F2"] }],
  ["/hold   --until Monday, $(x) `y`", { verb: "hold", reason: "--until Monday, $(x) `y`" }],
  ["/breakwater unhold", { verb: "unhold" }],
  [
    "/override STOP reason=“smart quotes”",
    { verb: "override", gate: "stop", reason: "smart quotes", seconds: undefined },
  ],
  [
    "/override hop --for=90m reason='a --b c'",
    { verb: "override", gate: "hop", reason: "a --b c", seconds: 5_400 },
  ],
  [
    "/override unknown because it is late --until-push",
    { verb: "override", gate: "unknown", reason: "because it is late", seconds: undefined },
  ],
])("%s", (text, command) => {
  expect(commandOf(text)).toEqual(command);
});

test.each([
  ["/ack F1x agreed", "begins with no number"],
  ["/unack", "number of a finding is missing"],
  ["/unack F1 please", "`please` is no number"],
  ["/unhold now", "`now` is too much"],
  ["/override", "A gate is missing"],
  ["/override everything reason=x", "There is no gate `everything`"],
  ["/override stop", "A reason is missing"],
  ["/override stop reason=''", "A reason is missing"],
  ["/override stop x --for=1y", "no time between"],
  ["/override stop x --for=169h", "no time between"],
  ["/override stop x --for=2h --until-push", "is enough"],
  ["/override stop x --force", "no flag `--force`"],
])("%s is not understood", (text, problem) => {
  expect(readCommands(text)).toMatchObject([{ problem: expect.stringContaining(problem) }]);
});
