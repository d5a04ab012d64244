import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec, PoolSpec } from '../driver.ts';
import type { ForeignDomain, Hardware } from '../looks.ts';
import { type DomainRow, fileOf, findDomain } from './domains.ts';
import type { HostRow } from './hosts.ts';
import { folderOf, type Seen } from './storage.ts';
import type { World } from './world.ts';

const gibibyte = 1024 ** 3;

/** What somebody made by hand, as a domain's description: its disks may lie where no pool is, and then have none. */
interface HandMade extends Omit<DomainSpec, 'disks'> {
  disks: (Omit<DomainSpec['disks'][number], 'pool'> & { pool?: PoolSpec })[];
  hardware: Hardware;
  os: string;
  /** Of all its cards. */
  vlan?: number;
}

interface Idea {
  name: string;
  os: string;
  on: boolean;
  cpuNumber: number;
  memory: number;
  /** Sizes in GiB; `elsewhere`: on no primary storage. */
  disks: number[];
  elsewhere?: boolean;
  hardware: Hardware;
}

/** One that cannot be imported, one that is off, and one that runs and has a data disk. */
const ideas: readonly Idea[] = [
  {
    name: 'old-intranet',
    os: 'centos/7',
    on: true,
    cpuNumber: 2,
    memory: 4 * gibibyte,
    disks: [40],
    elsewhere: true,
    hardware: { machine: 'pc', diskBus: 'virtio', nicModel: 'virtio' },
  },
  {
    name: 'print-server',
    os: 'microsoft/win/2k19',
    on: false,
    cpuNumber: 1,
    memory: gibibyte,
    disks: [30],
    hardware: { machine: 'pc', diskBus: 'ide', nicModel: 'e1000' },
  },
  {
    name: 'file-server',
    os: 'debian/12',
    on: true,
    cpuNumber: 1,
    memory: gibibyte,
    disks: [10, 50],
    hardware: { machine: 'q35', diskBus: 'virtio', nicModel: 'virtio' },
  },
];

/** The same for the same host in every run. */
const madeUp = (host: HostRow, what: string) => createHash('sha256').update(`${host.address} ${what}`).digest('hex');
const idOf = (host: HostRow, name: string) =>
  madeUp(host, name).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
const macOf = (host: HostRow, name: string) =>
  `52:54:00:${(madeUp(host, `${name} card`).slice(0, 6).match(/../g) ?? []).join(':')}`;

/** Three virtual machines appear on the host, as if somebody had made them with virsh; those that are there stay. */
export function makeByHand(world: World, host: HostRow, now: number): void {
  const mounted = world.get<{ pool: string; store: number }>(
    'SELECT pool, store_key AS store FROM mount WHERE host_key = ? AND pool IS NOT NULL ORDER BY spec_id',
    host.key,
  );
  const bridge = world.get<{ name: string }>('SELECT name FROM bridge WHERE host_key = ? ORDER BY name', host.key);
  for (const idea of ideas) {
    const id = idOf(host, idea.name);
    if (findDomain(world, host.key, id) !== undefined) continue;
    const pool = idea.elsewhere === true ? undefined : mounted;
    const spec: HandMade = {
      id,
      instanceName: idea.name,
      displayName: idea.name,
      os: idea.os,
      guestOs: '',
      cpuNumber: idea.cpuNumber,
      cpuSpeed: 1000,
      limitCpuUse: false,
      memory: idea.memory,
      hardware: idea.hardware,
      ...(idea.elsewhere === true && { vlan: 20 }),
      disks: idea.disks.map((size, deviceId) => ({
        volumeId: id,
        deviceId,
        type: deviceId === 0 ? 'ROOT' : 'DATADISK',
        format: 'qcow2',
        size: size * gibibyte,
        file: `${host.name}/${idea.name}${deviceId === 0 ? '' : `-${deviceId}`}.qcow2`,
        ...(pool !== undefined && { pool: JSON.parse(pool.pool) as PoolSpec }),
      })),
      nics: [
        {
          id,
          mac: macOf(host, idea.name),
          bridge: idea.elsewhere === true ? 'br-old' : (bridge?.name ?? ''),
          deviceId: 0,
        },
      ],
    };
    world.run(
      `INSERT OR IGNORE INTO domain (host_key, id, instance_name, spec, state, reason, memory, cpu_number, started_at, is_foreign)
       VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, 1)`,
      host.key,
      id,
      idea.name,
      JSON.stringify(spec),
      idea.on ? 'running' : 'defined',
      idea.memory,
      idea.cpuNumber,
      idea.on ? now : null,
    );
    if (pool !== undefined) for (const disk of spec.disks) putDisk(world, host, id, disk, pool.store);
  }
}

function putDisk(world: World, host: HostRow, id: string, disk: HandMade['disks'][number], store: number): void {
  const file = fileOf(disk as DomainSpec['disks'][number]);
  world.run(
    'INSERT OR IGNORE INTO volume (store_key, id, size, physical_size) VALUES (?, ?, ?, ?)',
    store,
    file,
    disk.size,
    Math.round(disk.size / 5),
  );
  world.run(
    'INSERT OR IGNORE INTO domain_disk (host_key, domain_id, volume_id, pool_id) VALUES (?, ?, ?, ?)',
    host.key,
    id,
    file,
    disk.pool?.id ?? '',
  );
}

/** They disappear again, but for those that were imported meanwhile. Their disks stay, as on a host where nobody cleans up. */
export function takeAway(world: World, host: HostRow): void {
  for (const { name } of ideas)
    world.run('DELETE FROM domain WHERE host_key = ? AND id = ? AND is_foreign = 1', host.key, idOf(host, name));
}

const prefixes: Readonly<Record<string, string>> = { virtio: 'vd', ide: 'hd', scsi: 'sd', sata: 'sd' };

/** Domains of the host that the engine did not make, or that it has let go of. */
export function foreignDomains(world: World, hostKey: number, pools: readonly PoolSpec[]): ForeignDomain[] {
  const rows = world.all<DomainRow>(
    'SELECT * FROM domain WHERE host_key = ? AND is_foreign = 1 ORDER BY instance_name LIMIT 200',
    hostKey,
  );
  return rows.map((row) => {
    const spec = JSON.parse(row.spec) as Partial<HandMade> & Omit<HandMade, 'hardware' | 'os'>;
    const hardware = spec.hardware ?? { machine: 'pc', diskBus: 'virtio', nicModel: 'virtio' };
    return {
      id: row.id,
      name: row.instance_name,
      power: row.state === 'running' || row.state === 'paused' ? 'PowerOn' : 'PowerOff',
      cpuNumber: row.cpu_number,
      coresPerSocket: 1,
      memory: row.memory,
      os: spec.os ?? '',
      firmware: 'BIOS',
      secureBoot: false,
      machine: hardware.machine,
      persistent: true,
      beyond: [],
      disks: spec.disks.map((disk) => {
        const name = fileOf(disk as DomainSpec['disks'][number]);
        const pool = pools.find((one) => one.id === disk.pool?.id);
        return {
          device: `${prefixes[hardware.diskBus]}${String.fromCharCode(97 + disk.deviceId)}`,
          bus: hardware.diskBus,
          source: pool === undefined ? `/var/lib/libvirt/images/${name}` : `${folderOf(pool)}/${name}`,
          file: true,
          format: disk.format,
          size: disk.size,
          ...(pool !== undefined && { poolId: pool.id, name }),
        };
      }),
      nics: spec.nics.map(({ mac, bridge }) => ({
        mac,
        model: hardware.nicModel,
        bridge,
        ...(spec.vlan !== undefined && { vlan: spec.vlan }),
      })),
    };
  });
}

/** See `Driver.adoptDomain`. */
export function adopt(world: World, seen: Seen, { id, instanceName }: { id: string; instanceName: string }): void {
  if (findDomain(world, seen.row.key, id)?.instance_name !== instanceName)
    throw fail('resourceUnavailable', say`${instanceName} is no longer defined on ${seen.target.name}.`, {
      hint: say`Someone removed or renamed it there. Look again which there are.`,
    });
  world.run('UPDATE domain SET is_foreign = 0 WHERE host_key = ? AND id = ?', seen.row.key, id);
}

/** See `Driver.releaseDomain`. */
export function release(world: World, hostKey: number, vmId: string): void {
  world.run('UPDATE domain SET is_foreign = 1 WHERE host_key = ? AND id = ?', hostKey, vmId);
}
