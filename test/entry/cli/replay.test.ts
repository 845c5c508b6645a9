// What replaying takes: a recorded delivery, or a payload whose event is told.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { listReplay, readDelivery } from "../../../src/entry/cli/replay.ts";
import { temporaryDirectory } from "../../adapters/git/repo.ts";

const file = (text: string) => {
  const path = join(temporaryDirectory(), "payload.json");
  writeFileSync(path, text);
  return path;
};
const payload = { action: "opened", number: 1 };

test("a recorded delivery keeps its id", () => {
  const recorded = { name: "pull_request", id: "d-1", payload };
  expect(readDelivery(file(JSON.stringify(recorded)), undefined)).toEqual(recorded);
});

test("a bare payload becomes a delivery of the event that is told", () => {
  expect(readDelivery(file(JSON.stringify(payload)), "pull_request")).toEqual({
    name: "pull_request",
    id: expect.stringMatching(/^[\w-]{36}$/),
    payload,
  });
});

describe("told only", () => {
  const told = (name: string, more: object) => {
    const lines: string[] = [];
    const at = { installation: { id: 1 }, repository: { name: "fleet", owner: { login: "acme" } } };
    const recorded = { name, id: "d-1", payload: { ...at, ...more } };
    listReplay(file(JSON.stringify(recorded)), undefined, (line) => lines.push(line));
    return lines;
  };
  const pull_request = { number: 7, head: { sha: "a".repeat(40) } };

  test("are the jobs it asks for", () => {
    expect(told("pull_request", { action: "opened", pull_request })).toEqual([
      expect.stringMatching(
        /^1\/acme\/fleet#7 review of pull_request.opened, .*, delivery d-1: would be replayed$/,
      ),
    ]);
  });

  test("is why it asks for none", () => {
    expect(told("pull_request", { action: "labeled", pull_request })).toEqual(["nothing to do: action"]);
    expect(told("pull_request", { action: "closed", pull_request })).toEqual([
      "nothing to do: 1/acme/fleet#7 was closed",
    ]);
  });
});

describe("refused with one line", () => {
  test.each([
    ["a bare payload without an event", JSON.stringify(payload), /--event/],
    ["no JSON", "{", /is no JSON object/],
    ["a list", "[]", /is no JSON object/],
  ])("%s", (_, text, message) => {
    expect(() => readDelivery(file(text), undefined)).toThrow(message);
  });

  test("a file that is not there", () => {
    expect(() => readDelivery("nowhere.json", undefined)).toThrow(/^cannot read nowhere\.json/);
  });
});
