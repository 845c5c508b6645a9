// Who × event × pull request × verb: every row against a table that was written from the contract, not from the code.
import { describe, expect, test } from "@jest/globals";
import type { Role } from "../../../src/model/command.ts";
import { VERB_ACCESS, type VerbAct, type VerbName } from "../../../src/model/verbs.ts";
import { configuredTeams } from "../../../src/policy/authorization/actor.ts";
import { authorize } from "../../../src/policy/authorization/authorize.ts";
import type {
  Actor,
  CommandLocation,
  CommandRequest,
} from "../../../src/policy/authorization/command-request.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";

const CONFIG = mergeConfig({
  repository: `
permissions:
  - {selector: "label:env=prod", teams: [org/platform], minRole: write}
  - {selector: "label:env=lab", minRole: write}
  - {commands: [ack, unack, hold, unhold], minRole: write}
owners: [{selector: "label:env=prod", teams: [org/owners]}]
overrideTeam: org/on-call
trustedBots: ["robot[bot]"]
`,
});

/** The contract's rows: verb, role, act. A / before the verb of the two that need O in the rows below. */
const VERBS = `
help R answer | plan R answer | explain R answer | diff R answer | waves R answer | status R answer
versions R answer | config R answer
upgrade W edit | rollback W edit | rollback O edit | scale W edit | scale O edit | resize W edit | addon W edit
app W edit | app O edit | fix W edit | undo W edit | promote W edit
ack W decide | unack W decide | hold W decide | unhold W decide | unhold O decide | override A decide
`
  .trim()
  .split(/\s*[|\n]\s*/)
  .map((row) => row.split(" ") as [VerbName, keyof typeof ROLES, VerbAct]);

/** The contract's letters. */
const ROLES = { R: "reader", W: "writer", O: "owner", A: "override-team" } as const satisfies Record<
  string,
  Role
>;

const EVENTS = [
  "issue_comment.created",
  "issue_comment.edited",
  "issue_comment.deleted",
  "pull_request_review.submitted",
  "pull_request_review.edited",
  "pull_request_review_comment.created",
  "pull_request.opened",
];

const SPOTS: Readonly<Record<string, CommandLocation>> = {
  issue: { on: "issue" },
  open: { on: "pull", status: "open", fork: false, author: "author" },
  draft: { on: "pull", status: "draft", fork: false, author: "author" },
  closed: { on: "pull", status: "closed", fork: false, author: "author" },
  merged: { on: "pull", status: "merged", fork: false, author: "author" },
  fork: { on: "pull", status: "open", fork: true, author: "author" },
};

const person = (
  permission: Actor["permission"],
  teams: readonly string[] = [],
  more: Partial<Actor> = {},
): Actor => ({
  login: "alice",
  bot: false,
  permission,
  member: true,
  teams: new Set(teams),
  ...more,
});

/** What each may do where everything else fits: answers, edits of a lab cluster, of a prod one, owner's edits, overriding. */
const ACTORS: Readonly<Record<string, { readonly actor: Actor; readonly may: string }>> = {
  "nobody at all": { actor: person("none"), may: "" },
  "a reader": { actor: person("read"), may: "R" },
  "a triager": { actor: person("triage"), may: "R" },
  "a writer": { actor: person("write"), may: "R lab" },
  "a maintainer": { actor: person("maintain"), may: "R lab lab-owner" },
  "an administrator": { actor: person("admin"), may: "R lab lab-owner" },
  "a writer of the platform": { actor: person("write", ["org/platform"]), may: "R lab prod" },
  "an owner who may not write": { actor: person("read", ["org/platform", "org/owners"]), may: "R" },
  "an owner outside the platform": { actor: person("write", ["org/owners"]), may: "R lab" },
  "an owner": { actor: person("write", ["org/platform", "org/owners"]), may: "R lab prod prod-owner" },
  "on call": { actor: person("read", ["org/on-call"]), may: "R A" },
  "on call, and the author": { actor: person("write", ["org/on-call"], { login: "Author" }), may: "R lab" },
  "of unknown permission": { actor: person("error", ["org/owners", "org/on-call"]), may: "" },
  "of unknown teams": { actor: person("write", [], { teams: "error" }), may: "R lab" },
  "a bot": { actor: person("admin", ["org/on-call"], { bot: true, login: "stranger[bot]" }), may: "" },
  "a trusted bot": { actor: person("write", [], { bot: true, login: "Robot[bot]" }), may: "R lab" },
};

const cluster = (name: string, env: string) => ({
  cluster: { names: [name], namespace: "ns", labels: new Map([["env", env]]) },
  path: `clusters/${name}.yaml`,
});
const LAB = cluster("cl-lab", "lab");
const PROD = cluster("cl-prod", "prod");

const NEEDS_NO_PULL = new Set("upgrade rollback scale resize addon app help".split(" "));
const NEEDS_AN_OPEN_ONE = new Set("ack unack hold unhold override fix undo".split(" "));

/** The contract in one sentence each. */
function oracle(
  who: (typeof ACTORS)[string],
  event: string,
  where: string,
  [verb, role]: (typeof VERBS)[number],
  env: "lab" | "prod",
): boolean {
  if (event !== "issue_comment.created" && event !== "pull_request_review.submitted") return false;
  if (where === "issue" && !NEEDS_NO_PULL.has(verb)) return false;
  if ((where === "closed" || where === "merged") && NEEDS_AN_OPEN_ONE.has(verb)) return false;
  if (where === "fork" && role !== "R") return false;
  const may = who.may.split(" ");
  if (role === "R") return may.includes("R");
  if (role === "A") return may.includes("A");
  const any = may.includes("lab");
  if (role === "W") return /^(?:un)?(?:ack|hold)$/.test(verb) ? any : may.includes(env);
  // Anybody who writes may decide on a prod cluster by the third rule, so that only owning it counts.
  if (verb === "unhold" && env === "prod") return OWNING.has(who);
  return may.includes(`${env}-owner`);
}
const OWNING = new Set([ACTORS["an owner"], ACTORS["an owner outside the platform"]]);

const ROWS = Object.entries(ACTORS).flatMap(([name, who]) =>
  EVENTS.flatMap((event) =>
    Object.entries(SPOTS).flatMap(([where, at]) =>
      VERBS.flatMap((row) =>
        (["lab", "prod"] as const).map((env) => ({ name, who, event, where, at, row, env })),
      ),
    ),
  ),
);

function asking(changes: Partial<CommandRequest> = {}): CommandRequest {
  return {
    event: "issue_comment.created",
    actor: person("write"),
    where: SPOTS["open"] as CommandLocation,
    publicRepository: false,
    verb: { name: "upgrade", role: "writer", act: "edit" },
    targets: [LAB],
    config: CONFIG,
    ...changes,
  };
}

const refusal = (changes: Partial<CommandRequest>) => authorize(asking(changes))?.refused;

test("the table is large, and the configuration is what was meant", () => {
  expect(ROWS.length).toBeGreaterThan(1_000);
  expect(CONFIG.problems).toEqual([]);
});

test("the table of verbs has the contract's roles and places", () => {
  // The first row of a verb is what it needs at least.
  const contract = new Map([...VERBS].reverse().map(([verb, role]) => [verb, ROLES[role]]));
  for (const [verb, role] of contract) {
    const worksOn = NEEDS_NO_PULL.has(verb) ? "issue" : NEEDS_AN_OPEN_ONE.has(verb) ? "open" : "any";
    expect([verb, VERB_ACCESS[verb]]).toMatchObject([verb, { role, worksOn }]);
  }
});

describe.each(Object.keys(ACTORS))("%s", (name) => {
  test("may do what the contract says, and nothing else", () => {
    const wrong: string[] = [];
    let allowed = 0;
    for (const { who, event, where, at, row, env } of ROWS.filter((one) => one.name === name)) {
      const [verb, role, act] = row;
      const targets = act === "answer" ? [] : [env === "lab" ? LAB : PROD];
      const given = authorize(
        asking({ event, actor: who.actor, where: at, verb: { name: verb, role: ROLES[role], act }, targets }),
      );
      const expected = oracle(who, event, where, row, env);
      if (given === undefined) allowed++;
      if ((given === undefined) !== expected)
        wrong.push(`${event} ${where} /${verb} ${role} ${env}: ${given?.refused ?? "allowed"}`);
      // A sentence, and what to do instead.
      if (given !== undefined) expect(given.refused).toMatch(/: |works on open ones/);
    }
    expect(wrong).toEqual([]);
    expect(allowed > 0).toBe((ACTORS[name]?.may ?? "") !== "");
  });
});

describe("in a public repository", () => {
  const help = { name: "help", role: "reader", act: "answer" } as const;
  test.each<[string, Actor, boolean]>([
    ["a stranger reads nothing through the bot", person("read", [], { member: false }), false],
    ["a member does", person("read"), true],
    ["a collaborator does", person("triage", [], { member: false }), true],
    ["where GitHub does not tell, nobody does", person("read", [], { member: "error" }), false],
  ])("%s", (_, actor, allowed) => {
    expect(refusal({ actor, verb: help, publicRepository: true }) === undefined).toBe(allowed);
  });
});

describe("permissions", () => {
  const configured = (text: string) => mergeConfig({ repository: text });

  test("absent: whoever may write, and nobody else", () => {
    const config = configured("");
    expect(refusal({ config, targets: [PROD] })).toBeUndefined();
    expect(refusal({ config, actor: person("triage") })).toContain("needs write access");
    expect(
      refusal({ config: configured("permissions: [{minRole: read}]"), actor: person("triage") }),
    ).toContain("needs write access");
  });

  test("that cannot be read: nobody", () => {
    expect(refusal({ config: configured("permissions: [{commands: [x]}]") })).toContain(
      "let nobody like you run",
    );
  });

  test("have to cover every target", () => {
    const actor = person("write", []);
    expect(refusal({ actor, targets: [LAB, PROD] })).toBe(
      "`permissions` of the configuration let nobody like you run `/upgrade` on `cl-prod`: ask `org/platform`",
    );
  });

  test("by paths and by clusters have to fit both", () => {
    const config = configured(
      'permissions: [{selector: "label:env=lab", paths: ["apps/**"], users: ["@Alice"]}]',
    );
    expect(refusal({ config, targets: [{ ...LAB, path: "apps/a/b.yaml" }] })).toBeUndefined();
    expect(refusal({ config, targets: [LAB] })).toBeDefined();
    expect(refusal({ config, targets: [{ path: "apps/a.yaml" }] })).toBeDefined();
    expect(refusal({ config, actor: person("write", [], { login: "bob" }), targets: [] })).toBeDefined();
  });

  test("whose teams GitHub does not tell deny, with the reason", () => {
    expect(refusal({ actor: person("write", [], { teams: "error" }), targets: [PROD] })).toContain(
      "which teams",
    );
  });
});

test("owners of a layer, and of a cluster or its layer", () => {
  const config = mergeConfig({ repository: "owners: [{layer: addon, teams: [org/addons]}]" });
  const verb = { name: "app", role: "owner", act: "edit" } as const;
  const addons = person("write", ["org/addons"]);
  expect(refusal({ config, verb, actor: addons, targets: [{ layer: "addon" }] })).toBeUndefined();
  expect(refusal({ config, verb, actor: person("admin"), targets: [{ layer: "addon" }] })).toContain(
    "is for the owner of the addon layer: ask `org/addons`",
  );
  expect(refusal({ config, verb, actor: addons, targets: [{ layer: "workload" }] })).toContain("name none");
  expect(refusal({ config, verb, actor: addons, targets: [] })).toContain("name none");
});

test("overriding without a team that may is for nobody", () => {
  const verb = { name: "override", role: "override-team", act: "decide" } as const;
  expect(refusal({ config: mergeConfig({}), verb, actor: person("admin") })).toContain("overrideTeam");
});

test("commands that are not on offer", () => {
  const config = mergeConfig({ repository: "commands: {allow: [scale]}" });
  expect(refusal({ config })).toContain("not on offer");
  expect(refusal({ config, verb: { name: "scale", role: "writer", act: "edit" } })).toBeUndefined();
});

test("teams are asked for once each", () => {
  expect(configuredTeams(CONFIG)).toEqual(["org/on-call", "org/owners", "org/platform"]);
});
