// A clock that other processes do not move: what this process has computed so far.

/** Milliseconds of processor time. For limits on effort, which a busy machine must not break. */
export function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
