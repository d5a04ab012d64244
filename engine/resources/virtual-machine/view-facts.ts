import type { Ctx } from '../../context.ts';
import type { VirtualMachineView } from '../../contract/views.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';

// What an instance shows of things that it is made of and stands on: its image, its disks, its host, and whoever deployed it.

type Facts = Pick<
  VirtualMachineView,
  | 'passwordenabled'
  | 'templatedisplaytext'
  | 'templatetype'
  | 'userdatapolicy'
  | 'isodisplaytext'
  | 'isos'
  | 'rootdeviceid'
  | 'pooltype'
  | 'diskofferingid'
  | 'diskofferingname'
  | 'hostcontrolstate'
  | 'username'
>;

interface ImageFact {
  id: string;
  name: string;
  displayText: string;
  bootable: number | null;
  passwordEnabled: number;
  userDataPolicy: VirtualMachineView['userdatapolicy'] | null;
}
interface DiskFact {
  vmId: string;
  type: string;
  deviceId: number;
  offeringId: string | null;
  offeringName: string | null;
  poolType: string | null;
}
interface HostFact {
  id: string;
  state: string;
  resourceState: string;
}

/** CloudStack's one word for what a host is ready to do. */
function controlState({ state, resourceState }: HostFact): NonNullable<VirtualMachineView['hostcontrolstate']> {
  if (state !== 'Up') return 'Offline';
  return resourceState === 'Enabled' ? 'Enabled' : 'Disabled';
}

/** Facts of many instances: one query for each kind of thing, however many they are. */
export function factsOf(ctx: Ctx, rows: readonly VirtualMachineRow[]): (row: VirtualMachineRow) => Facts {
  const found = <T>(sql: string, ids: readonly (string | undefined)[]): T[] => {
    const wanted = [...new Set(ids)].filter((id) => id !== undefined);
    return wanted.length === 0 ? [] : (ctx.store.prepare(sql).all(JSON.stringify(wanted)) as T[]);
  };
  const images = new Map(
    found<ImageFact>(
      `SELECT id, name, display_text AS displayText, bootable, password_enabled AS passwordEnabled, user_data_policy AS userDataPolicy
         FROM template WHERE id IN (SELECT value FROM json_each(?))`,
      rows.flatMap((row) => [row.templateId, row.isoId]),
    ).map((image) => [image.id, image]),
  );
  const disks = Map.groupBy(
    found<DiskFact>(
      `SELECT volume.virtual_machine_id AS vmId, volume.type, volume.device_id AS deviceId, disk_offering.id AS offeringId,
         disk_offering.name AS offeringName, storage_pool.type AS poolType
         FROM json_each(?) CROSS JOIN volume ON volume.virtual_machine_id = json_each.value AND volume.removed IS NULL
         LEFT JOIN disk_offering ON disk_offering.id = volume.disk_offering_id LEFT JOIN storage_pool ON storage_pool.id = volume.pool_id
         ORDER BY volume.device_id`,
      rows.map((row) => row.id),
    ),
    (disk) => disk.vmId,
  );
  const hosts = new Map(
    found<HostFact>(
      'SELECT id, state, resource_state AS resourceState FROM host WHERE id IN (SELECT value FROM json_each(?))',
      rows.map((row) => row.hostId),
    ).map((host) => [host.id, host]),
  );
  const users = new Map(
    found<{ id: string; username: string }>(
      'SELECT id, username FROM user WHERE id IN (SELECT value FROM json_each(?))',
      rows.map((row) => row.userId),
    ).map((user) => [user.id, user.username]),
  );
  return (row) => {
    const image = images.get(row.templateId);
    const iso = row.isoId === undefined ? undefined : images.get(row.isoId);
    const own = disks.get(row.id) ?? [];
    const root = own.find((disk) => disk.type === 'ROOT');
    const data = own.find((disk) => disk.type === 'DATADISK');
    const host = row.hostId === undefined ? undefined : hosts.get(row.hostId);
    return {
      passwordenabled: image?.passwordEnabled === 1,
      templatedisplaytext: image?.displayText,
      templatetype: 'USER',
      userdatapolicy: image?.userDataPolicy ?? undefined,
      isodisplaytext: iso?.displayText,
      isos:
        iso === undefined
          ? []
          : [{ id: iso.id, name: iso.name, displaytext: iso.displayText, bootable: iso.bootable !== 0 }],
      rootdeviceid: root?.deviceId,
      pooltype: root?.poolType ?? undefined,
      diskofferingid: data?.offeringId ?? undefined,
      diskofferingname: data?.offeringName ?? undefined,
      hostcontrolstate: host === undefined ? undefined : controlState(host),
      username: row.userId === undefined ? undefined : users.get(row.userId),
    };
  };
}
