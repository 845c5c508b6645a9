// A directory with symbolic links → what Argo CD reads through them, and what is not evaluated.
import { expect, test } from "@jest/globals";
import { renderDirectory } from "../../../src/delivery/generate/directory.ts";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import { linkOutOfBounds } from "../../../src/delivery/generate/links.ts";
import type { ReadBlobs, Snapshot } from "../../../src/model/snapshot.ts";
import { snapshots } from "../../support/repository.ts";

const LINK = "→";
const NO_EVALUATION = "a symbolic link that leads in a circle or cannot be read";

test.each<[string, Record<string, string>, { read: string[]; unread: string[] }]>([
  ["to a file elsewhere", { "web/a.yaml": `${LINK}../lib/a.yaml` }, { read: ["web/a.yaml"], unread: [] }],
  [
    "over another link",
    { "web/a.yaml": `${LINK}b.link`, "web/b.link": `${LINK}../lib/a.yaml` },
    { read: ["web/a.yaml"], unread: [] },
  ],
  ["to nothing, which Argo CD skips", { "web/a.yaml": `${LINK}no.yaml` }, { read: [], unread: [] }],
  [
    "in a circle",
    { "web/a.yaml": `${LINK}b.yaml`, "web/b.yaml": `${LINK}a.yaml` },
    { read: [], unread: ["web/a.yaml", "web/b.yaml"] },
  ],
  ["that cannot be read", { "web/a.yaml": `${LINK}lost` }, { read: [], unread: ["web/a.yaml"] }],
])("a link %s", async (_, links, expected) => {
  const { snapshot, readBlobs } = repository(links);
  const files = createFiles(readBlobs);
  expect(await linkOutOfBounds(snapshot, files)).toBeUndefined();
  const paths = snapshot.paths.filter((path) => /^web\/.*\.yaml$/.test(path));
  const { manifests, problems, unrendered } = await renderDirectory(snapshot, paths, files, "3.0");
  expect(manifests.map(({ origin }) => origin.path)).toEqual(expected.read);
  expect(unrendered).toEqual(expected.unread.map((path) => ({ path, reason: NO_EVALUATION })));
  expect(problems).toEqual([]);
});

/** A text that begins with an arrow is a link; one to "lost" has no blob. */
function repository(links: Readonly<Record<string, string>>): { snapshot: Snapshot; readBlobs: ReadBlobs } {
  const { snapshots: made, readBlobs } = snapshots({
    "lib/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    ...Object.fromEntries(Object.entries(links).map(([path, text]) => [path, text.replace(LINK, "")])),
  });
  const snapshot = made[0] as Snapshot;
  const files = [...snapshot.files].map(([path, file]) => {
    if (links[path] === undefined) return [path, file] as const;
    const oid = links[path] === `${LINK}lost` ? "0".repeat(40) : file.oid;
    return [path, { oid, mode: "120000" }] as const;
  });
  return { snapshot: { ...snapshot, files: new Map(files) }, readBlobs };
}
