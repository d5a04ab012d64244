import { say } from '../contract/phrase.ts';
import { hostText, place, SshError } from './errors.ts';
import type { ExecOptions, ExecResult, SshTarget } from './ssh.ts';

type Exec = (argv: readonly [string, ...string[]], options?: ExecOptions) => Promise<ExecResult>;

const readLimit = 4 * 1024 * 1024;
/** Exit statuses of our own two scripts, apart from what programs in them use. */
const missing = 44;
const cutShort = 45;

/**
 * Path, mode and length are parameters. The length is checked because a connection that breaks in mid-write looks to `cat` like the
 * end of the file, and half a file must not take the place of a whole one.
 */
const writeScript = `set -eu
umask 077
new=$(mktemp "$(dirname "$1")/.benchtop.XXXXXXXXXX")
trap 'rm -f "$new"' EXIT
cat > "$new"
[ "$(wc -c < "$new")" -eq "$3" ] || exit ${cutShort}
chmod "$2" "$new"
sync "$new" 2>/dev/null || sync
mv -fT "$new" "$1"
sync "$(dirname "$1")" 2>/dev/null || true`;

const readScript = `[ -e "$1" ] || exit ${missing}
exec head -c ${readLimit + 1} "$1"`;

/** See `SshConnection.writeFile`. */
export async function writeFile(
  exec: Exec,
  target: SshTarget,
  path: string,
  content: string | Buffer,
  mode: number,
): Promise<void> {
  const bytes = Buffer.from(content);
  const result = await exec(
    ['sh', '-c', writeScript, 'sh', absolute(path), mode.toString(8).padStart(4, '0'), String(bytes.length)],
    { stdin: bytes },
  );
  if (result.code === 0) return;
  throw new SshError(
    'resourceUnavailable',
    result.code === cutShort
      ? say`${hostText(path)} on ${place(target)} was not written: its content broke off on the way.`
      : say`${hostText(path)} on ${place(target)} cannot be written: ${hostText(result.stderr)}`,
    /no space left/i.test(result.stderr) ? say`The file system is full.` : undefined,
  );
}

/** See `SshConnection.readFile`. */
export async function readFile(exec: Exec, target: SshTarget, path: string): Promise<string | undefined> {
  const result = await exec(['sh', '-c', readScript, 'sh', absolute(path)], { maximumOutput: readLimit + 1 });
  if (result.code === missing) return undefined;
  if (result.code !== 0)
    throw new SshError(
      'resourceUnavailable',
      say`${hostText(path)} on ${place(target)} cannot be read: ${hostText(result.stderr)}`,
    );
  if (Buffer.byteLength(result.stdout) > readLimit)
    throw new SshError('resourceUnavailable', say`${hostText(path)} on ${place(target)} is larger than 4 MiB.`);
  return result.stdout;
}

/** A relative path would depend on the login's folder, and one that starts with a hyphen would be an option. */
function absolute(path: string): string {
  if (!path.startsWith('/')) throw new SshError('parameter', say`${JSON.stringify(path)} is not an absolute path.`);
  return path;
}
