// Biome's own npm package lists every platform's binary and some registries lack a few of them, so only the Linux binary is a
// (optional) dependency and is run directly; on other platforms lint is left to CI.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const binary = new URL('../node_modules/@biomejs/cli-linux-x64/biome', import.meta.url).pathname;
if (!existsSync(binary)) {
  console.log('lint: skipped, the Biome binary is installed on Linux x64 only');
  process.exit(0);
}
const argv = process.argv.slice(2);
const paths = argv.filter((word) => !word.startsWith('--'));
const options = argv.filter((word) => word.startsWith('--'));
const run = spawnSync(binary, ['check', ...options, ...(paths.length > 0 ? paths : ['.'])], { stdio: 'inherit' });
process.exit(run.status ?? 1);
