import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { GuestNetworkSpec, HostTarget } from '../driver.ts';
import { guestNetworkFiles, guestNetworkNames, pruneLeases } from './dnsmasq.ts';
import { enableUnits, ensureUnitFile, removeUnit, unitIsActive } from './units.ts';

const IFF_UP = 1;

/** Throws when the host has no such bridge, or has it and it is down. */
export async function ensureBridge(ssh: SshConnection, host: HostTarget, bridge: string): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(bridge))
    throw fail('parameter', say`${JSON.stringify(bridge).slice(0, 40)} is not the name of a bridge.`);
  const isBridge = await ssh.exec(['test', '-d', `/sys/class/net/${bridge}/bridge`]);
  if (isBridge.code !== 0)
    throw fail('resourceUnavailable', say`${host.name} has no bridge named ${bridge}.`, {
      hint: say`Prepare the host again with this bridge, or change the traffic label of the zone's physical network.`,
    });
  const flags = Number((await ssh.readFile(`/sys/class/net/${bridge}/flags`))?.trim() ?? 0);
  if ((flags & IFF_UP) === 0)
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
  const [configured, reserved, named] = await Promise.all([
    ensureFile(ssh, names.configuration, files.configuration),
    ensureFile(ssh, names.reservations, files.reservations),
    ensureFile(ssh, names.records, files.records),
  ]);
  const [cable, service] = files.units;
  const [connected, running] = await Promise.all([unitIsActive(ssh, cable.name), unitIsActive(ssh, service.name)]);
  if (configured || !running) await checkConfiguration(ssh, host, names.configuration);
  const [cableChanged, serviceChanged] = await Promise.all([ensureUnitFile(ssh, cable), ensureUnitFile(ssh, service)]);
  await enableUnits(ssh, [cable.name, service.name]);
  if (cableChanged || !connected) await start(ssh, host, 'restart', cable.name);
  const leases = pruneLeases((await ssh.readFile(names.leases)) ?? '', network.reservations);
  if (leases !== undefined) {
    // dnsmasq keeps leases in memory, so it is off while they are taken out.
    await ssh.run(['systemctl', 'stop', service.name]);
    await ssh.writeFile(names.leases, leases, 0o644);
    await start(ssh, host, 'start', service.name);
  } else if (!running || serviceChanged || configured || cableChanged || !connected)
    await start(ssh, host, 'restart', service.name);
  else if (reserved || named) await ssh.run(['systemctl', 'reload', service.name]);
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

async function start(ssh: SshConnection, host: HostTarget, verb: 'start' | 'restart', unit: string): Promise<void> {
  const started = await ssh.exec(['systemctl', verb, unit]);
  if (started.code === 0) return;
  const journal = await ssh.exec(['journalctl', '-q', '-o', 'cat', '--no-pager', '-n', '10', '-u', unit]);
  throw fail(
    'resourceUnavailable',
    say`The guest network could not be started on ${host.name}: ${lastWords(journal.stdout)}`,
    {
      hint: say`On the host: systemctl status ${unit}`,
    },
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
