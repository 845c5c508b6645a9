// Programs → the port that renders: each job in a directory of its own, which is removed afterwards.
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Rendered, Renderers, RenderJob } from "../../delivery/generate/render-job.ts";
import { RENDERER } from "../../model/unevaluated.ts";
import { complaint } from "./complaint.ts";
import type { Program, Programs } from "./find.ts";
import type { Jail, NoJail } from "./isolation.ts";
import { LIMITS, type Limits, type Run, runSandboxed } from "./sandbox.ts";
import { type Judged, judgeProgram } from "./version.ts";

/** Jobs that run at the same time. */
const AT_ONCE = 2;

/**
 * A tool that is missing, too old or not to be kept away from the machine is an answer ("unavailable"), so that a plan
 * names what it could not render.
 */
export function createRenderers(
  programs: Programs,
  jail: Jail | NoJail,
  limits: Limits = LIMITS,
  judge: typeof judgeProgram = judgeProgram,
): Renderers {
  const enter = turnstile(AT_ONCE);
  const judged = new Map<Program, Promise<Judged>>();
  return {
    render: async (job) => {
      const program = programs[job.tool];
      if (!program) return unavailable(RENDERER.absent(toolName(job)));
      if ("refused" in jail) return unavailable(RENDERER.isolation(toolName(job), jail.refused));
      if (!program.exact && job.steps.length > 1) {
        return unavailable(RENDERER.kubectl);
      }
      const judging = judged.get(program) ?? judge(job.tool, program, jail);
      judged.set(program, judging);
      const judgement = await judging;
      if ("refused" in judgement) return unavailable(judgement.refused);
      return enter(() => renderAlone(job, program, judgement.exact, jail, limits));
    },
  };
}

async function renderAlone(
  job: RenderJob,
  program: Program,
  exact: boolean,
  jail: Jail,
  limits: Limits,
): Promise<Rendered> {
  const scratch = await mkdtemp(join(tmpdir(), "breakwater-render-"));
  try {
    if (!(await layOut(scratch, job))) return unavailable(RENDERER.layout);
    const call = { program: program.path, scratch, cwd: treeOf(scratch, job.directory) };
    let printed: Run = { state: "stopped", reason: "it was not asked anything" };
    for (const step of job.steps) {
      const args = program.exact ? step : ["kustomize", "."];
      printed = await runSandboxed({ ...call, args }, jail, limits);
      if (printed.state === "stopped") return unavailable(RENDERER.stopped(toolName(job), printed.reason));
      if (printed.code !== 0) {
        return {
          state: "failed",
          message: complaint(printed.stderr, jail.root(scratch), templatesOf(job)),
          exact,
        };
      }
    }
    return printed.state === "ended"
      ? { state: "rendered", text: printed.stdout }
      : unavailable(printed.reason);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    return unavailable(RENDERER.files(toolName(job), code));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Writes the tree: regular files, and links to what lies in the tree and is none itself, so that no link leads out of it. False where a path would lie outside of it, which no snapshot should hold. */
async function layOut(scratch: string, { files, given, directory }: RenderJob): Promise<boolean> {
  for (const name of ["home", "tmp", "given"]) await mkdir(join(scratch, name));
  const root = treeOf(scratch, "");
  const inside = (path: string) => relative(root, resolve(root, path)) === path && !path.startsWith("..");
  const places = [...files].flatMap(([path, { link }]) => (link === undefined ? [path] : [path, link]));
  if (!inside(directory) || places.some((path) => path.includes("\0") || !inside(path))) return false;
  const isLink = (path: string) => files.get(path)?.link !== undefined;
  const leadsThroughLink = (path: string) =>
    path.split("/").some((_, i, parts) => isLink(parts.slice(0, i + 1).join("/")));
  if ([...files.values()].some(({ link }) => link !== undefined && leadsThroughLink(link))) return false;
  await mkdir(treeOf(scratch, directory), { recursive: true });
  for (const [path, { text, bytes, executable, link }] of files) {
    const target = resolve(root, path);
    await mkdir(dirname(target), { recursive: true });
    if (link !== undefined) {
      await symlink(relative(dirname(target), resolve(root, link)) || ".", target);
      continue;
    }
    await writeFile(target, bytes ?? text, { flag: "wx" });
    if (executable) await chmod(target, 0o755);
  }
  for (const [name, text] of given) await writeFile(join(scratch, "given", name), text, { flag: "wx" });
  return true;
}

function treeOf(scratch: string, directory: string): string {
  return join(scratch, "tree", directory);
}

/** At most `places` at once, the others in the order they came. */
function turnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** The texts that a chart's author wrote. */
function templatesOf({ tool, files }: RenderJob): readonly string[] {
  if (tool !== "helm") return [];
  return [...files].flatMap(([path, { text }]) => (/(?:^|\/)templates\//.test(path) ? text : []));
}

function toolName({ tool }: RenderJob): string {
  return tool === "helm" ? "Helm" : "Kustomize";
}

function unavailable(reason: string): Rendered {
  return { state: "unavailable", reason };
}
