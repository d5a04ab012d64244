import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { JournalEntry } from '../journal.ts';
import { bridgeDirectory } from '../paths.ts';
import { changeNetwork, NetworkPutBack } from '../rollback.ts';
import type { BridgeAction } from '../types.ts';
import { type ActionContext, runScript } from './context.ts';
import { checkPlanned } from './files.ts';

type BridgeEntry = Extract<JournalEntry, { kind: 'bridge' }>;

/** Saves files and settings of the plain side; arguments: directory, card, number and path by turns. Done once: the first look is the truth. */
const saveScript = `set -eu
directory=$1 nic=$2
shift 2
[ ! -e "$directory/saved" ] || exit 0
rm -rf "$directory"
mkdir -p "$directory/plain" "$directory/bridged"
for setting in addr_gen_mode disable_ipv6 accept_ra autoconf; do
  value=$(cat "/proc/sys/net/ipv6/conf/$nic/$setting" 2>/dev/null) && echo "$setting $value"
done >"$directory/settings" || true
while [ $# -gt 0 ]; do
  if [ -e "$2" ]; then cp --archive -- "$2" "$directory/plain/$1"; fi
  shift 2
done
sync
: >"$directory/saved"`;

/** Writes standard input as one file of the bridged side; arguments: directory, number, octal mode, path. */
const stageScript = `set -eu
cat >"$1/bridged/$2"
chmod "$3" "$1/bridged/$2"
if [ -e "$1/plain/$2" ] && [ -n "$4" ]; then chown --reference="$1/plain/$2" "$1/bridged/$2"; chmod --reference="$1/plain/$2" "$1/bridged/$2"; fi`;

const interfaceName = /^[\w.@:-]{1,15}$/;

export async function makeBridge(context: ActionContext, action: BridgeAction): Promise<void> {
  const { journal, options } = context;
  const directory = bridgeDirectory(action.bridge);
  if (
    !interfaceName.test(action.nic) ||
    !interfaceName.test(action.bridge) ||
    !/^[0-9a-f-]{0,36}$/.test(action.connection)
  )
    throw fail('parameter', say`A name in the plan of the bridge is malformed`);
  if (!action.files.every((file) => /^\/etc\/[\w./-]{1,200}$/.test(file.path) && !file.path.includes('..')))
    throw fail('parameter', say`A path in the plan of the bridge is malformed`);
  const entry: BridgeEntry = { kind: 'bridge', bridge: action.bridge, nic: action.nic, addresses: action.addresses };
  if (journal.find(entry) === undefined) {
    // Another content than the plan saw stops here, before anything is touched.
    for (const file of action.files) await checkPlanned(context, file);
    await runScript(context, say`save the network’s configuration`, saveScript, [
      directory,
      action.nic,
      ...action.files.flatMap((file, index) => [String(index), file.path]),
    ]);
  }
  for (const [index, file] of action.files.entries())
    await runScript(
      context,
      say`stage the new network configuration`,
      stageScript,
      [directory, String(index), file.mode.toString(8), file.keepMode === true ? 'keep' : ''],
      { input: file.after },
    );
  const values = [action.manager, action.bridge, action.nic, action.connection, action.wasUp ? 'up' : 'down'];
  await context.connection.writeFile(`${directory}/arguments`, `${values.join('\n')}\n`, 0o600);
  const list = action.files.map((file, index) => `${index} ${file.path}\n`).join('');
  await context.connection.writeFile(`${directory}/list`, list, 0o600);
  await journal.add(entry);
  await bridged(context, entry);
  options.log(say`${action.bridge} is up on ${action.nic}`);
}

async function bridged(context: ActionContext, entry: BridgeEntry): Promise<void> {
  try {
    await changeNetwork(context, { target: 'bridged', ...entry });
  } catch (error) {
    // The host is on its former network, so there is nothing left to undo.
    if (error instanceof NetworkPutBack) {
      await context.journal.remove(entry);
      await context.connection.run(['rm', '-rf', '--', bridgeDirectory(entry.bridge)]);
    }
    throw error;
  }
}

/** A target that no decision was made about yet: its timer runs. Argument: the directory. */
const pendingScript = `[ ! -L "$1/decided" ] && [ "$(cat "$1/target" 2>/dev/null)" = bridged ] &&
  systemctl is-active --quiet benchtop-network-rollback.timer && echo pending
exit 0`;

/**
 * Ends the change of the network that an apply was broken off in: to a probe the bridge would look finished, and then the host would go
 * back to its former network, because nobody has confirmed it.
 */
export async function settleBridge(context: ActionContext): Promise<void> {
  for (const entry of context.journal.entries) {
    if (entry.kind !== 'bridge') continue;
    const pending = await runScript(context, say`look for an unfinished bridge`, pendingScript, [
      bridgeDirectory(entry.bridge),
    ]);
    if (pending.trim() === 'pending') await bridged(context, entry);
  }
}

export async function removeBridge(context: ActionContext, entry: BridgeEntry): Promise<void> {
  const { connection } = context;
  const directory = bridgeDirectory(entry.bridge);
  // The record is written before the files are complete; without them the network was never touched.
  if ((await connection.exec(['test', '-e', `${directory}/list`])).code === 0) {
    const guests = await connection.exec(['ls', `/sys/class/net/${entry.bridge}/brif`]);
    const others =
      guests.code === 0 ? guests.stdout.split(/\s+/).filter((port) => port !== '' && port !== entry.nic) : [];
    if (others.length > 0)
      throw fail('inUse', say`${entry.bridge} still has other ports: ${others.slice(0, 10).join(', ')}`, {
        hint: say`Remove the guests and networks on this host first.`,
      });
    await changeNetwork(context, { target: 'plain', ...entry });
  }
  await context.connection.run(['rm', '-rf', '--', directory]);
}
