import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { GuestNetworkSpec, HostTarget } from '../driver.ts';
import { guestNetworkFiles, guestNetworkNames, pruneLeases } from './dnsmasq.ts';
import { reloaded, writeReservations } from './reservations.ts';
import { enableUnits, ensureUnitFile, removeUnit, startUnit, unitIsActive } from './units.ts';

const IFF_UP = 1;
/** Prints the flags of an interface where it is a bridge. */
const flagsScript = 'test -d "$1/bridge" && exec cat "$1/flags"';

/** Throws when the host has no such bridge, or has it and it is down. */
export async function ensureBridge(ssh: SshConnection, host: HostTarget, bridge: string): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(bridge))
    throw fail('parameter', say`${JSON.stringify(bridge).slice(0, 40)} is not the name of a bridge.`);
  const flags = await ssh.exec(['sh', '-c', flagsScript, 'sh', `/sys/class/net/${bridge}`]);
  if (flags.code !== 0)
    throw fail('resourceUnavailable', say`${host.name} has no bridge named ${bridge}.`, {
      hint: say`Prepare the host again with this bridge, or change the traffic label of the zone's physical network.`,
    });
  if ((Number(flags.stdout.trim()) & IFF_UP) === 0)
    throw fail('resourceUnavailable', say`The bridge ${bridge} on ${host.name} is down.`, {
      hint: say`Bring it up on the host: ip link set ${bridge} up.`,
    });
}

/** Writes a file where it differs; true when it was written. */
async function ensureFile(ssh: SshConnection, path: string, content: string): Promise<boolean> {
  if ((await ssh.readFile(path)) === content) return false;
  await ssh.writeFile(path, content, 0o644);
  return true;
}

/** See `Driver.ensureGuestNetwork`. Only what differs is touched: new reservations do not interrupt the others. */
export async function ensureGuestNetwork(
  ssh: SshConnection,
  host: HostTarget,
  network: GuestNetworkSpec,
): Promise<void> {
  const names = guestNetworkNames(network.id);
  const files = guestNetworkFiles(network);
  await ensureBridge(ssh, host, network.bridge);
  await ssh.run(['install', '-d', '-m', '0755', names.directory]);
  const [configured, changed] = await Promise.all([
    ensureFile(ssh, names.configuration, files.configuration),
    writeReservations(ssh, names, network.reservations),
  ]);
  const [cable, service] = files.units;
  const [connected, running] = await Promise.all([unitIsActive(ssh, cable.name), unitIsActive(ssh, service.name)]);
  if (configured || !running) await checkConfiguration(ssh, host, names.configuration);
  const [cableChanged, serviceChanged] = await Promise.all([ensureUnitFile(ssh, cable), ensureUnitFile(ssh, service)]);
  await enableUnits(ssh, [cable.name, service.name]);
  if (cableChanged || !connected) await startUnit(ssh, host, 'restart', cable.name);
  const leases = pruneLeases((await ssh.readFile(names.leases)) ?? '', network.reservations);
  if (leases !== undefined) {
    // dnsmasq keeps leases in memory, so it is off while they are taken out.
    await ssh.run(['systemctl', 'stop', service.name]);
    await ssh.writeFile(names.leases, leases, 0o644);
    await startUnit(ssh, host, 'start', service.name);
  } else if (!running || serviceChanged || configured || cableChanged || !connected)
    await startUnit(ssh, host, 'restart', service.name);
  else {
    if (changed) await reloaded(ssh, names, 'reload');
    return;
  }
  await reloaded(ssh, names, 'started');
}

async function checkConfiguration(ssh: SshConnection, host: HostTarget, path: string): Promise<void> {
  const checked = await ssh.exec(['dnsmasq', '--test', `--conf-file=${path}`]);
  if (checked.code === 0) return;
  throw checked.code === 127
    ? fail('resourceUnavailable', say`dnsmasq is not installed on ${host.name}.`, {
        hint: say`Prepare the host again.`,
      })
    : fail(
        'resourceUnavailable',
        say`dnsmasq on ${host.name} does not take its configuration: ${lastWords(checked.stderr)}`,
      );
}

export async function removeGuestNetwork(ssh: SshConnection, networkId: string): Promise<void> {
  const names = guestNetworkNames(networkId);
  await removeUnit(ssh, names.serviceUnit);
  await removeUnit(ssh, names.cableUnit);
  // Left by a unit that was killed between its steps.
  await ssh.exec(['ip', 'link', 'delete', names.hostEnd]);
  await ssh.exec(['ip', 'netns', 'delete', names.namespace]);
  await ssh.run(['rm', '-rf', names.directory]);
}
