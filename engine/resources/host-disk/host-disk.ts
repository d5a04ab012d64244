import { isIP } from 'node:net';
import { aloneCidr, toAddress, toNumber } from '../../addresses.ts';
import { listDisks } from '../../bootstrap/bootstrap.ts';
import type { DiskStore, HostProbe } from '../../bootstrap/types.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { HostDiskStoreView } from '../../contract/views.ts';
import type { HostPreparationRow } from '../../store/rows.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { connected } from '../host-preparation/connected.ts';

export function diskStoreView(ctx: Ctx, row: HostPreparationRow, store: DiskStore): HostDiskStoreView {
  const [primary = '', secondary = ''] = store.paths;
  const url = (path: string) => `nfs://${row.address}${path}`;
  const { id, disk, size, serial, mounted, clients } = store;
  return {
    id,
    disk,
    size,
    serial,
    mounted,
    clients,
    primaryurl: url(primary),
    secondaryurl: url(secondary),
    usedby: usersOf(ctx, row, store.paths),
  };
}

/** Names of the storage that lies on a machine's exported folders, whichever of its names or addresses it was added by. */
function usersOf(ctx: Ctx, row: HostPreparationRow, paths: readonly string[]): string[] {
  const probe = row.probe as HostProbe | undefined;
  const addresses = (probe?.nics ?? []).flatMap((nic) => nic.addresses.map((address) => address.split('/')[0] ?? ''));
  const names = new Set([row.address, row.hostname ?? '', ...addresses].map((name) => name.toLowerCase()));
  return (['storagePools', 'imageStores'] as const).flatMap((table) =>
    ctx.store
      .where(table, "removed IS NULL AND server <> '' AND path LIKE '/srv/benchtop/%'")
      .filter((store) => names.has(store.server) && paths.some((path) => `${store.path}/`.startsWith(`${path}/`)))
      .map((store) => store.name),
  );
}

/** The network of the address by which a machine is managed: there its neighbours are. */
export function defaultClients(row: HostPreparationRow): string[] {
  const probe = row.probe as HostProbe | undefined;
  const own = probe?.sshAddress || row.address;
  const held = (probe?.nics ?? []).flatMap((nic) => nic.addresses).find((entry) => entry.split('/')[0] === own);
  const bits = Number(held?.split('/')[1]);
  if (isIP(own) === 4 && bits >= 8 && bits <= 32) {
    const number = toNumber(own);
    return [`${toAddress(number - (number % 2 ** (32 - bits)))}/${bits}`];
  }
  return isIP(own) === 0 ? [] : [aloneCidr(own)];
}

function prepared(ctx: Ctx, id: string): HostPreparationRow {
  const row = ctx.store.need('hostPreparations', id);
  if (row.state !== 'Applied')
    throw fail('conflict', say`${row.hostname ?? row.address} is not prepared.`, {
      hint: say`Prepare the machine first.`,
    });
  return row;
}

export const hostDiskHandlers = {
  async listHostDisks(ctx, _caller, input) {
    const row = prepared(ctx, input.id);
    const { disks, stores } = await connected(ctx, row, async (connection) => ({
      value: await listDisks(connection),
      connection,
    }));
    return {
      disk: disks.map(({ kind, ...disk }) => ({ ...disk, type: kind, empty: disk.found.length === 0 })),
      store: stores.map((store) => diskStoreView(ctx, row, store)),
    };
  },

  createHostDiskStore(ctx, caller, input) {
    const row = prepared(ctx, input.id);
    if (input.confirm !== input.disk)
      throw fail('parameter', say`Type ${input.disk} to confirm that this disk is meant.`, { field: 'confirm' });
    const clients = input.clients ?? defaultClients(row);
    if (clients.length === 0)
      throw fail('parameter', say`Say which addresses or networks may mount the store.`, { field: 'clients' });
    for (const [index, client] of clients.entries()) {
      const [address = '', bits] = client.split('/');
      const most = isIP(address) === 6 ? 128 : 32;
      if (isIP(address) === 0 || (bits !== undefined && Number(bits) > most))
        throw fail('parameter', say`${client} is no address or network.`, { field: `clients.${index}` });
    }
    refuseWhileBusy(ctx, row.id, row.address);
    return ctx.store.write(() => {
      // Told as a change: who looks at the machine sees that work is in hand there.
      ctx.store.update('hostPreparations', row.id, { error: undefined });
      const storeId = ctx.ids();
      return startJob(
        ctx,
        caller,
        'createHostDiskStore',
        { id: row.id, storeId, disk: input.disk, identity: input.identity, clients },
        { ...about(row, input.disk), said: say`Making the disk ${input.disk} of ${row.address} an NFS store` },
      );
    });
  },

  async deleteHostDiskStore(ctx, caller, input) {
    const row = prepared(ctx, input.id);
    refuseWhileBusy(ctx, row.id, row.address);
    const { stores } = await connected(ctx, row, async (connection) => ({
      value: await listDisks(connection),
      connection,
    }));
    const store = stores.find((each) => each.id === input.storeid);
    if (store === undefined)
      throw fail('parameter', say`${row.address} has no such NFS store.`, { field: 'storeid', hint: say`Look again.` });
    if (input.confirm !== store.disk)
      throw fail('parameter', say`Type ${store.disk} to confirm that all on it may go.`, { field: 'confirm' });
    const users = usersOf(ctx, row, store.paths);
    if (users.length > 0)
      throw fail('inUse', say`${store.disk} holds the storage ${users.join(', ')}.`, {
        hint: say`Remove that storage from its zone first.`,
      });
    refuseWhileBusy(ctx, row.id, row.address);
    return ctx.store.write(() => {
      ctx.store.update('hostPreparations', row.id, { error: undefined });
      return startJob(
        ctx,
        caller,
        'deleteHostDiskStore',
        { id: row.id, storeId: store.id },
        {
          ...about(row, store.disk),
          said: say`Taking back the NFS store on ${store.disk} of ${row.address}`,
        },
      );
    });
  },
} satisfies Partial<Handlers>;

const about = (row: HostPreparationRow, disk: string) => ({
  resourceNoun: 'hostpreparation',
  resourceId: row.id,
  resourceName: `${row.hostname ?? row.address} · ${disk}`,
  hostId: row.id,
});
