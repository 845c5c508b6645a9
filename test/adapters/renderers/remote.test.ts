// Renderings by way of another process: what travels, what comes back, and what is said when nothing does.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { askFunction } from "../../../src/adapters/renderers/lambda-sdk.ts";
import { askOverHttp, remoteRenderers } from "../../../src/adapters/renderers/remote.ts";
import { decodeJob, decodeRendered, encodeJob } from "../../../src/adapters/renderers/wire.ts";
import type { RenderJob } from "../../../src/delivery/generate/render-job.ts";

const JOB: RenderJob = {
  tool: "helm",
  directory: "a",
  files: new Map([
    ["a/Chart.yaml", { oid: "", text: "name: ü\n", executable: false }],
    ["a/charts/b.tgz", { oid: "", text: "", bytes: Buffer.from([0, 255, 10]), executable: true }],
  ]),
  given: new Map([["values.yaml", "a: 1\n"]]),
  steps: [["template", "."], ["x"]],
};

describe("what travels", () => {
  test("a job, text and bytes, comes out as it went in", () => {
    expect(decodeJob(JSON.parse(encodeJob(JOB)))).toEqual(JOB);
  });

  test.each<[string, (job: Record<string, unknown>) => unknown]>([
    ["no map", () => "x"],
    ["nothing", () => null],
    ["another tool", (job) => ({ ...job, tool: "sh" })],
    ["no directory", (job) => ({ ...job, directory: 1 })],
    ["files that are none", (job) => ({ ...job, files: {} })],
    ["a file without text", (job) => ({ ...job, files: [{ path: "a", executable: false }] })],
    ["a file without a path", (job) => ({ ...job, files: [{ text: "a", executable: false }] })],
    ["a file that says nothing of its mode", (job) => ({ ...job, files: [{ path: "a", text: "" }] })],
    ["given files that are no pairs", (job) => ({ ...job, given: [["a"]] })],
    ["given files that are no texts", (job) => ({ ...job, given: [["a", 1]] })],
    ["steps that are no words", (job) => ({ ...job, steps: [[1]] })],
    ["steps that are no list", (job) => ({ ...job, steps: "template" })],
  ])("a job with %s is none", (_, change) => {
    expect(decodeJob(change(JSON.parse(encodeJob(JOB)) as Record<string, unknown>))).toBeUndefined();
  });

  test("an answer is one of three, whatever else comes", () => {
    const answer = fc.oneof(
      fc.record({ state: fc.constant("rendered"), text: fc.string() }),
      fc.record({ state: fc.constant("failed"), message: fc.string(), exact: fc.boolean() }),
      fc.record({ state: fc.constant("unavailable"), reason: fc.string() }),
    );
    fc.assert(fc.property(answer, (one) => expect(decodeRendered(JSON.stringify(one))).toEqual(one)));
    for (const text of [
      "",
      "null",
      "[]",
      '{"state":"rendered"}',
      '{"state":"failed","message":"x"}',
      '{"state":"ok"}',
    ])
      expect(decodeRendered(text)).toBeUndefined();
  });
});

describe("a renderer elsewhere", () => {
  const rendered = { state: "rendered", text: "a: 1\n" } as const;
  const unavailable = (reason: string) => ({ state: "unavailable", reason });

  test("is believed", async () => {
    const asked: string[] = [];
    const { render } = remoteRenderers(async (job) => {
      asked.push(job);
      return JSON.stringify(rendered);
    }, 10_000);
    expect(await render(JOB)).toEqual(rendered);
    expect(asked).toEqual([encodeJob(JOB)]);
  });

  test("that answers nonsense, or not at all, leaves the Application not evaluated", async () => {
    const nonsense = remoteRenderers(async () => "<html>", 10_000);
    expect(await nonsense.render(JOB)).toEqual(
      unavailable("the renderer did not answer: its answer is none"),
    );
    const silent = remoteRenderers(
      () => Promise.reject(Object.assign(new Error("secret"), { code: "ECONNREFUSED" })),
      10_000,
    );
    expect(await silent.render(JOB)).toEqual(unavailable("the renderer did not answer: ECONNREFUSED"));
  });

  test("is not sent what it does not take", async () => {
    const { render } = remoteRenderers(() => Promise.reject(new Error("was asked")), 50);
    expect(await render(JOB)).toEqual(unavailable("its files exceed the 50 bytes that the renderer takes"));
  });
});

describe("over the network", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  /** Answers every request with what `respond` makes of its path and body. */
  async function listen(
    respond: (
      path: string,
      body: string,
    ) => { status?: number; headers?: Record<string, string>; body: string },
  ) {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      request.on("end", () => {
        const answer = respond(request.url ?? "", body);
        response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test("HTTP: the job goes to /render", async () => {
    const url = await listen((path, body) => ({ body: `${path} ${body}` }));
    expect(await askOverHttp(url)("{}")).toBe("/render {}");
  });

  test("HTTP: a refusal is no answer", async () => {
    const url = await listen(() => ({ status: 413, body: "" }));
    await expect(askOverHttp(url)("{}")).rejects.toMatchObject({ code: "status 413" });
  });

  describe("Lambda's Invoke (AWS Lambda API reference)", () => {
    const env = { ...process.env };
    afterEach(() => {
      process.env = { ...env };
    });
    const credentials = (url: string) =>
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_LAMBDA: url,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
      });

    test("the payload goes there and comes back", async () => {
      const url = await listen((path, body) => ({ body: JSON.stringify({ path, job: JSON.parse(body) }) }));
      credentials(url);
      expect(JSON.parse(await askFunction("breakwater-prod-renderer")('{"a":1}'))).toEqual({
        path: "/2015-03-31/functions/breakwater-prod-renderer/invocations",
        job: { a: 1 },
      });
    });

    test("a function that fails is no answer", async () => {
      const url = await listen(() => ({
        headers: { "x-amz-function-error": "Unhandled" },
        body: '{"errorMessage":"out of memory"}',
      }));
      credentials(url);
      await expect(askFunction("renderer")("{}")).rejects.toMatchObject({ code: "Unhandled" });
    });
  });
});
