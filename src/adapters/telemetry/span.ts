// Work → the same work inside a span. Without a registered provider, spans are not collected.
import { SpanStatusCode, trace } from "@opentelemetry/api";

type Attributes = Readonly<Record<string, string | number>>;

/** `ended` turns the result into more attributes, and says whether it failed. */
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
