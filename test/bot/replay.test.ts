// What replaying takes: a recorded delivery, or a payload whose event is told.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readDelivery } from "../../src/replay.ts";
import { temporaryDirectory } from "../git/repo.ts";

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
