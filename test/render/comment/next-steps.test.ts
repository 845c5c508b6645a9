// A plan on its pull request → what the comment says can be typed, and when windows turn.
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Finding } from "../../../src/model/plan.ts";
import type { DecisionState, WindowNow } from "../../../src/model/state.ts";
import { renderComment } from "../../../src/render/comment/comment.ts";
import { finding, plan } from "../plan.ts";

const STANDING: DecisionState = {
  lost: false,
  hold: undefined,
  gates: [],
  windows: [],
  commands: DEFAULT_CONFIG.commands,
};

const comment = (findings: readonly Finding[], parts: Partial<DecisionState> | undefined) =>
  renderComment(plan({ verdict: "stop", findings: [...findings] }), {
    decisions: parts && { ...STANDING, ...parts },
  });

const FOUND = [
  finding({ id: "F1", severity: "stop", do: "Keep it.", fix: true, message: "one thing" }),
  finding({ id: "F2", severity: "caution", message: "another" }),
  finding({ id: "F4", severity: "caution", message: "a third", fix: true }),
];

describe("a fix", () => {
  test("stands beside its finding, and only there", () => {
    const text = comment(FOUND, {});
    expect(text).toContain("→ Keep it. `/fix F1` commits the edit.");
    expect(text).toContain("→ `/fix F4` commits the edit.");
    expect(text).not.toContain("/fix F2");
  });

  test("is named for all findings that are told together", () => {
    const alike = ["cl01", "cl02", "cl03"].map((name, i) =>
      finding({ id: `F${i + 1}`, subject: `Cluster ns/${name}`, message: `\`${name}\` is even`, fix: true }),
    );
    expect(comment(alike, {})).toContain("→ `/fix F1 F2 F3` commits the edit.");
  });

  test("is not offered where nothing can be typed", () => {
    expect(comment(FOUND, undefined)).not.toContain("/fix");
    expect(comment(FOUND, { commands: { allow: ["ack"], prefix: "optional" } })).not.toContain("/fix");
  });
});

describe("what can be typed next", () => {
  test("is the last thing before the footer", () => {
    expect(comment(FOUND, {})).toMatch(
      /\*\*Type\*\* `\/ack F1 <reason>` · `\/fix F1 F4` · `\/explain F1` · `\/help`\n\n<sub>/,
    );
  });

  test("is spelled as this repository wants it, and leaves out what it does not offer", () => {
    const text = comment(FOUND, { commands: { allow: ["fix"], prefix: "required" } });
    expect(text).toContain("**Type** `/breakwater fix F1 F4` · `/breakwater help`");
    expect(text).not.toContain("ack F1");
  });

  test("is not said where nobody is asked for anything", () => {
    expect(comment([finding({ severity: "note" })], {})).not.toContain("**Type**");
    const accepted = { ...(FOUND[0] as Finding), acknowledged: { by: "ann", reason: "agreed" } };
    expect(comment([accepted], {})).not.toContain("**Type**");
  });
});

test("change windows say until when, by their own clocks, clusters in the same state together", () => {
  const nextChange = {
    at: 1,
    timezone: "Europe/Oslo",
    shown: { weekday: 1, day: 23, month: 11, hour: 8, minute: 5 },
  };
  const windows: WindowNow[] = [
    { cluster: "cl01", open: false, nextChange },
    { cluster: "cl02", open: true },
    { cluster: "cl03", open: false, nextChange },
  ];
  expect(comment([], { windows })).toContain(
    "🕒 **Change window** of `cl01`, `cl03`: **closed** now, until Mon 23 Nov 08:05 `Europe/Oslo`; `cl02`: open now.\n\n<sub>",
  );
});
