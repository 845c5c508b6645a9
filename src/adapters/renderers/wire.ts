// A rendering and its answer ↔ JSON, for a renderer in another process.
import type { JobFile, Rendered, RenderJob } from "../../delivery/generate/render-job.ts";

/** A file as it travels: text as it is, anything else in base64. */
type WireFile = {
  readonly path: string;
  readonly text?: string;
  readonly base64?: string;
  readonly executable: boolean;
};

export function encodeJob({ tool, directory, files, given, steps }: RenderJob): string {
  const wired = [...files].map(([path, { text, bytes, executable }]): WireFile => {
    return bytes
      ? { path, base64: Buffer.from(bytes).toString("base64"), executable }
      : { path, text, executable };
  });
  return JSON.stringify({ tool, directory, files: wired, given: [...given], steps });
}

/** JSON as it was parsed. Undefined where it is no rendering in every detail: a renderer runs only what it understands. */
export function decodeJob(value: unknown): RenderJob | undefined {
  const { tool, directory, files, given, steps } = recordOf(value);
  if ((tool !== "kustomize" && tool !== "helm") || typeof directory !== "string") return undefined;
  if (!Array.isArray(files) || !Array.isArray(given) || !Array.isArray(steps)) return undefined;
  if (!given.every(isTexts) || !given.every((pair) => pair.length === 2) || !steps.every(isTexts))
    return undefined;
  const decoded = files.map(fileOf);
  if (decoded.some((file) => file === undefined)) return undefined;
  return {
    tool,
    directory,
    files: new Map(decoded as [string, JobFile][]),
    given: new Map(given as [string, string][]),
    steps,
  };
}

/** Undefined where the text is none. */
export function decodeRendered(text: string): Rendered | undefined {
  const { state, ...rest } = recordOf(parsed(text));
  const { text: printed, message, exact, reason } = rest;
  if (state === "rendered" && typeof printed === "string") return { state, text: printed };
  if (state === "unavailable" && typeof reason === "string") return { state, reason };
  if (state === "failed" && typeof message === "string" && typeof exact === "boolean")
    return { state, message, exact };
  return undefined;
}

function fileOf(value: unknown): [string, JobFile] | undefined {
  const { path, text, base64, executable } = recordOf(value);
  if (typeof path !== "string" || typeof executable !== "boolean") return undefined;
  if (typeof text === "string") return [path, { oid: "", text, executable }];
  if (typeof base64 !== "string") return undefined;
  return [path, { oid: "", text: "", bytes: Buffer.from(base64, "base64"), executable }];
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Undefined where the text is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
