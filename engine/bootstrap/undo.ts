import { errorData, fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import { removeBridge } from './actions/bridge.ts';
import { type ActionContext, runScript } from './actions/context.ts';
import { undoFile } from './actions/files.ts';
import { undoFirewall } from './actions/firewall.ts';
import { leaveGroup, undoHostname } from './actions/names.ts';
import { removePackages, settleInstallation } from './actions/packages.ts';
import { undoUnit } from './actions/services.ts';
import { undoSysctl } from './actions/sysctl.ts';
import { placeOf, readStores } from './disks/records.ts';
import { describeEntry, Journal, type JournalEntry, sayEntry } from './journal.ts';
import { inert } from './parse/sections.ts';
import { benchtopDirectory, undoDirectory } from './paths.ts';
import type { PlanItem } from './types.ts';
import type { UndoOutcome, WorkOptions } from './work.ts';

/** Prints what must not be taken away from under: guests, and images in libvirt's own store. */
const usedScript = `if command -v virsh >/dev/null 2>&1; then timeout 20 virsh -q -c qemu:///system list --all --name 2>/dev/null | grep . | head -n 20; fi
find /var/lib/libvirt/images -type f 2>/dev/null | head -n 20
exit 0`;

/** Removes the directory of the journal and Benchtop's own, which must be empty by then; prints what is in the way. */
// The journal goes last: while anything else is left, a repeated undo must still find it. Directories that stores and guests left empty
// are nobody's.
const removeScript = `if [ "$3" = keep ]; then rm -rf -- "$2"; exit 0; fi
find "$1" -xdev -mindepth 1 -depth -type d -empty -delete
left=$(find "$1" -mindepth 1 -not -path "$2" -not -path "$2/*" | head -n 20)
if [ -n "$left" ]; then printf '%s\\n' "$left"; exit 0; fi
rm -rf -- "$2"
rmdir -- "$1"`;

/** What is still in use on the host and stands against any undo; undefined when nothing does. Only looks. */
export async function refusalOf(
  context: Pick<ActionContext, 'connection' | 'options' | 'journal'>,
): Promise<{ message: Phrase; hint?: Phrase } | undefined> {
  const { connection, journal } = context;
  const stores = await readStores(connection);
  if (stores.length > 0)
    return {
      message: say`Disks of ${connection.target.address} are NFS stores: ${stores.map(placeOf).join(', ')}.`,
      hint: say`Take them back first, on the page of its disks; then undo again.`,
    };
  if (!journal.entries.some((entry) => entry.kind === 'packages')) return undefined;
  const used = (await runScript(context, say`look for guests`, usedScript, [])).trim();
  if (used === '') return undefined;
  const names = used.split('\n').slice(0, 5);
  return {
    message: say`${connection.target.address} still has guests or images: ${names.map((name) => inert(name, 100)).join(', ')}`,
    hint: say`Remove or migrate them first; then undo again.`,
  };
}

/** See `undoPlan`. */
export async function undo(connection: SshConnection, options: WorkOptions): Promise<UndoOutcome> {
  const context = { connection, options } as ActionContext;
  context.journal = await Journal.open(() => context.connection);
  const { journal } = context;
  const items: PlanItem[] = [];
  if (journal.entries.length === 0) return { items, clean: true, connection };
  if (journal.entries.some((entry) => entry.kind === 'packages')) await settleInstallation(context, { stop: true });
  const refusal = await refusalOf(context);
  if (refusal !== undefined)
    throw fail('inUse', refusal.message, refusal.hint === undefined ? {} : { hint: refusal.hint });

  const entries = [...journal.entries].reverse();
  const failed = new Set<JournalEntry>();
  for (const [index, entry] of entries.entries()) {
    options.signal?.throwIfAborted();
    const title = describeEntry(entry);
    options.progress((100 * index) / entries.length, sayEntry(entry));
    // The directory goes when everything else did, and the last.
    if (entry.kind === 'directory') continue;
    const item: PlanItem = {
      id: `undo-${index + 1}`,
      group: 'Undo',
      title,
      found: '',
      change: '',
      why: '',
      status: 'undone',
    };
    try {
      await undoEntry(context, entry);
      await journal.remove(entry);
      options.log(sayEntry(entry));
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      const data = errorData(error);
      failed.add(entry);
      item.status = 'failed';
      item.found = data.message;
      if (data.hint !== undefined) item.hint = data.hint;
      item.phrases = { found: data.phrases?.message, hint: data.phrases?.hint };
      options.log(say`${sayEntry(entry)}: ${data.phrases?.message ?? data.message}`);
    }
    items.push(item);
  }
  if (failed.size === 0) items.push(await removeDirectory(context, entries));
  options.progress(100, say`Done`);
  return { items, clean: items.every((item) => item.status === 'undone'), connection: context.connection };
}

/** Takes one change back by its entry. */
export async function undoEntry(context: ActionContext, entry: JournalEntry): Promise<void> {
  switch (entry.kind) {
    case 'file':
      return await undoFile(context, entry);
    case 'packages':
      return await removePackages(context, entry.manager);
    case 'unit':
      return await undoUnit(context, entry);
    case 'member':
      return await leaveGroup(context, entry.user, entry.group);
    case 'sysctl':
      return await undoSysctl(context, entry);
    case 'hostname':
      return await undoHostname(context, entry.before);
    case 'firewall':
      return await undoFirewall(context, entry);
    case 'bridge':
      return await removeBridge(context, entry);
    case 'directory':
  }
}

async function removeDirectory(context: ActionContext, entries: readonly JournalEntry[]): Promise<PlanItem> {
  const record = entries.find((entry) => entry.kind === 'directory');
  const keeps = record?.kind === 'directory' && record.mode !== '';
  const title = record === undefined ? `${benchtopDirectory} is removed` : describeEntry(record);
  const item: PlanItem = {
    id: 'undo-directory',
    group: 'Undo',
    title,
    found: '',
    change: '',
    why: '',
    status: 'undone',
  };
  if (keeps) await context.connection.run(['chmod', record.mode, '--', benchtopDirectory]);
  const left = (
    await runScript(context, say`remove ${benchtopDirectory}`, removeScript, [
      benchtopDirectory,
      undoDirectory,
      keeps ? 'keep' : 'remove',
    ])
  ).trim();
  if (left === '') return item;
  return {
    ...item,
    status: 'failed',
    found: `still there: ${left.split('\n').slice(0, 5).join(', ')}`,
    hint: `Stores and guests are kept below ${benchtopDirectory}. Look at them, then remove what is not needed by hand.`,
  };
}
