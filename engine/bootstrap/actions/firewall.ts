import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { JournalEntry } from '../journal.ts';
import type { Action } from '../types.ts';
import type { ActionContext } from './context.ts';
import { fileState, journalFile } from './files.ts';

type FirewallAction = Extract<Action, { kind: 'firewall' }>;
type FirewallEntry = Extract<JournalEntry, { kind: 'firewall' }>;

const address = /^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/;

/** Files that the tool writes when a rule is added; recorded before, so that an undo leaves no trace of it. */
function filesOf(tool: 'firewalld' | 'ufw', zone: string): string[] {
  return tool === 'firewalld'
    ? [`/etc/firewalld/zones/${zone}.xml`, `/etc/firewalld/zones/${zone}.xml.old`]
    : ['/etc/ufw/user.rules', '/etc/ufw/user6.rules'];
}

function richRule(peer: string, ports: string): string {
  return `rule family="${peer.includes(':') ? 'ipv6' : 'ipv4'}" source address="${peer}" port port="${ports}" protocol="tcp" accept`;
}

function ufwRule(peer: string, ports: string): string[] {
  return ['allow', 'proto', 'tcp', 'from', peer, 'to', 'any', 'port', ports.replace('-', ':')];
}

export async function openForPeers(context: ActionContext, action: FirewallAction): Promise<void> {
  const { tool, zone, ports, peers } = action;
  if (!/^[\w-]{0,40}$/.test(zone) || !/^\d{1,5}(-\d{1,5})?$/.test(ports) || !peers.every((peer) => address.test(peer)))
    throw fail('parameter', say`The firewall rule of the plan is malformed`);
  for (const path of filesOf(tool, zone)) await journalFile(context, path, '');
  const entry: FirewallEntry = { kind: 'firewall', tool, zone, peers: [...peers], ports };
  const known = context.journal.find(entry);
  if (known?.kind === 'firewall')
    await context.journal.update({ ...entry, peers: [...new Set([...known.peers, ...peers])] });
  else await context.journal.add(entry);
  for (const peer of peers) {
    if (tool === 'firewalld') {
      await context.connection.run([
        'firewall-cmd',
        '--permanent',
        `--zone=${zone}`,
        `--add-rich-rule=${richRule(peer, ports)}`,
      ]);
      await context.connection.run(['firewall-cmd', `--zone=${zone}`, `--add-rich-rule=${richRule(peer, ports)}`]);
    } else await context.connection.run(['ufw', ...ufwRule(peer, ports)] as [string, ...string[]]);
    context.options.log(say`${tool} lets ${peer} reach ports ${ports}`);
  }
  // Known now: an undo puts the former file back only while this is what it finds.
  for (const path of filesOf(tool, zone)) {
    const state = await fileState(context, path);
    if (state !== 'absent') await journalFile(context, path, state);
  }
}

/**
 * Takes the rules away. The files that the tool wrote are then put back by their own entries while they are still as we left them; so
 * this comes first and must not write them when nobody else did.
 */
export async function undoFirewall(context: ActionContext, entry: FirewallEntry): Promise<void> {
  const { connection, journal } = context;
  const files = filesOf(entry.tool, entry.zone);
  let untouched = true;
  for (const path of files) {
    const record = journal.find({ kind: 'file', path, saved: '', after: '' });
    const state = await fileState(context, path);
    if (record?.kind === 'file' && record.after !== '' && record.after !== state) untouched = false;
  }
  for (const peer of entry.peers) {
    if (entry.tool === 'firewalld') {
      await connection.exec([
        'firewall-cmd',
        `--zone=${entry.zone}`,
        `--remove-rich-rule=${richRule(peer, entry.ports)}`,
      ]);
      if (!untouched)
        await connection.exec([
          'firewall-cmd',
          '--permanent',
          `--zone=${entry.zone}`,
          `--remove-rich-rule=${richRule(peer, entry.ports)}`,
        ]);
    } else await connection.exec(['ufw', 'delete', ...ufwRule(peer, entry.ports)] as [string, ...string[]]);
  }
  // Someone else's rules are in the files now: ours are out of them, and the rest stays.
  for (const path of files) {
    const record = journal.find({ kind: 'file', path, saved: '', after: '' });
    if (record?.kind !== 'file') continue;
    if (!untouched) await journal.remove(record);
    else if (entry.tool === 'ufw') await journal.update({ ...record, after: '' });
  }
}
