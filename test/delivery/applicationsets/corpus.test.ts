// Real repositories full of ApplicationSets, where they stand beside this one: every generator is expanded or named.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { get, list } from "../../../src/lib/json.ts";
import { ROOT } from "../../support/golden.ts";
import { type FileMap, planInputs } from "../../support/repository.ts";

const CORPUS = join(ROOT, "../shared/corpus");
const REPOSITORIES = ["gitops-bridge", "aks-platform"].filter((name) => existsSync(join(CORPUS, name)));

function manifestsOf(name: string): FileMap {
  const entries = readdirSync(join(CORPUS, name), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  return Object.fromEntries(
    files.sort().map((path) => [path.slice(join(CORPUS, name).length + 1), readFileSync(path, "utf8")]),
  );
}

if (REPOSITORIES.length === 0) test.skip("the corpus is not here", () => undefined);

for (const name of REPOSITORIES) {
  test(`${name}: every set's generators are expanded, or named with a reason`, async () => {
    // Everything is new, so that everything is evaluated.
    const head = manifestsOf(name);
    const { deliveries } = await planInputs({ base: {}, head });
    const { sets, applications } = deliveries.head;
    expect(sets.size).toBeGreaterThan(0);
    const named = new Set(deliveries.notEvaluated.map((entry) => entry.application));
    const generating = new Set([...applications.values()].map((application) => application.generatedBy));
    const silent = [...sets.values()]
      .filter(({ object }) => list(get(object.manifest.object, ["spec", "generators"])).length > 0)
      .map(({ ref }) => ref)
      .filter((ref) => !named.has(ref) && !generating.has(ref));
    expect(silent).toEqual([]);
  });
}
