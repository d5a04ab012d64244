// Finds a Node that can run this project. Written so that old Nodes can parse and run it: what they must be able to say is
// that they are too old.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * True when this process can do the work: it strips types from TypeScript, and its Node-API is the one SQLite's binding was
 * made for (an older one crashes without a word when the database is opened).
 */
export function runtimeIsRecent() {
  return Boolean(process.features.typescript) && Number(process.versions.napi) >= 10;
}

/** The Node that was installed with the project, where there is one for this platform. */
export function installedNode() {
  const names = process.platform === 'win32' ? ['node.exe', 'node.cmd'] : ['node'];
  for (const name of names) {
    const file = path.join(root, 'node_modules', '.bin', name);
    if (existsSync(file)) return file;
  }
  return undefined;
}

/**
 * Calls `main` when this Node will do; otherwise runs the same script again under the installed Node and ends with its
 * exit code, or says in one sentence what is missing.
 */
export function withRecentRuntime(main) {
  if (runtimeIsRecent()) {
    main();
    return;
  }
  const node = process.env.BENCHTOP_NODE_CHECKED ? undefined : installedNode();
  if (!node) {
    console.error(
      `Benchtop needs Node.js 22.18 or newer and found ${process.version}: install a newer Node.js, or run "npm ci" without --omit=optional, which brings one along on Linux.`,
    );
    process.exit(1);
  }
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { BENCHTOP_NODE_CHECKED: '1' }),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`The installed Node.js could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code === null ? 1 : code));
}
