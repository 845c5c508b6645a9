// The signed line that ends a comment: what verifies is what was written, for this pull request, byte for byte.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { EMPTY_STATE, type State } from "../../../src/model/state.ts";
import {
  fits,
  STATE_ROOM,
  signState,
  stateKey,
  verifyState,
} from "../../../src/policy/decisions/signed-state.ts";
import { runs } from "../../properties/counts.ts";

const PLACE = { repository: 11, pull: 7 };
const KEY = stateKey("a secret of the app", PLACE);
const STATE: State = {
  ids: { a1b2c3d4e5f6: 1, "0f0f0f0f0f0f": 2 },
  next: 3,
  acknowledged: [
    { by: "alice", reason: "agreed with --> storage", at: 1_700_000_000, of: ["a1".repeat(16)] },
  ],
  hold: { by: "bob", reason: "", at: 1_700_000_001 },
  overrides: [{ gate: "window", by: "eve", reason: "P1", at: 1, head: "h", base: "b", until: 9 }],
  shown: [{ plan: "f00", head: "h", at: 5 }],
};

test("what is sealed is read again, wherever the comment ends", () => {
  for (const end of ["", "\n", "\r\n\n"])
    expect(verifyState(`## A plan\n\ntext\n${signState(STATE, KEY)}${end}`, KEY)).toEqual(STATE);
});

test("it is one HTML comment, whatever people wrote", () => {
  expect(signState(STATE, KEY)).toMatch(/^<!-- breakwater state v1 [A-Za-z0-9+/=.]+ -->$/);
});

test("no byte can be changed, left out or doubled", () => {
  const line = signState(STATE, KEY);
  for (let at = 0; at < line.length; at++) {
    expect(verifyState(line.slice(0, at) + line.slice(at + 1), KEY)).toBe("lost");
    for (const other of "AQgw0+/=. -<>!\n") {
      if (other === line[at]) continue;
      expect(verifyState(line.slice(0, at) + other + line.slice(at + 1), KEY)).toBe("lost");
    }
  }
});

test("a line put together from two that verify does not verify", () => {
  const other = signState({ ...STATE, next: 9 }, KEY);
  const [payload] = signState(STATE, KEY).split(".");
  expect(verifyState(`${payload}.${other.split(".")[1]}`, KEY)).toBe("lost");
});

test("random changes of the line never verify", () => {
  const line = signState(STATE, KEY);
  const change = fc.record({
    at: fc.nat(line.length),
    remove: fc.nat(4),
    insert: fc.string({ maxLength: 6, unit: "binary-ascii" }),
  });
  fc.assert(
    fc.property(change, ({ at, remove, insert }) => {
      const changed = line.slice(0, at) + insert + line.slice(at + remove);
      // A comment may say anything above the line, and end in blanks.
      if (changed.trimEnd().endsWith(line) && /(?:^|\n)<!--[^\n]*$/.test(changed.trimEnd())) return;
      expect(verifyState(changed, KEY)).toBe("lost");
    }),
    runs(5_000, 500_000),
  );
});

describe("it is not state", () => {
  test.each([
    ["on another pull request", stateKey("a secret of the app", { ...PLACE, pull: 8 })],
    ["in another repository", stateKey("a secret of the app", { ...PLACE, repository: 12 })],
    ["of another app", stateKey("another secret", PLACE)],
    ["where numbers run together", stateKey("a secret of the app", { repository: 1, pull: 17 })],
  ])("%s", (_, key) => {
    expect(verifyState(signState(STATE, KEY), key)).toBe("lost");
  });

  test("where something stands behind it, or it stands within a line", () => {
    expect(verifyState(`${signState(STATE, KEY)}\nmore`, KEY)).toBe("lost");
    expect(verifyState(`> ${signState(STATE, KEY)}`, KEY)).toBe("lost");
    expect(verifyState("", KEY)).toBe("lost");
  });
});

describe("the comment has room for it", () => {
  const digest = (seed: number) => seed.toString(16).padStart(8, "0").repeat(4);
  const ids = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [digest((i * 2_654_435_761) % 2 ** 32).slice(0, 12), i + 1]),
    );

  test("with numbers of many findings: the oldest are forgotten", () => {
    const line = signState({ ...STATE, ids: ids(3_000), next: 3_001 }, KEY);
    expect(line.length).toBeLessThanOrEqual(STATE_ROOM);
    const read = verifyState(line, KEY) as State;
    const kept = Object.values(read.ids).sort((a, b) => a - b);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept[0]).toBe(3_001 - kept.length);
    expect(read).toEqual({ ...STATE, ids: read.ids, next: 3_001 });
  });

  test("with what a day of decisions makes; beyond that it says no", () => {
    const decided = (count: number): State => ({
      ...EMPTY_STATE,
      acknowledged: Array.from({ length: count }, (_, i) => ({
        by: `user-${i}`,
        reason: `agreed in the review of ${digest(i * 7919)} with the platform team`,
        at: 1_700_000_000 + i * 61,
        of: [digest((i * 2_654_435_761) % 2 ** 32)],
      })),
    });
    expect(fits(decided(30))).toBe(true);
    expect(fits(decided(2_000))).toBe(false);
  });
});
