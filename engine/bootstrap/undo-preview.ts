import { say } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import { type ActionContext, runScript } from './actions/context.ts';
import { dependentsScript } from './actions/package-script.ts';
import { recordsOf } from './actions/packages.ts';
import { families } from './families/families.ts';
import { Journal, type JournalEntry, sayEntry } from './journal.ts';
import { coverSecrets } from './package-sources.ts';
import { inert } from './parse/sections.ts';
import { bridgeDirectory } from './paths.ts';
import type { UndoPreview, UndoPreviewItem } from './types.ts';
import { refusalOf } from './undo.ts';

/**
 * Compares files as they are with what an undo would make of them, and changes nothing. Arguments: by fours the key, the file, its saved
 * copy (or nothing), and a directory whose `list` names more (or nothing). Prints lines of key, SHA-256 of the file and of the copy
 * (`absent`), the file's name and the unified difference in base64.
 */
export const compareScript = `LC_ALL=C; export LC_ALL
sum() { if [ -f "$1" ]; then sha256sum <"$1" | cut -c 1-64; else echo absent; fi; }
one() {
  now=$2 was=$3
  [ -f "$now" ] || now=/dev/null
  [ -n "$was" ] && [ -f "$was" ] || was=/dev/null
  printf '%s %s %s %s ' "$1" "$(sum "$2")" "$(sum "$3")" "$2"
  if [ "$(cat "$now" "$was" | head -c 600000 | wc -c)" -lt 524288 ]; then
    diff -u --label now --label then -- "$now" "$was" 2>/dev/null | head -c 32768 | base64 | tr -d '\\n'
  fi
  echo
}
while [ $# -ge 4 ]; do
  if [ -z "$4" ]; then one "$1" "$2" "$3"; else
    head -n 50 "$4/list" 2>/dev/null | while read -r number path; do one "$1" "$path" "$4/plain/$number"; done
  fi
  shift 4
done
exit 0`;

/** Prints what the installation added, and of the packages named after it those that were there before. Arguments: records, names. */
const packagesScript = `records=$1
shift
head -n 2000 "$records/added" 2>/dev/null | cut -d' ' -f1 | sed 's/^/added /'
for name in "$@"; do
  grep -q -m 1 -e "^$name[:. ]" "$records/before" 2>/dev/null && echo "kept $name"
done
exit 0`;

export interface Compared {
  key: string;
  now: string;
  saved: string;
  path: string;
  diff: string;
}

/** What compareScript has printed. Everything in it is the host's: bounded, inert, and without what may be a password. */
export function readCompared(text: string): Compared[] {
  return text.split('\n', 500).flatMap((line) => {
    const match =
      /^([\w.-]{1,40}) (absent|[0-9a-f]{64}) (absent|[0-9a-f]{64}) (\/[\w@.:/-]{1,300}) ([A-Za-z0-9+/=]*)$/.exec(line);
    if (match === null) return [];
    const [, key, now, saved, path, encoded] = match as unknown as [string, string, string, string, string, string];
    const lines = Buffer.from(encoded, 'base64').toString('utf8').split('\n', 600);
    // The two lines of names say nothing that the path does not.
    const diff = lines
      .slice(2)
      .map((one) => one.replaceAll('\t', '    '))
      .map((one) => {
        // The sign and the indentation, which making a line inert takes away.
        const lead = /^.? {0,80}/.exec(one)?.[0] ?? '';
        return `${inert(lead.slice(0, 1), 1) || ' '}${lead.slice(1)}${inert(one.slice(lead.length), 400)}`;
      });
    return [{ key, now, saved, path, diff: coverSecrets(diff.join('\n')).trimEnd() }];
  });
}

/** What becomes of a file, by the same rules as `undoFile`. */
export function fateOfFile(
  entry: Extract<JournalEntry, { kind: 'file' }>,
  found: Compared | undefined,
): Pick<UndoPreviewItem, 'fate' | 'note'> {
  if (found === undefined) return { fate: entry.saved === '' ? 'removed' : 'restored' };
  const { now, saved } = found;
  const ours = entry.after === '' || now === entry.after;
  if (entry.saved === '') {
    if (now === 'absent') return { fate: 'removed', note: say`It is gone already.` };
    if (ours) return { fate: 'removed' };
    return {
      fate: 'left',
      note: say`It was changed by someone else after Benchtop, so the undo leaves it and says so.`,
    };
  }
  if (saved === 'absent') return { fate: 'left', note: say`The saved copy is gone, so it cannot be restored.` };
  if (now === saved || now === 'absent' || ours) return { fate: 'restored' };
  return { fate: 'left', note: say`It was changed by someone else after Benchtop, so the undo leaves it and says so.` };
}

const removes = (entry: JournalEntry): boolean =>
  entry.kind === 'packages' ||
  entry.kind === 'bridge' ||
  entry.kind === 'firewall' ||
  entry.kind === 'member' ||
  (entry.kind === 'directory' && entry.mode === '');

/** See `previewUndo` of bootstrap.ts. */
export async function preview(connection: SshConnection, signal?: AbortSignal): Promise<UndoPreview> {
  const context = { connection, options: signal === undefined ? {} : { signal } } as unknown as ActionContext;
  context.journal = await Journal.open(() => connection);
  const { journal } = context;
  const entries = [...journal.entries].reverse();
  if (entries.length === 0) return { items: [] };
  const refusal = await refusalOf(context);
  const argv = entries.flatMap((entry, index) => {
    if (entry.kind === 'file')
      return [`f${index}`, entry.path, entry.saved === '' ? '' : `${journal.directory}/${entry.saved}`, ''];
    return entry.kind === 'bridge' ? [`f${index}`, '', '', bridgeDirectory(entry.bridge)] : [];
  });
  const compared =
    argv.length === 0 ? [] : readCompared(await runScript(context, say`compare files`, compareScript, argv));
  const items: UndoPreviewItem[] = [];
  for (const [index, entry] of entries.entries()) {
    const files = compared.filter((one) => one.key === `f${index}`);
    if (entry.kind === 'packages') items.push(...(await packageItems(context, entry)));
    else if (entry.kind === 'file') items.push(fileItem(entry, files[0]));
    else
      items.push({
        kind: entry.kind,
        fate: removes(entry) ? 'removed' : 'restored',
        title: sayEntry(entry),
      });
    if (entry.kind === 'bridge')
      for (const file of files)
        items.push({
          kind: 'file',
          fate: file.saved === 'absent' ? 'removed' : 'restored',
          title: sayEntry({ kind: 'file', path: file.path, saved: file.saved === 'absent' ? '' : 'file-1', after: '' }),
          path: file.path,
          ...(file.diff !== '' && { diff: file.diff }),
        });
  }
  return { items, ...(refusal !== undefined && { refusal }) };
}

function fileItem(entry: Extract<JournalEntry, { kind: 'file' }>, found: Compared | undefined): UndoPreviewItem {
  const { fate, note } = fateOfFile(entry, found);
  return {
    kind: 'file',
    fate,
    title: fate === 'left' ? say`${entry.path} stays as it is` : sayEntry(entry),
    ...(note !== undefined && { note }),
    path: entry.path,
    // A file that stays has a difference from what it was; that is what somebody has to settle by hand.
    ...(found !== undefined && found.diff !== '' && { diff: found.diff }),
  };
}

async function packageItems(
  context: ActionContext,
  entry: Extract<JournalEntry, { kind: 'packages' }>,
): Promise<UndoPreviewItem[]> {
  const records = recordsOf(context);
  const family = Object.values(families).find((known) => known.packageManager === entry.manager);
  const wanted = [...(family?.packages ?? []), ...Object.values(family?.alternatives ?? {}).flat()];
  const said = (await runScript(context, say`look what was installed`, packagesScript, [records, ...wanted])).split(
    '\n',
    3000,
  );
  const names = (word: string) =>
    said.flatMap((line) => (line.startsWith(`${word} `) ? [inert(line.slice(word.length + 1), 100)] : []));
  const [added, kept] = [names('added'), names('kept')];
  // The list of what was added is made at the installation's end; without it there is nothing to ask about.
  const dependents =
    added.length === 0
      ? []
      : (await runScript(context, say`look who needs the packages`, dependentsScript, [entry.manager, records]))
          .split(/\s+/, 50)
          .filter(Boolean)
          .map((name) => inert(name, 100));
  return [
    {
      kind: 'packages',
      fate: dependents.length > 0 ? 'left' : 'removed',
      title: sayEntry(entry),
      ...(added.length > 0 && { names: added }),
      ...(dependents.length > 0 && {
        note: say`Packages installed later need those of Benchtop, so the undo leaves them: ${dependents.slice(0, 10).join(', ')}`,
      }),
    },
    ...(kept.length === 0
      ? []
      : [
          {
            kind: 'packages' as const,
            fate: 'left' as const,
            title: say`packages that were there before stay`,
            names: kept,
          },
        ]),
  ];
}
