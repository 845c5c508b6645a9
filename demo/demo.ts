// Arguments of `breakwater demo` → the bot and a simulated GitHub in this process, until Ctrl-C; or once.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, type Log } from "../src/adapters/telemetry/log.ts";
import { UsageError } from "../src/lib/usage-error.ts";
import { faultsOf, waitForPlans } from "./outcome.ts";
import { report } from "./report.ts";
import { openScenario, readExample } from "./scenario.ts";
import { type Page, servePage } from "./serve.ts";
import { createStage, type DemoStage } from "./stage.ts";
import type { TerminalOptions } from "./terminal.ts";

/** In milliseconds. */
const PATIENCE = 60_000;

/**
 * `once` prints the plans and ends; else the page is served on 127.0.0.1, at PORT or any free port, until SIGINT or
 * SIGTERM. Gives 1 where a plan is missing or anything failed. What was created on disk is removed.
 */
export async function demo(once: boolean): Promise<number> {
  const example = readExample();
  const wanted = port();
  const directory = mkdtempSync(join(tmpdir(), "breakwater-demo-"));
  const failures: string[] = [];
  const stage = createStage(directory, narrator(failures, once));
  // The simulation's Git processes do not keep Node alive, and without a page nothing else does.
  const awake = setInterval(() => {}, 60_000);
  let page: Page | undefined;
  try {
    const proposals = await openScenario(stage.github, example);
    const paths = Object.keys(example.files);
    if (!once) page = await servePage({ stage, proposals, paths, port: wanted });
    const sound = await show(
      stage,
      proposals.map(({ number }) => number),
      failures,
      page?.address,
    );
    if (!page) return sound ? 0 : 1;
    print(`\nThe conversations: ${page.address} (Ctrl-C ends the demo)\n`);
    await stopped();
    return sound ? 0 : 1;
  } finally {
    clearInterval(awake);
    await page?.close();
    await stage.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Waits for the plans and prints them; false where something is wrong, which standard error then tells. */
async function show(
  stage: DemoStage,
  numbers: readonly number[],
  failures: readonly string[],
  address: string | undefined,
): Promise<boolean> {
  const planned = await waitForPlans(stage.github, numbers, PATIENCE);
  await Promise.race([stage.settled(), new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
  for (const one of planned) {
    const { number } = one.conversation;
    print(`\n${report(one, address && `${address}pull/${number}`, terminal())}`);
  }
  const faults = faultsOf(stage.github, numbers, planned, failures);
  for (const fault of faults) process.stderr.write(`breakwater: demo: ${fault}\n`);
  return faults.length === 0;
}

/** The bot's log: failures are kept, and jobs after the first plans are told in one line when somebody is watching. */
function narrator(failures: string[], quiet: boolean): Log {
  const write = (line: string) => {
    const record = JSON.parse(line) as Record<string, unknown>;
    const { level, msg, number, outcome, verdict, calls, failure } = record;
    if (level === "error" || level === "fatal") failures.push(`the bot failed: ${failure ?? msg ?? line}`);
    if (quiet || typeof outcome !== "string" || number === undefined) return;
    const what = typeof verdict === "string" ? `${outcome}, ${verdict}` : outcome;
    print(`#${number} ${what} (${calls} requests to GitHub)\n`);
  };
  return createLog({ write, level: "info", now: Date.now });
}

/** 0 stands for any free one. */
function port(): number {
  const wanted = Number(process.env["PORT"] || 0);
  if (Number.isInteger(wanted) && wanted >= 0 && wanted <= 65_535) return wanted;
  throw new UsageError(`PORT is not a port: "${process.env["PORT"]}"`);
}

function terminal(): TerminalOptions {
  const { isTTY, columns } = process.stdout;
  return { width: Math.min(Math.max(60, columns ?? 100), 120), colour: isTTY && !process.env["NO_COLOR"] };
}

function print(text: string): void {
  process.stdout.write(text);
}

/** The second signal ends the process at once. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
}
