// This machine → how a renderer is kept away from it: in a root of its own that holds its tree and nothing else.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";

/** How programs are kept away from the machine. */
export type Jail = {
  /** What starts the shell that sets the limits. */
  readonly outer: readonly string[];
  /** Whether `outer` makes a process namespace, where nothing outlives the run. */
  readonly alone: boolean;
  /** Whether `outer` makes a user namespace, in which processes are counted apart from what else the user runs. */
  readonly counted: boolean;
  /** What that shell runs: the program, in a directory below the scratch directory. */
  readonly command: (program: string, scratch: string, cwd: string) => readonly string[];
  /** The scratch directory as the program names it. */
  readonly root: (scratch: string) => string;
};

/** Why nothing is run here, in words that go into a plan. */
export type NoJail = { readonly refused: string };

/**
 * The isolation that BREAKWATER_RENDER_ISOLATION names, tried out once: `bubblewrap`, also where it is not set, or `none`,
 * by which whoever starts the process says that there is nothing here that a pull request may not read.
 */
export function findJail(env: NodeJS.ProcessEnv): Jail | NoJail {
  const wanted = env["BREAKWATER_RENDER_ISOLATION"] || "bubblewrap";
  if (wanted === "none") return UNSHARED.find(starts) ?? UNGUARDED;
  if (wanted !== "bubblewrap")
    return { refused: `BREAKWATER_RENDER_ISOLATION is ${JSON.stringify(wanted)}, not bubblewrap or none` };
  return EMPTY_ROOTS.find(starts) ?? { refused: NO_NAMESPACES };
}

const NO_NAMESPACES =
  "it is run only in a file system of its own, which this machine does not give it (bubblewrap and user namespaces)";

/** Where the scratch directory lies in the empty root. */
const WORK = "/work";

/** No credentials are at hand, but what the user may read, the program may. */
export const UNGUARDED: Jail = {
  outer: [],
  alone: false,
  counted: false,
  command: (program) => [program],
  root: (scratch) => scratch,
};

const UNSHARED: readonly Jail[] = [true, false].flatMap((alone) =>
  ["/usr/bin/unshare", "/bin/unshare"].map((path) => {
    const processes = alone ? ["--pid", "--fork", "--kill-child"] : [];
    const outer = [path, "--map-root-user", "--net", ...processes, "--"];
    return { ...UNGUARDED, outer, alone, counted: true };
  }),
);

/** First those in which processes are counted. bubblewrap makes the other namespaces by itself. */
const EMPTY_ROOTS: readonly Jail[] = [...UNSHARED, UNGUARDED].flatMap((jail) =>
  ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"].map((bubblewrap) => ({
    ...jail,
    command: (program: string, scratch: string, cwd: string) => {
      const own = `/bin/${basename(program)}`;
      const libraries = isStatic(program) ? [] : LIBRARIES.flatMap((path) => ["--ro-bind-try", path, path]);
      return [
        ...[bubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
        ...[...libraries, "--ro-bind", program, own, "--bind", scratch, WORK],
        ...["--remount-ro", "/", "--chdir", `${WORK}${cwd.slice(scratch.length)}`, "--", own],
      ];
    },
    root: () => WORK,
  })),
);

/** What a program that is linked dynamically needs to start. They come with the system and hold nobody's data. */
const LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"];

/** Whether a jail can be made here at all: a shell is started in it. */
function starts(jail: Jail): boolean {
  const [command, ...args] = [...jail.outer, ...jail.command("/bin/sh", "/tmp", "/tmp"), "-c", "exit 0"];
  return spawnSync(command as string, args, { stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** Bytes of a program in which its header and the name of its loader lie. */
const HEADER = 4096;

const STATIC = new Map<string, boolean>();

/** Programs of Linux that name a loader of libraries (ELF, PT_INTERP) do not start without it. Read once. */
function isStatic(program: string): boolean {
  const known = STATIC.get(program) ?? namesNoLoader(program);
  STATIC.set(program, known);
  return known;
}

function namesNoLoader(program: string): boolean {
  const header = Buffer.alloc(HEADER);
  const file = openSync(program, "r");
  try {
    readSync(file, header, 0, HEADER, 0);
  } finally {
    closeSync(file);
  }
  return !/\/lib[^\0]*\/ld[-.]/.test(header.toString("latin1"));
}
