// Go duration text → seconds. Never throws.

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Whole seconds of `5m`, `1h30m`, `0` (Go time.ParseDuration; rounded, as the Kubernetes fields in seconds are
 * whole). Undefined for other text and for negative durations, which no field here allows.
 */
export function durationSeconds(text: string): number | undefined {
  if (text === "0") return 0;
  const part = /(\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(ns|us|µs|μs|ms|s|m|h)/y;
  let total = 0;
  while (part.lastIndex < text.length) {
    const [, amount, unit] = part.exec(text) ?? [];
    if (amount === undefined || unit === undefined) return undefined;
    total += Number(amount) * (UNITS[unit] ?? 0);
  }
  return text === "" ? undefined : Math.round(total);
}
