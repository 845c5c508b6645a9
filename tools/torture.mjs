// test/oracle/torture.ts, run without a test runner between it and the processor.
import { register } from "node:module";

register("./typescript-loader.mjs", import.meta.url);
await import("../test/oracle/torture.ts");
