// The sweeper in a serving process, which has no external schedule.
import type { Log } from "../../adapters/telemetry/log.ts";
import type { RunSweep } from "./run.ts";

/** In milliseconds; the same as in serverless.yml. A process that starts has missed what came while there was none. */
const EVERY = 600_000;
const FIRST_AFTER = 5_000;
/** In hours: most runs look back over the first, one in so many over all that GitHub keeps. */
const SHORT = 6;
const ALL = 72;
const ALL_EACH = 36;

/** A run that takes longer than the pause is not interrupted: the next one waits for its turn. Never throws. */
export function sweepOnTimer(run: RunSweep, log: Log): { readonly stop: () => void } {
  let runs = 0;
  let running = false;
  const once = async () => {
    if (running) return;
    running = true;
    const end = Date.now() + EVERY;
    const hours = runs++ % ALL_EACH === 0 ? ALL : SHORT;
    try {
      await run({ hours }, () => end - Date.now());
    } catch (error) {
      log.error({ err: error, outcome: "failed", reason: "sweep" }, "not swept");
    }
    running = false;
  };
  const first = setTimeout(once, FIRST_AFTER);
  const timer = setInterval(once, EVERY);
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
