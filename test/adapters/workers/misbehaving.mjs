// A process that does with a job whatever the job's delivery names.
import { closeSync, openSync } from "node:fs";

// What V8 says of a full heap would make Jest take its own worker for the one that ran out of memory.
closeSync(2);
openSync("/dev/null", "w");
/** @param {object} message */
const send = (message) => process.send?.(message);

/** @type {Record<string, () => unknown>} */
const ACTS = {
  answer: () => send({ kind: "ended", result: { at: 7 }, heap: 1 }),
  loop: () => {
    for (;;);
  },
  wait: () => {},
  list: () => {
    let list = [1];
    for (;;) list = [...list, ...list];
  },
  buffers: () => {
    const kept = [];
    for (;;) kept.push(Buffer.alloc(8_000_000, 1));
  },
  exit: () => process.exit(3),
  env: () => send({ kind: "ended", result: { failed: Object.keys(process.env).join() }, heap: 1 }),
  push: () => send({ kind: "push", id: 0, jobs: [] }),
};
process.on("message", (/** @type {any} */ message) => {
  if (message.kind === "run") ACTS[message.run.job.delivery]?.();
  else send({ kind: "ended", result: { failed: message.kind }, heap: 1 });
});
