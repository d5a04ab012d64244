import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { JournalEntry } from '../journal.ts';
import type { FileChange } from '../types.ts';
import { type ActionContext, runScript } from './context.ts';

type FileEntry = Extract<JournalEntry, { kind: 'file' }>;

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Copies a file with all that belongs to it (owner, mode, times, labels) beside the journal. */
const saveScript = `set -eu
mkdir -p "$2"
cp --archive -- "$1" "$2/$3.new"
sync "$2/$3.new"
mv -f -- "$2/$3.new" "$2/$3"`;

/** Writes standard input to a file atomically; a third argument is the file whose mode and owner it gets. */
const installScript = `set -eu
mkdir -p "$(dirname "$1")"
new=$(mktemp "$1.XXXXXX")
trap 'rm -f "$new"' EXIT
cat >"$new"
if [ -n "$3" ]; then chown --reference="$3" "$new"; chmod --reference="$3" "$new"; else chown root:root "$new"; chmod "$2" "$new"; fi
sync "$new"
mv -f -- "$new" "$1"
trap - EXIT
if command -v restorecon >/dev/null 2>&1; then restorecon "$1" || true; fi`;

const restoreScript = `set -eu
cp --archive -- "$2" "$1.benchtop-undo"
mv -f -- "$1.benchtop-undo" "$1"`;

const currentScript = `if [ -f "$1" ]; then sha256sum <"$1" | cut -c 1-64; else echo absent; fi`;

/** `absent` or the SHA-256 of the file now. */
export async function fileState(context: ActionContext, path: string): Promise<string> {
  return (await runScript(context, say`read ${path}`, currentScript, [path])).trim();
}

/** Records how a file is before someone (we or a tool) changes it; once per file. `after` is known beforehand only for our own text. */
export async function journalFile(context: ActionContext, path: string, after: string): Promise<FileEntry> {
  const { journal } = context;
  const found = journal.find({ kind: 'file', path, saved: '', after: '' });
  if (found?.kind === 'file') {
    const updated = { ...found, after };
    if (found.after !== after) await journal.update(updated);
    return updated;
  }
  const exists = (await fileState(context, path)) !== 'absent';
  const number =
    1 + Math.max(0, ...journal.entries.map((entry) => (entry.kind === 'file' ? Number(entry.saved.slice(5)) || 0 : 0)));
  const entry: FileEntry = { kind: 'file', path, saved: exists ? `file-${number}` : '', after };
  if (exists) await runScript(context, say`save ${path}`, saveScript, [path, journal.directory, entry.saved]);
  await journal.add(entry);
  return entry;
}

/** Refuses when the file is neither as the plan saw it nor as it shall be. True when there is something to write. */
export async function checkPlanned(context: ActionContext, change: FileChange): Promise<boolean> {
  const current = await fileState(context, change.path);
  if (current === sha256(change.after)) return false;
  const planned = change.before === undefined ? 'absent' : sha256(change.before);
  if (current === planned) return true;
  throw fail('conflict', say`${change.path} was changed on the host since it was probed`, {
    hint: say`Probe the host again; nothing of this step was changed.`,
  });
}

export async function writeFileAction(context: ActionContext, change: FileChange): Promise<void> {
  if (!(await checkPlanned(context, change))) return;
  const entry = await journalFile(context, change.path, sha256(change.after));
  await installFile(context, change, entry.saved === '' ? '' : `${context.journal.directory}/${entry.saved}`);
  context.options.log(say`wrote ${change.path}`);
}

/** `reference`: path of a file whose owner and mode are taken, or empty. */
export async function installFile(context: ActionContext, change: FileChange, reference: string): Promise<void> {
  const mode = change.mode.toString(8);
  await runScript(
    context,
    say`write ${change.path}`,
    installScript,
    [change.path, mode, change.keepMode === true ? reference : ''],
    {
      input: change.after,
    },
  );
}

/** Puts a file back byte for byte. A file that someone changed after us is left alone and named. */
export async function undoFile(context: ActionContext, entry: FileEntry): Promise<void> {
  const { directory } = context.journal;
  const current = await fileState(context, entry.path);
  if (entry.saved === '' && current === 'absent') return;
  if (entry.saved !== '') {
    const saved = await fileState(context, `${directory}/${entry.saved}`);
    if (saved === 'absent') throw fail('resourceUnavailable', say`The saved copy of ${entry.path} is gone`);
    // A file that says what it said before only needs its mode, owner and time back.
    if (current === saved || current === 'absent' || entry.after === '' || current === entry.after) {
      await runScript(context, say`restore ${entry.path}`, restoreScript, [entry.path, `${directory}/${entry.saved}`]);
      return;
    }
  } else if (entry.after === '' || current === entry.after) {
    await context.connection.run(['rm', '-f', '--', entry.path]);
    return;
  }
  throw fail('conflict', say`${entry.path} was changed by someone else after Benchtop`, {
    hint:
      entry.saved === ''
        ? say`It was not there before. Remove it by hand if it is not needed.`
        : say`What it was before is in ${directory}/${entry.saved}. Compare the two by hand, then undo again.`,
  });
}
