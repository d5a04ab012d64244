import os from 'node:os';
import path from 'node:path';

/** Where a desk's data lives when nobody says otherwise, by each platform's own rule (XDG Base Directory on Linux). */
export function defaultDataDirectory(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = os.homedir(),
): string {
  if (platform === 'win32') return path.join(environment.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'Benchtop');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Benchtop');
  const xdg = environment.XDG_DATA_HOME;
  // XDG: a relative path is invalid and is to be ignored.
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'benchtop');
}
