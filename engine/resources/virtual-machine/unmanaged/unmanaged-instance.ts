import type { Ctx, Handlers } from '../../../context.ts';
import type { Output } from '../../../contract/contract.ts';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/phrase.ts';
import { pageOf } from '../../../store/page.ts';
import type { HostRow, OsTypeRow, StoragePoolRow, VirtualMachineRow } from '../../../store/rows.ts';
import { hostsOfPool } from '../../common.ts';
import { ownInstance, startOn } from '../begin.ts';
import { configDriveOf } from '../guest-drive.ts';
import { volumesOf } from '../steps.ts';
import { osTypeFor } from './guest-os.ts';
import { beginImport } from './import.ts';
import { type Found, lookAt, obstaclesOf, poolsOf } from './look.ts';
import { diskKey, nicKey, planImport } from './plan.ts';

type View = Output<'listUnmanagedInstances'>['unmanagedinstance'][number];

/** What stands in other tables, of a whole page. */
interface Beside {
  obstacles: ReadonlyMap<Found, View['obstacle']>;
  pools: ReadonlyMap<string, StoragePoolRow>;
  osTypes: ReadonlyMap<string, OsTypeRow | undefined>;
}

function besideOf(ctx: Ctx, all: readonly Found[]): Beside {
  const hosts = new Map(all.map(({ host }) => [host.id, host]));
  const systems = new Set(all.map(({ domain }) => domain.os));
  return {
    obstacles: obstaclesOf(ctx, all[0]?.host.zoneId ?? '', all),
    pools: new Map([...hosts.values()].flatMap((host) => poolsOf(ctx, host)).map((pool) => [pool.id, pool])),
    osTypes: new Map([...systems].map((os) => [os, osTypeFor(ctx, os)])),
  };
}

function view(found: Found, { obstacles, pools, osTypes }: Beside): View {
  const { host, domain } = found;
  const osType = osTypes.get(domain.os);
  return {
    id: domain.id,
    name: domain.name,
    clusterid: host.clusterId,
    clustername: host.clusterName ?? '',
    hostid: host.id,
    hostname: host.name,
    hypervisor: host.hypervisor,
    hypervisorversion: host.hypervisorVersion,
    powerstate: domain.power,
    cpunumber: domain.cpuNumber,
    cpucorepersocket: domain.coresPerSocket,
    memory: Math.floor(domain.memory / 1024 ** 2),
    boottype: domain.firmware,
    bootmode: domain.secureBoot ? 'SECURE' : 'LEGACY',
    osid: osType?.id,
    osdisplayname: osType?.description ?? (domain.os === '' ? undefined : domain.os),
    disk: domain.disks.map((disk, position) => {
      const pool = pools.get(disk.poolId ?? '');
      return {
        id: diskKey(disk),
        label: disk.device,
        capacity: disk.size,
        controller: disk.bus,
        controllerunit: Math.max(0, (disk.device.codePointAt(2) ?? 97) - 97),
        position,
        imagepath: disk.source,
        ...(pool !== undefined && {
          datastorename: pool.name,
          datastorehost: pool.server === '' ? undefined : pool.server,
          datastorepath: pool.path,
          datastoretype: pool.type,
        }),
      };
    }),
    nic: domain.nics.map((nic, index) => ({
      id: nicKey(index),
      macaddress: nic.mac,
      adaptertype: nic.model,
      bridge: nic.bridge,
      vlanid: nic.vlan,
    })),
    obstacle: obstacles.get(found) ?? [],
  };
}

/** The host on which an instance stays: its own, or of a stopped one any that reaches its disks. Errors: parameter, resourceUnavailable. */
function hostToStay(ctx: Ctx, vm: VirtualMachineRow, wish: string | undefined): HostRow {
  if (vm.hostId !== undefined) {
    if (wish !== undefined && wish !== vm.hostId)
      throw fail('parameter', say`${vm.displayName} runs on ${vm.hostName ?? ''}, and stays there.`, {
        field: 'hostid',
      });
    return ctx.store.need('hosts', vm.hostId);
  }
  const pools = volumesOf(ctx, vm.id).map((volume) => ctx.store.need('storagePools', volume.poolId ?? ''));
  const reaches = (id: string) => pools.every((pool) => hostsOfPool(ctx, pool).some((host) => host.id === id));
  const host = ctx.store.get('hosts', wish ?? vm.lastHostId ?? '');
  if (wish !== undefined) ctx.store.need('hosts', wish, 'hostid');
  if (host === undefined || host.removed !== undefined || host.state !== 'Up' || !reaches(host.id))
    throw fail(
      'resourceUnavailable',
      say`The host on which ${vm.displayName} would stay is not Up, or does not reach its disks.`,
      {
        field: 'hostid',
        hint: say`Name another host by hostid.`,
      },
    );
  return host;
}

export const unmanagedInstanceHandlers = {
  async listUnmanagedInstances(ctx, _caller, input) {
    const all = (await lookAt(ctx, input)).filter(
      ({ domain }) => input.name === undefined || domain.name === input.name,
    );
    const rows = all.map((found) => ({ found, id: found.domain.id, name: found.domain.name }));
    const page = pageOf(rows, input, {
      keyword: (row) => row.name,
      sortable: ['name'],
      defaultPageSize: ctx.settings.number('default.page.size'),
    });
    const shown = page.rows.map(({ found }) => found);
    const beside = besideOf(ctx, shown);
    return { count: page.count, unmanagedinstance: shown.map((found) => view(found, beside)) };
  },

  async importUnmanagedInstance(ctx, caller, input) {
    const plan = await planImport(ctx, caller, input);
    return ctx.store.write(() => beginImport(ctx, caller, plan));
  },

  unmanageVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    if (vm.state !== 'Running' && vm.state !== 'Stopped')
      throw fail('conflict', say`${vm.displayName} has to be Running or Stopped to be let go.`);
    if (vm.isoId !== undefined)
      throw fail('conflict', say`An ISO is in the CD drive of ${vm.displayName}.`, {
        hint: say`Detach it first: the host would look for it in vain one day.`,
      });
    if (!(input.forced ?? false) && configDriveOf(ctx, vm) !== undefined)
      throw fail(
        'conflict',
        say`${vm.displayName} is told keys, user data or a password by a drive that Benchtop writes.`,
        {
          hint: say`Let it go by force, if its guest needs them no more.`,
        },
      );
    const host = hostToStay(ctx, vm, input.hostid);
    return startOn(ctx, caller, vm.id, 'unmanageVirtualMachine', undefined, { hostId: host.id });
  },
} satisfies Partial<Handlers>;
