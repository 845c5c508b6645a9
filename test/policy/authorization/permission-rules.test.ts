// Rules of `permissions`, an actor and targets → nothing, or the sentence that refuses.
import { describe, expect, test } from "@jest/globals";
import type { Actor, AuthorizationTarget } from "../../../src/policy/authorization/command-request.ts";
import { permissionRefusal } from "../../../src/policy/authorization/permission-rules.ts";
import { UNKNOWN_TEAMS } from "../../../src/policy/authorization/refusal-text.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";

const target = (name: string, path = `clusters/${name}.yaml`): AuthorizationTarget => ({
  cluster: { names: [name], namespace: "ns", labels: new Map([["env", name]]) },
  path,
});

/** `teams`: those of the actor, or "error" where GitHub did not tell. */
function refused(
  permissions: string,
  targets: readonly AuthorizationTarget[],
  teams: readonly string[] | "error" = [],
  login = "alice",
): string | undefined {
  const actor: Actor = {
    login,
    bot: false,
    permission: "write",
    member: true,
    teams: teams === "error" ? teams : new Set(teams),
  };
  return permissionRefusal({
    event: "issue_comment.created",
    actor,
    where: { on: "issue" },
    publicRepository: false,
    verb: { name: "upgrade", role: "writer", act: "edit" },
    targets,
    config: mergeConfig({ repository: `permissions: [${permissions}]\n` }),
  });
}

const may = (rest: string) =>
  `\`permissions\` of the configuration let nobody like you run \`/upgrade\`${rest}`;
const PLATFORM = '{selector: "label:env=prod", teams: [org/platform], minRole: write}';
const LAB = '{selector: "label:env=lab", minRole: write}';

describe("a target", () => {
  test("needs a rule that covers it, and the refusal names those who have one", () => {
    expect(refused(`${PLATFORM}, ${LAB}`, [target("lab")])).toBeUndefined();
    expect(refused(`${PLATFORM}, ${LAB}`, [target("prod")], ["org/platform"])).toBeUndefined();
    expect(refused(`${PLATFORM}, {teams: [org/lab], selector: "label:env=lab"}`, [target("prod")])).toBe(
      may(" on `prod`: ask `org/platform`"),
    );
  });

  test("that no rule covers has nobody to ask", () => {
    expect(refused(LAB, [target("prod")])).toBe(may(" on `prod`: ask for a rule on the default branch"));
  });

  test("needs the rule whatever else is permitted", () => {
    expect(refused(LAB, [target("lab"), target("prod")])).toContain(" on `prod`");
  });

  test.each([
    ["clusters/**", "clusters/lab.yaml", true],
    ["apps/**, clusters/**", "clusters/lab.yaml", true],
    ["apps/**", "clusters/lab.yaml", false],
  ])("in paths [%s]: %s", (paths, path, permitted) => {
    const refusal = refused(`{paths: [${paths}], minRole: write}`, [target("lab", path)]);
    expect(refusal === undefined).toBe(permitted);
  });

  test("without a file is in no path", () => {
    const { cluster } = target("lab");
    if (cluster === undefined) throw new Error("no cluster");
    expect(refused("{paths: ['**'], minRole: write}", [{ cluster }])).toBeDefined();
  });
});

describe("an actor", () => {
  test("is named by login, with or without the @, in any case", () => {
    const users = (name: string) => `{users: ["${name}"], minRole: write}`;
    expect(refused(users("@Alice"), [target("lab")])).toBeUndefined();
    expect(refused(users("alice"), [target("lab")])).toBeUndefined();
    expect(refused(users("al@ice"), [target("lab")])).toBe(may(" on `lab`: ask `al@ice`"));
    expect(refused(users("bob"), [target("lab")], ["bob"])).toBe(may(" on `lab`: ask `bob`"));
  });

  test("whose teams are unknown is told so only where a rule asks for teams", () => {
    expect(refused(PLATFORM, [target("prod")], "error")).toBe(UNKNOWN_TEAMS);
    expect(refused("{users: [bob], minRole: write}", [target("prod")], "error")).toBe(
      may(" on `prod`: ask `bob`"),
    );
  });
});

describe("a command without targets", () => {
  test("needs one rule that names the actor", () => {
    expect(refused("{users: [alice], minRole: write}", [])).toBeUndefined();
    expect(refused("{users: [bob], minRole: write}, {teams: [org/a], minRole: write}", [])).toBe(
      may(": ask `bob` or `org/a`"),
    );
  });
});
