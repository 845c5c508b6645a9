// A job is a span with what its record says, for a provider that somebody registered.
import { afterAll, expect, jest, test } from "@jest/globals";
import { type Span, SpanStatusCode, type TracerProvider, trace } from "@opentelemetry/api";
import { inSpan } from "../../../src/adapters/telemetry/span.ts";

afterAll(() => trace.disable());

test("a span begins with what is asked for, ends with what came of it, and says failures", async () => {
  const seen: unknown[] = [];
  const span = {
    setAttributes: (more: object) => seen.push(more),
    setStatus: ({ code }: { code: SpanStatusCode }) => seen.push(SpanStatusCode[code]),
    end: () => seen.push("end"),
  } as unknown as Span;
  const startActiveSpan = jest.fn((name: string, options: object, run: (span: Span) => unknown) => {
    seen.push(name, options);
    return run(span);
  });
  trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) } as unknown as TracerProvider);
  const ended = (outcome: string) => ({ attributes: { outcome }, failed: outcome === "failed" });
  expect(await inSpan("job review", { number: 7 }, async () => "planned", ended)).toBe("planned");
  await inSpan("job review", {}, async () => "failed", ended);
  await expect(inSpan("job review", {}, () => Promise.reject(new Error("no")), ended)).rejects.toThrow("no");
  expect(seen).toEqual([
    ...["job review", { attributes: { number: 7 } }, { outcome: "planned" }, "end"],
    ...["job review", { attributes: {} }, { outcome: "failed" }, "ERROR", "end"],
    ...["job review", { attributes: {} }, "end"],
  ]);
});
