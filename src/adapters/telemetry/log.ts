// Fields and a message → one line of JSON, without secrets.

/** The part of a pino logger that Probot and the bot use. */
export type Log = {
  readonly child: (fields: object) => Log;
} & { readonly [level in Level]: (first: unknown, message?: unknown) => void };

const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;
export type Level = keyof typeof LEVELS;

/** Records below `level` are not written. */
export type LogOptions = {
  /** Gets whole lines. */
  readonly write: (line: string) => void;
  readonly level: Level;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Gets the entry and its time, and returns fields that the reader of the record needs besides. */
  readonly decorate?: (entry: Readonly<Record<string, unknown>>, time: number) => object | undefined;
};

export function createLog(options: LogOptions, fields: object = {}): Log {
  const inherited = membersOf(fields);
  const at = (level: Level) => (first: unknown, message?: unknown) => {
    if (LEVELS[level] < LEVELS[options.level]) return;
    const time = options.now();
    const head = `"level":"${level}","time":"${new Date(time).toISOString()}"`;
    const entry = toldOf(first);
    const said =
      typeof message === "string" && typeof first !== "string" ? `,"msg":${JSON.stringify(message)}` : "";
    const more = options.decorate?.(entry, time);
    const line = `{${head}${inherited}${membersOf(entry)}${said}${more ? membersOf(more) : ""}}`;
    options.write(`${redact(line)}\n`);
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
  let clean = text;
  for (const [hint, pattern, instead] of SECRETS)
    if (clean.includes(hint)) clean = clean.replace(pattern, instead);
  return clean;
}

/** A text without the hint has nothing that the pattern fits: looking for the hint is cheaper. */
const SECRETS = [
  ["gh", /\b(?:gh[a-z]_|github_pat_)[\w.-]+/g, "[token]"],
  ["", /\b(bearer|token|basic)(\s+)[\w.~+/=-]{8,}/gi, "$1$2[token]"],
  ["eyJ", /\beyJ[\w-]{10,}\.[\w-]+\.[\w-]+/g, "[token]"],
  ["://", /(:\/\/)[^\s/@:"]*:[^\s/@"]*@/g, "$1[credentials]@"],
  [
    "-----BEGIN ",
    /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z ]*-----)?/g,
    "[private key]",
  ],
] as const;

/**
 * The members of an object as they stand in JSON, each after a comma. Objects are joined as text: of a name that two of them
 * have a reader takes the last, and copying them into one took a fifth of the receiver's time (`npm run bench:serverless`).
 */
function membersOf(object: object): string {
  const json = JSON.stringify(object);
  return json === "{}" ? "" : `,${json.slice(1, -1)}`;
}

function toldOf(first: unknown): Readonly<Record<string, unknown>> {
  if (typeof first === "string") return { msg: first };
  if (first instanceof Error) return { error: describe(first) };
  if (typeof first !== "object" || first === null) return {};
  const { err, toJSON } = first as { err?: unknown; toJSON?: unknown };
  if (err instanceof Error) return { ...first, err: undefined, error: describe(err) };
  // What would be no object in JSON is copied into one.
  return Array.isArray(first) || toJSON ? { ...first } : (first as Readonly<Record<string, unknown>>);
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
