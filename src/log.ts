// Fields and a message → one line of JSON, without secrets.

/** The part of a pino logger that Probot and the bot use. */
export type Log = {
  readonly child: (fields: object) => Log;
} & { readonly [level in Level]: (first: unknown, message?: unknown) => void };

const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;
export type Level = keyof typeof LEVELS;

/**
 * `write` gets whole lines; `now` in milliseconds since 1970. Records below `level` are not written. `decorate` adds to a
 * record what its reader wants besides.
 */
export type LogOptions = {
  readonly write: (line: string) => void;
  readonly level: Level;
  readonly now: () => number;
  readonly decorate?: (record: Readonly<Record<string, unknown>>) => object;
};

export function createLog(options: LogOptions, fields: object = {}): Log {
  const at = (level: Level) => (first: unknown, message?: unknown) => {
    if (LEVELS[level] < LEVELS[options.level]) return;
    const record = { level, time: new Date(options.now()).toISOString() };
    Object.assign(record, fields);
    addTo(record, first, message);
    if (options.decorate) Object.assign(record, options.decorate(record));
    options.write(`${redact(JSON.stringify(record))}\n`);
  };
  return {
    child: (more) => createLog(options, { ...fields, ...more }),
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("fatal"),
  };
}

/**
 * What must not stand in a log, in text or JSON: GitHub's tokens (installation tokens may carry dots and dashes, of any
 * length), bearer headers, credentials in addresses, private keys.
 */
export function redact(text: string): string {
  return text
    .replace(/\b(?:gh[a-z]_|github_pat_)[\w.-]+/g, "[token]")
    .replace(/\b(bearer|token|basic)(\s+)[\w.~+/=-]{8,}/gi, "$1$2[token]")
    .replace(/\beyJ[\w-]{10,}\.[\w-]+\.[\w-]+/g, "[token]")
    .replace(/(:\/\/)[^\s/@:"]*:[^\s/@"]*@/g, "$1[credentials]@")
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z ]*-----)?/g,
      "[private key]",
    );
}

function addTo(record: object, first: unknown, message: unknown): void {
  if (typeof first === "string") Object.assign(record, { msg: first });
  else if (first instanceof Error) Object.assign(record, { error: describe(first) });
  else if (typeof first === "object" && first !== null) {
    Object.assign(record, first);
    const { err } = first as { err?: unknown };
    if (err instanceof Error) Object.assign(record, { err: undefined, error: describe(err) });
  }
  if (typeof first !== "string" && typeof message === "string") Object.assign(record, { msg: message });
}

/** Name, message and where it came from; never the request or answer that an error of Octokit carries along. */
function describe(error: Error): {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
} {
  const { name, message, stack } = error;
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}
