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
/** A volume as an array: an instance's row has several of them, and a page five hundred instances. */
type DiskFact = [vmId: string, type: string, deviceId: number, offeringId: string | null, poolId: string | null];
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
  const volumes = ctx.store
    .prepare(
      `SELECT virtual_machine_id, volume.type, device_id, disk_offering_id, pool_id FROM json_each(?) AS vm
         CROSS JOIN volume ON virtual_machine_id = vm.value AND removed IS NULL`,
    )
    .raw()
    .all(JSON.stringify(rows.map((row) => row.id))) as unknown as DiskFact[];
  const roots = new Map<string, DiskFact>();
  const firstData = new Map<string, DiskFact>();
  for (const disk of volumes) {
    const kept = disk[1] === 'ROOT' ? roots : firstData;
    if (disk[2] < (kept.get(disk[0])?.[2] ?? Number.POSITIVE_INFINITY)) kept.set(disk[0], disk);
  }
  const named = (table: string, column: string, ids: Iterable<string | null>) =>
    new Map(
      found<{ id: string; word: string }>(
        `SELECT id, ${column} AS word FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
        [...ids].map((id) => id ?? undefined),
      ).map(({ id, word }) => [id, word]),
    );
  const offerings = named('disk_offering', 'name', new Set([...firstData.values()].map((disk) => disk[3])));
  const pools = named('storage_pool', 'type', new Set([...roots.values()].map((disk) => disk[4])));
  const hosts = new Map(
    found<HostFact>(
      'SELECT id, state, resource_state AS resourceState FROM host WHERE id IN (SELECT value FROM json_each(?))',
      rows.map((row) => row.hostId),
    ).map((host) => [host.id, host]),
  );
  const users = named('user', 'username', new Set(rows.map((row) => row.userId ?? null)));
  return (row) => {
    const image = images.get(row.templateId);
    const iso = row.isoId === undefined ? undefined : images.get(row.isoId);
    const [root, data] = [roots.get(row.id), firstData.get(row.id)];
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
      rootdeviceid: root?.[2],
      pooltype: pools.get(root?.[4] ?? ''),
      diskofferingid: data?.[3] ?? undefined,
      diskofferingname: offerings.get(data?.[3] ?? ''),
      hostcontrolstate: host === undefined ? undefined : controlState(host),
      username: row.userId === undefined ? undefined : users.get(row.userId),
    };
  };
}
