// What a program says of its version → whether it may render, and whether it is the one that Argo CD 3.0 ships.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Program } from "./find.ts";
import type { Jail } from "./isolation.ts";
import { runSandboxed } from "./sandbox.ts";

type Tool = "kustomize" | "helm";

/** A program that may render, or why it may not. */
export type Judged =
  | {
      /** Its complaints are Argo CD's. */
      readonly exact: boolean;
    }
  | { readonly refused: string };

/** Argo CD 3.0.19's (argo-cd hack/tool-versions.sh), and the oldest that understands what it is asked. */
const TOOLS = {
  kustomize: { ask: ["version"], ours: [5, 6], oldest: [5, 0], last: 5, name: "Kustomize", wanted: "5.6.0" },
  helm: {
    ask: ["version", "--short"],
    ours: [3, 17],
    oldest: [3, 10],
    last: 3,
    name: "Helm",
    wanted: "3.17.1",
  },
} as const;

/** Asks a program, once. kubectl carries a Kustomize of its own and is never exact. */
export async function judgeProgram(tool: Tool, program: Program, jail: Jail): Promise<Judged> {
  if (!program.exact) return { exact: false };
  const scratch = await mkdtemp(join(tmpdir(), "breakwater-version-"));
  try {
    const call = { program: program.path, args: TOOLS[tool].ask, scratch, cwd: scratch };
    const run = await runSandboxed(call, jail);
    if (run.state === "stopped")
      return { refused: `${TOOLS[tool].name} did not tell its version: ${run.reason}` };
    return judgeVersion(tool, run.stdout);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Kustomize built by `go install` calls itself "(devel)": `npm run renderers` pins it. */
export function judgeVersion(tool: Tool, printed: string): Judged {
  const { ours, oldest, last, name, wanted } = TOOLS[tool];
  if (printed.trim() === "(devel)") return { exact: true };
  const [text, major, minor] = /v?(\d{1,6})\.(\d{1,6})(?:\.\d{1,6})?/.exec(printed) ?? [];
  if (text === undefined) return { refused: `${name} did not tell its version` };
  const [one, two] = [Number(major), Number(minor)];
  if (one < oldest[0] || (one === oldest[0] && two < oldest[1]))
    return { refused: `${name} ${text} is too old: Argo CD 3.0 runs ${wanted}` };
  if (one > last) return { refused: `${name} ${text} is too new: Argo CD 3.0 runs ${wanted}` };
  return { exact: one === ours[0] && two === ours[1] };
}
