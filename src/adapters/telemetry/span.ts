// Work → the same work inside a span, for whoever collects them; nobody does unless the process registers a provider.
import { SpanStatusCode, trace } from "@opentelemetry/api";

type Attributes = Readonly<Record<string, string | number>>;

/** `ended` tells what came of it: more attributes, and whether it failed. */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  run: () => Promise<T>,
  ended: (result: T) => { readonly attributes: Attributes; readonly failed: boolean },
): Promise<T> {
  return trace.getTracer("breakwater").startActiveSpan(name, { attributes }, async (span) => {
    try {
      const result = await run();
      const { attributes: more, failed } = ended(result);
      span.setAttributes(more);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      return result;
    } finally {
      span.end();
    }
  });
}
