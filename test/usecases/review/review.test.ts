// Use case 1 over a port of literals: what is written, and when nothing is.
import { describe, expect, test } from "@jest/globals";
import type { RenderJob } from "../../../src/delivery/generate/render-job.ts";
import { type Config, DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { CheckRun } from "../../../src/render/check-run.ts";
import type { LivePullRequest, ReviewPort } from "../../../src/usecases/review/port.ts";
import { failureCheck, review } from "../../../src/usecases/review/review.ts";
import { loadCase } from "../../support/cases.ts";
import { NO_HISTORY } from "../../support/history.ts";
import { FLEET, snapshots } from "../../support/repository.ts";

const HEAD = "a".repeat(40);
const CLUSTER = "clusters/cl01/cl01.yaml";
const CONFIG = ".github/breakwater.yml";
const changed = { ...FLEET, [CLUSTER]: (FLEET[CLUSTER] as string).replace(/v1\.\d+\.\d+---/, "v1.34.1---") };

const LIVE: LivePullRequest = {
  number: 7,
  open: true,
  draft: false,
  title: "",
  head: { sha: HEAD },
  base: { branch: "main", sha: "b".repeat(40) },
  defaultBranch: "main",
  now: 0,
  urls: ["https://github.com/example-org/fleet"],
  files: [CLUSTER],
  sticky: undefined,
  deleted: false,
  extra: [],
};

function port(overrides: Partial<ReviewPort> = {}, after: Readonly<Record<string, string>> = changed) {
  const { snapshots: made, readBlobs } = snapshots(FLEET, after);
  const [base, head] = made as [(typeof made)[0], (typeof made)[0]];
  const written: { comments: string[]; checks: [string, CheckRun][] } = { comments: [], checks: [] };
  const literal: ReviewPort = {
    live: async () => LIVE,
    config: async () => DEFAULT_CONFIG,
    sides: async () => ({ base, head, merged: "github", own: new Set([CLUSTER]) }),
    readBlobs,
    history: NO_HISTORY,
    headNow: async () => HEAD,
    superseded: () => false,
    today: () => "2026-01-01",
    time: () => 1_767_225_600,
    clock: () => undefined,
    key: () => undefined,
    writeComment: async (body) => {
      written.comments.push(body);
    },
    writeCheck: async (sha, check) => {
      written.checks.push([sha, check]);
    },
    ...overrides,
  };
  return { literal, written };
}

test("a plan is one comment and one check of the head", async () => {
  const { literal, written } = port();
  expect(await review(literal)).toMatchObject({ outcome: "planned", live: LIVE });
  expect(written.comments).toEqual([expect.stringMatching(/^<!-- breakwater v1 pr=7 /)]);
  expect(written.checks).toEqual([[HEAD, expect.objectContaining({ title: expect.any(String) })]]);
});

describe("nothing is written", () => {
  test.each<[string, Partial<ReviewPort>, string]>([
    ["where there is no such pull request", { live: async () => undefined }, "gone"],
    ["where it is closed", { live: async () => ({ ...LIVE, open: false }) }, "closed"],
    ["where it was closed meanwhile", { headNow: async () => undefined }, "closed"],
    ["where the head has moved meanwhile", { headNow: async () => "c".repeat(40) }, "head-moved"],
    ["where a newer job waits", { superseded: () => true }, "superseded"],
  ])("%s", async (_, overrides, reason) => {
    const { literal, written } = port(overrides);
    expect(await review(literal)).toEqual({ outcome: "dropped", reason });
    expect(written).toEqual({ comments: [], checks: [] });
  });

  test("where a newer job came while the head was asked for", async () => {
    let asked = false;
    const { literal, written } = port({
      superseded: () => asked,
      headNow: async () => {
        asked = true;
        return HEAD;
      },
    });
    expect(await review(literal)).toEqual({ outcome: "dropped", reason: "superseded" });
    expect(written).toEqual({ comments: [], checks: [] });
  });
});

describe("a pull request that touches no manifest", () => {
  const files = ["README.md", ".github/workflows/test.yml", "docs/picture.png"];

  test("gets a check and no comment, and nothing is read", async () => {
    const sides = () => Promise.reject(new Error("read"));
    const { literal, written } = port({ live: async () => ({ ...LIVE, files }), sides });
    expect(await review(literal)).toMatchObject({ outcome: "no-manifest" });
    expect(written.comments).toEqual([]);
    expect(written.checks).toMatchObject([
      [HEAD, { conclusion: "success", title: expect.stringContaining("Go: ") }],
    ]);
  });

  test("gets no comment either where its files are of another kind, and nothing comes of them", async () => {
    const { literal, written } = port({ live: async () => ({ ...LIVE, files: ["app/main.go"] }) }, FLEET);
    expect(await review(literal)).toMatchObject({ outcome: "no-manifest" });
    expect(written.comments).toEqual([]);
    expect(written.checks).toHaveLength(1);
  });

  test.each([
    ["or so it seems: a file that a generator reads", { files: ["app/settings.conf"] }],
    ["that has a comment from before", { sticky: { id: 1, body: "", altered: false } }],
    ["whose list of files is not complete", { files: undefined }],
    ["or so it seems: a chart's values", { files: ["values.yml"] }],
    ["or so it seems: a configuration", { files: [CONFIG] }],
  ])("%s is planned", async (_, changes) => {
    const { literal } = port({ live: async () => ({ ...LIVE, files, ...changes }) });
    expect(await review(literal)).toMatchObject({ outcome: "planned" });
  });
});

describe("the comment says", () => {
  test("who merged, where it was not GitHub", async () => {
    for (const [merged, said] of [
      ["memory", true],
      ["github", false],
      ["nobody", false],
    ] as const) {
      const sides = async () => ({ ...((await port().literal.sides(LIVE)) as object), merged }) as never;
      const { literal, written } = port({ sides });
      await review(literal);
      expect(written.comments[0]?.includes("merged in memory")).toBe(said);
    }
  });

  test("that the configuration changes and the base's holds", async () => {
    const { literal, written } = port({}, { ...changed, [CONFIG]: "rules: {}\n" });
    await review(literal);
    expect(written.comments[0]).toContain("this plan follows the one of the base branch");
  });

  test("what does not validate in a configuration as it is changed", async () => {
    const { literal, written } = port({}, { ...changed, [CONFIG]: "rulez: {}\n" });
    await review(literal);
    expect(written.comments[0]).toContain(
      `\`${CONFIG}:1\` as changed here: unknown key rulez; did you mean rules?`,
    );
  });

  test("that there is a conflict, and claims nothing else", async () => {
    const { literal, written } = port({ sides: async () => ({ conflict: [CLUSTER] }) });
    expect(await review(literal)).toMatchObject({ plan: { impact: "unknown", complete: false } });
    expect(written.checks).toMatchObject([[HEAD, { conclusion: "neutral", annotations: [] }]]);
  });
});

test("what needs Kustomize is rendered by the port's renderers", async () => {
  const { base, head } = loadCase("kustomize-overlay-image-changed");
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  const jobs: RenderJob[] = [];
  const { literal, written } = port({
    readBlobs,
    renderers: {
      render: async (job) => {
        jobs.push(job);
        return { state: "unavailable", reason: `asked ${job.tool}` };
      },
    },
    sides: async () => ({ base: before, head: after, merged: "github", own: new Set() }),
  });
  await review(literal);
  expect(jobs).toHaveLength(2);
  expect(written.comments[0]).toContain("asked kustomize");
});

test("a draft is not judged", async () => {
  const { literal, written } = port({ live: async () => ({ ...LIVE, draft: true }) });
  await review(literal);
  expect(written.checks).toMatchObject([[HEAD, { conclusion: "neutral" }]]);
});

test("what cannot be read rejects, and nothing is written", async () => {
  const { literal, written } = port({ readBlobs: () => Promise.reject(new Error("502")) });
  await expect(review(literal)).rejects.toThrow("502");
  expect(written).toEqual({ comments: [], checks: [] });
});

test("a failure of ours is a failed check that claims nothing and names its id", () => {
  expect(failureCheck("d-1")).toMatchObject({
    conclusion: "failure",
    summary: expect.stringMatching(/nothing is known about its impact.*`d-1`\.$/),
    annotations: [],
  });
});

describe("the configuration", () => {
  const configured = (keys: Partial<Config>) => ({ config: async () => ({ ...DEFAULT_CONFIG, ...keys }) });

  test("switches planning off, and the check says so", async () => {
    const sides = () => Promise.reject(new Error("read"));
    const { literal, written } = port({ ...configured({ enabled: false }), sides });
    expect(await review(literal)).toMatchObject({ outcome: "switched-off" });
    expect(written).toMatchObject({
      comments: [],
      checks: [[HEAD, { conclusion: "neutral", title: "Switched off" }]],
    });
  });

  test("leaves the comment away, and the check has everything", async () => {
    const { literal, written } = port(
      configured({ comment: { mode: "off", openLines: 12, groups: [], documentation: "" } }),
    );
    await review(literal);
    expect(written).toMatchObject({
      comments: [],
      checks: [[HEAD, { text: expect.stringContaining("Order after the merge") }]],
    });
  });

  test("shortens the comment to its head, and the check has everything", async () => {
    const { literal, written } = port(
      configured({ comment: { mode: "summary", openLines: 12, groups: [], documentation: "" } }),
    );
    await review(literal);
    expect(written.comments[0]).toContain("### ");
    expect(written.comments[0]).not.toContain("Order after the merge");
    expect(written.checks).toMatchObject([
      [HEAD, { text: expect.stringContaining("Order after the merge") }],
    ]);
  });

  test("lets an accepted finding end on its day", async () => {
    const ignore = [
      { rule: "node-rollout", reason: "known", until: "2026-01-01", except: new Set<string>() },
      { rule: "forward-only", reason: "known", until: "2025-12-31", except: new Set<string>() },
    ];
    const result = await review(port(configured({ ignore })).literal);
    const found = result.outcome === "planned" ? result.plan.findings : [];
    expect(found.map(({ rule, acknowledged }) => [rule, acknowledged?.by])).toEqual(
      expect.arrayContaining([
        ["node-rollout", "configuration"],
        ["forward-only", undefined],
      ]),
    );
  });
});
