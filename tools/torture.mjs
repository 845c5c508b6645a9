// test/oracle/torture.ts as one file, run without a test runner between it and the processor.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(root, `.tools/torture/torture-${process.pid}.mjs`);

/** A file of the bundle says where its source lies. */
const places = {
  name: "places",
  setup({ onLoad }) {
    onLoad({ filter: /\/(src|test)\/.*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};

await build({
  absWorkingDir: root,
  entryPoints: ["test/oracle/torture.ts"],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: "inline",
  logLevel: "warning",
  plugins: [places],
});
// What is generated harms nobody; the jail is tested elsewhere.
process.env.BREAKWATER_RENDER_ISOLATION ??= "none";
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
