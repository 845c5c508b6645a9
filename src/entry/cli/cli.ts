#!/usr/bin/env node
// The process → its arguments and streams, and its exit status.
import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2), { out: process.stdout, err: process.stderr });
