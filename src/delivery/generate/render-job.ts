// The port to Kustomize and Helm: one job → what the tool printed, or why there is nothing.

/** A file laid out for a tool, `bytes` instead of its text where it is none. `oid` is its blob's id, by which equal jobs are known. */
export type JobFile = {
  readonly oid: string;
  readonly text: string;
  readonly bytes?: Uint8Array;
  readonly executable: boolean;
  /** Of a symbolic link: the path in the tree that it leads to in the end. */
  readonly link?: string;
};

/**
 * One rendering. `files` is the tree by path, `directory` the one in it that the tool runs in, `given` are files beside
 * the tree, reached with `givenPath`. `steps` are the arguments of each call, in order; the last one prints.
 */
export type RenderJob = {
  readonly tool: "kustomize" | "helm";
  readonly directory: string;
  readonly files: ReadonlyMap<string, JobFile>;
  readonly given: ReadonlyMap<string, string>;
  readonly steps: readonly (readonly string[])[];
};

/**
 * "failed": the tool ran to its end and refused; `message` is its first complaint without paths of the machine, and
 * `exact` tells whether it is the tool that Argo CD uses. "unavailable": it did not run, or not to its end.
 */
export type Rendered =
  | { readonly state: "rendered"; readonly text: string }
  | { readonly state: "failed"; readonly message: string; readonly exact: boolean }
  | { readonly state: "unavailable"; readonly reason: string };

/** Port: runs jobs, away from network, credentials and the rest of the machine. Never rejects for what a job holds. */
export type Renderers = { readonly render: (job: RenderJob) => Promise<Rendered> };

/** The same port, with equal jobs run once, whichever side or Application asks. */
export function rememberRenders({ render }: Renderers): Renderers {
  const known = new Map<string, Promise<Rendered>>();
  return {
    render: (job) => {
      const key = jobKey(job);
      const earlier = known.get(key);
      if (earlier !== undefined) return earlier;
      const rendered = render(job);
      known.set(key, rendered);
      return rendered;
    },
  };
}

/** How a step, which runs in `directory`, names a file beside the tree. */
export function givenPath(directory: string, name: string): string {
  return `${upFrom(directory)}../given/${name}`;
}

/** How a step names a file of the tree. */
export function treePath(directory: string, path: string): string {
  return `${upFrom(directory)}${path}` || ".";
}

function upFrom(directory: string): string {
  return directory === "" ? "./" : "../".repeat(directory.split("/").length);
}

/** Equal for jobs that print the same: of files that came from Git as they are, the blob id stands for the text. */
export function jobKey({ tool, directory, files, given, steps }: RenderJob): string {
  const tree = [...files].map(([path, { oid, text, executable, link }]) => [
    path,
    oid || text,
    executable,
    link,
  ]);
  return JSON.stringify([tool, directory, steps, [...given], tree]);
}
