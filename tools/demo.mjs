// Runs `breakwater demo` of what dist/ is made of. Arguments go to it, such as --once.
import { buildIfStale, cli } from "./built.mjs";

buildIfStale();
process.argv.splice(1, 1, cli, "demo");
await import(cli);
