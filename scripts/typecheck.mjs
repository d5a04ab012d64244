// One TypeScript project per process: the renderer sees no Node types, the engine no DOM.
import { spawnSync } from 'node:child_process';

const projects = ['engine', 'main', 'preload', 'renderer', 'e2e'];
let failed = false;
for (const project of projects) {
  const run = spawnSync('tsc', ['-p', project], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (run.status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
