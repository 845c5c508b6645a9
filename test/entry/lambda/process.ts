// A command → a process whose lines of JSON are collected, ended with the tests.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll } from "@jest/globals";

type Line = Readonly<Record<string, unknown>>;
export type Child = {
  readonly lines: readonly Line[];
  /** The first line that fits, from now or before. Rejects when the process ends without. */
  readonly line: (fits: (line: Line) => boolean) => Promise<Line>;
  readonly kill: () => Promise<void>;
  readonly errors: () => string;
};

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  const child = spawn(command, args, {
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: Line[] = [];
  let errors = "";
  const waiting: (() => void)[] = [];
  let over = false;
  const wake = () => {
    for (const one of waiting.splice(0)) one();
  };
  child.stderr?.on("data", (chunk) => {
    errors += String(chunk);
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
    if (line.startsWith("{")) lines.push(JSON.parse(line) as Line);
    wake();
  });
  const ended = new Promise<void>((resolve) =>
    child.once("close", () => {
      over = true;
      wake();
      resolve();
    }),
  );
  return {
    lines,
    line: async (fits) => {
      for (;;) {
        const found = lines.find(fits);
        if (found) return found;
        if (over) throw new Error(`the process ended: ${errors}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    kill: () => {
      child.kill("SIGKILL");
      return ended;
    },
    errors: () => errors,
  };
}
