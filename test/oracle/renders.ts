// What Kustomize and Helm print, by everything that they are given: kept for the process, and on the disk where a run asks for that.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobKey, type Rendered, type Renderers } from "../../src/delivery/generate/render-job.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The programs that Argo CD 3.0 runs; `npm run renderers` brings them. */
export const PROGRAMS = join(ROOT, ".tools/bin");

export type Store = {
  readonly get: (key: string) => unknown;
  readonly set: (key: string, value: object) => void;
};

/** Results outlive the process. What runs the programs is part of each name, so that nothing old is taken for new. */
export function storeIn(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const tools = toolsDigest();
  const fileOf = (key: string) => join(folder, `${digest(tools + key)}.json`);
  return {
    get: (key) => {
      try {
        return JSON.parse(readFileSync(fileOf(key), "utf8"));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    set: (key, value) => {
      const file = fileOf(key);
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
      renameSync(`${file}.${process.pid}`, file);
    },
  };
}

/** A renderer whose answers are kept. A run that did not come to its end is no answer. */
export function keepRenders({ render }: Renderers, store: Store): Renderers {
  return {
    render: async (job) => {
      const key = `product ${jobKey(job)}`;
      const found = store.get(key) as Rendered | undefined;
      if (found) return found;
      const rendered = await render(job);
      if (rendered.state !== "unavailable") store.set(key, rendered);
      return rendered;
    },
  };
}

function toolsDigest(): string {
  const programs = readdirSync(PROGRAMS).map((name) => {
    const { size, mtimeMs } = statSync(join(PROGRAMS, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  const folder = join(ROOT, "src/adapters/renderers");
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return digest([...programs, ...sources].join("\n"));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
