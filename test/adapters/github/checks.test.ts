// The check run: one request, more for many annotations, never a second run for a lost answer.
import { describe, expect, test } from "@jest/globals";
import { writeCheck } from "../../../src/adapters/github/checks.ts";
import type { Annotation, CheckRun } from "../../../src/render/check-run.ts";
import { github, pinCalls, REPO, repository } from "./client.ts";

pinCalls();

const SHA = "a".repeat(40);
const annotation = (line: number): Annotation => ({
  path: "a.yaml",
  start_line: line,
  end_line: line,
  annotation_level: "warning",
  title: "F1",
  message: "m",
});
const check = (annotations = 0): CheckRun => ({
  conclusion: "success",
  title: "GO",
  summary: "nothing",
  text: "",
  annotations: Array.from({ length: annotations }, (_, i) => annotation(i + 1)),
});
type Body = { output: { annotations: Annotation[]; title: string; summary: string } };

test("is created completed, with what finds it again", async () => {
  const expected = {
    name: "breakwater/impact",
    head_sha: SHA,
    external_id: "delivery/1",
    status: "completed",
    conclusion: "success",
    output: { title: "GO", summary: "nothing", annotations: [] },
  };
  github().post(`${REPO}/check-runs`, expected).reply(201, { id: 9 });
  await writeCheck(repository(), SHA, check(), "delivery/1");
});

test("brings its annotations fifty at a time", async () => {
  const sizes: number[] = [];
  const count = (body: Body) => {
    sizes.push(body.output.annotations.length);
    return body.output.title === "GO" && body.output.summary === "nothing";
  };
  github().post(`${REPO}/check-runs`, count).reply(201, { id: 9 });
  github().patch(`${REPO}/check-runs/9`, count).twice().reply(200, { id: 9 });
  await writeCheck(repository(), SHA, check(101), "delivery/1");
  expect(sizes).toEqual([50, 50, 1]);
});

test("whose answer was lost is looked for before it is created again", async () => {
  const runs = {
    total_count: 2,
    check_runs: [
      { id: 8, external_id: "other/1" },
      { id: 9, external_id: "delivery/1", output: { annotations_count: 50 } },
    ],
  };
  const query = { check_name: "breakwater/impact", per_page: 100 };
  github().post(`${REPO}/check-runs`).once().reply(504);
  github().get(`${REPO}/commits/${SHA}/check-runs`).query(query).reply(200, runs);
  github().patch(`${REPO}/check-runs/9`).reply(200, { id: 9 });
  await writeCheck(repository(), SHA, check(51), "delivery/1");
});

describe("that an earlier attempt may have written", () => {
  const listed = (...runs: object[]) =>
    github()
      .get(`${REPO}/commits/${SHA}/check-runs`)
      .query(true)
      .reply(200, { total_count: runs.length, check_runs: runs });

  test("is made to say the same, and has its annotations once", async () => {
    listed({ id: 9, external_id: "delivery/7", output: { annotations_count: 3 } });
    const expected = {
      status: "completed",
      conclusion: "success",
      output: { title: "GO", summary: "nothing", annotations: [] },
    };
    github().patch(`${REPO}/check-runs/9`, expected).reply(200, { id: 9 });
    await writeCheck(repository(), SHA, check(3), "delivery/7", true);
  });

  test("is created where it did not", async () => {
    listed({ id: 8, external_id: "other/7" });
    github().post(`${REPO}/check-runs`).reply(201, { id: 9 });
    await writeCheck(repository(), SHA, check(), "delivery/7", true);
  });
});

test("that is not there is created once more", async () => {
  github()
    .post(`${REPO}/check-runs`)
    .replyWithError("reset")
    .post(`${REPO}/check-runs`)
    .reply(201, { id: 9 });
  github()
    .get(`${REPO}/commits/${SHA}/check-runs`)
    .query(true)
    .reply(200, { total_count: 0, check_runs: [] });
  await writeCheck(repository(), SHA, check(), "delivery/1");
});

test.each([403, 404, 422])("that GitHub refuses with %i is an error", async (status) => {
  github().post(`${REPO}/check-runs`).reply(status, { message: "no" });
  await expect(writeCheck(repository(), SHA, check(), "delivery/1")).rejects.toMatchObject({ status });
});
