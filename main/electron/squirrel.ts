import { spawn } from 'node:child_process';
import path from 'node:path';

/** What Squirrel's installer asks the application to do to the desktop, by the switch with which it starts it. */
const requests: Readonly<Record<string, '--createShortcut' | '--removeShortcut' | undefined>> = {
  '--squirrel-install': '--createShortcut',
  '--squirrel-updated': '--createShortcut',
  '--squirrel-uninstall': '--removeShortcut',
  '--squirrel-obsolete': undefined,
};

/**
 * Windows' installer starts the application while it installs and removes it: true when this start is one of those, and the
 * application has to end without a window. Shortcuts are made by Squirrel's own Update.exe, which lies above the application.
 */
export function startedByInstaller(
  words: readonly string[] = process.argv,
  platform: NodeJS.Platform = process.platform,
  run: (program: string, args: string[]) => void = runDetached,
): boolean {
  const request = words[1];
  if (platform !== 'win32' || request === undefined || !Object.hasOwn(requests, request)) return false;
  const [executable = ''] = words;
  const action = requests[request];
  const update = path.win32.resolve(path.win32.dirname(executable), '..', 'Update.exe');
  if (action !== undefined) run(update, [action, path.win32.basename(executable)]);
  return true;
}

function runDetached(program: string, args: string[]): void {
  spawn(program, args, { detached: true, stdio: 'ignore' }).on('error', (error) => console.error(error.message));
}
