#!/usr/bin/env node
// benchtop: the commands of the API from a shell. `benchtop help` says how.
import { withRecentRuntime } from './runtime.mjs';

withRecentRuntime(async () => {
  const { run } = await import('../main/cli/run.ts');
  process.exitCode = await run(process.argv.slice(2));
});
