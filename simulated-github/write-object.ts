// A type and a content → an object of its own file in a bare repository, as Git itself would write it.
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/** Gives the object's name. No process is started for it. */
export async function writeObject(directory: string, type: string, content: string): Promise<string> {
  const bytes = Buffer.from(content);
  const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
  const oid = createHash("sha1").update(whole).digest("hex");
  const folder = join(directory, "objects", oid.slice(0, 2));
  const file = join(folder, oid.slice(2));
  if (await isThere(file)) return oid;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, deflateSync(whole));
  await rename(unfinished, file);
  return oid;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
