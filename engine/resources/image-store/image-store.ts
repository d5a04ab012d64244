import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ImageStoreView } from '../../contract/views.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { ImageStoreRow } from '../../store/image-rows.ts';
import type { HostRow } from '../../store/rows.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import {
  driverOf,
  hostTarget,
  imageStoreSpec,
  openJobWith,
  refuseWhileBusy,
  startJob,
  usableHosts,
} from '../common.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { parseStorageUrl, refuseTaken } from '../storage-url.ts';

function imageStoreView(ctx: Ctx, row: ImageStoreRow, annotated = annotatedViews(ctx, [row])): ImageStoreView {
  const scheme = row.provider === 'NFS' || row.server !== '' ? 'nfs' : 'file';
  return {
    id: row.id,
    name: row.name,
    zoneid: row.zoneId,
    zonename: row.zoneName ?? '',
    providername: row.provider,
    protocol: scheme,
    url: `${scheme}://${row.server}${row.path}`,
    scope: 'ZONE',
    hostid: row.hostId,
    readonly: false,
    ...annotated(row),
    disksizetotal: row.total,
    disksizeused: row.used,
  };
}

interface ImageStoreInput {
  id: string;
  zoneId: string;
  name: string;
  provider: ImageStoreRow['provider'];
  server: string;
  path: string;
  hostId?: string;
}

/** The hosts that must reach an image store: the one that holds it, or every Up host of the zone. */
function hostsOf(ctx: Ctx, store: { zoneId: string; hostId?: string | undefined; provider: string }): HostRow[] {
  const hosts = usableHosts(ctx, { zoneId: store.zoneId }).filter((host) =>
    store.provider === 'Simulator' ? host.hypervisor === 'Simulator' : true,
  );
  return store.hostId === undefined ? hosts : hosts.filter((host) => host.id === store.hostId);
}

export const imageStoreHandlers = {
  addImageStore(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    const url = parseStorageUrl(input.url);
    if (url.scheme === 'sharedmountpoint')
      throw fail('parameter', say`Secondary storage is NFS or a directory on a host.`, { field: 'url' });
    if (input.provider === 'NFS' && url.scheme !== 'nfs')
      throw fail('parameter', say`NFS needs a URL such as nfs://server/export.`, { field: 'url' });
    const host = input.hostid === undefined ? undefined : ctx.store.need('hosts', input.hostid, 'hostid');
    if (input.provider === 'Directory' && (host === undefined || url.scheme !== 'file'))
      throw fail(
        'parameter',
        say`A directory as secondary storage needs its host and a URL such as file:///var/lib/benchtop/images.`,
        { field: host === undefined ? 'hostid' : 'url' },
      );
    const name = input.name ?? input.url;
    if (ctx.store.first('imageStores', 'removed IS NULL AND zone_id = ? AND name = ?', zone.id, name) !== undefined)
      throw fail('parameter', say`The zone has secondary storage named ${name} already.`, { field: 'name' });
    if (host !== undefined && host.zoneId !== zone.id)
      throw fail('parameter', say`The host ${host.name} belongs to another zone.`, { field: 'hostid' });
    refuseTaken(ctx, url, input.url, host?.id);
    if (
      openJobWith(ctx, 'addImageStore', 'name', name)?.input.zoneId === zone.id ||
      openJobWith(ctx, 'addImageStore', 'path', url.path)?.input.server === url.server
    )
      throw fail('conflict', say`${name} is being added already.`, { field: 'url', hint: say`See the jobs list.` });
    const row: ImageStoreInput = {
      id: ctx.ids(),
      zoneId: zone.id,
      name,
      provider: input.provider,
      server: url.server,
      path: url.path,
      ...(host !== undefined && { hostId: host.id }),
    };
    return ctx.store.write(() => {
      return startJob(ctx, caller, 'addImageStore', row, {
        resourceNoun: 'imagestore',
        resourceId: row.id,
        resourceName: name,
        said: say`Adding the secondary storage ${name}`,
      });
    });
  },

  deleteImageStore(ctx, caller, input) {
    const row = ctx.store.need('imageStores', input.id);
    const images = countUsers(ctx, 'imagestore', row.id, 'template') + countUsers(ctx, 'imagestore', row.id, 'iso');
    if (images > 0)
      throw fail('inUse', say`${row.name} holds ${images} templates or ISOs.`, { hint: say`Delete those first.` });
    refuseWhileBusy(ctx, row.id, row.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'deleteImageStore',
        { id: row.id },
        { resourceNoun: 'imagestore', resourceId: row.id, resourceName: row.name },
      ),
    );
  },

  listImageStores(ctx, caller, input) {
    const page = ctx.store.list('imageStores', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['zone_id = ?', input.zoneid],
        ['provider = ?', input.provider],
        ["CASE WHEN provider = 'NFS' OR server <> '' THEN 'nfs' ELSE 'file' END = lower(?)", input.protocol],
        [input.readonly === true ? '0' : '1', 1],
      ],
      sortable: { name: 'name', providername: 'provider', created: 'created', disksizetotal: 'total' },
      defaultSort: 'name',
    });
    const annotated = annotatedViews(ctx, page.rows, caller);
    return { count: page.count, imagestore: page.rows.map((row) => imageStoreView(ctx, row, annotated)) };
  },
} satisfies Partial<Handlers>;

const addImageStoreSaga = saga<Ctx, ImageStoreInput>('addImageStore')
  .step('probe', {
    async do(ctx, so, tools) {
      const hosts = hostsOf(ctx, so.input);
      if (hosts.length === 0)
        throw fail('resourceUnavailable', say`There is no host that could try ${so.input.name}.`, {
          hint: say`Add a host to the zone first.`,
        });
      for (const [index, host] of hosts.entries()) {
        tools.progress((index / hosts.length) * 100, say`Trying ${so.input.name} on ${host.name}`);
        const probe = await driverOf(ctx, host).probeImageStore(hostTarget(host), so.input);
        for (const check of probe.checks) tools.log(say`${host.name}: ${check.detail}`, 'info', host.id);
      }
    },
    undo: { nothing: 'a probe leaves nothing behind' },
  })
  .step('attach', {
    async do(ctx, so) {
      let stats = { total: 0, used: 0 };
      for (const host of hostsOf(ctx, so.input))
        stats = await driverOf(ctx, host).ensureImageStore(hostTarget(host), so.input);
      return { total: stats.total, used: stats.used };
    },
    async undo(ctx, so) {
      for (const host of hostsOf(ctx, so.input)) await driverOf(ctx, host).removeImageStore(hostTarget(host), so.input);
    },
  })
  .step('row', {
    do(ctx, so) {
      if (ctx.store.get('imageStores', so.input.id) !== undefined) return;
      ctx.store.need('zones', so.input.zoneId, 'zoneid');
      ctx.store.insert('imageStores', { ...so.input, ...so.attach, created: ctx.clock() });
    },
    undo(ctx, so) {
      if (ctx.store.get('imageStores', so.input.id) !== undefined) ctx.store.remove('imageStores', so.input.id);
    },
  })
  .end({ result: (ctx, so) => imageStoreView(ctx, ctx.store.need('imageStores', so.input.id)) as Json });

const deleteImageStoreSaga = saga<Ctx, { id: string }>('deleteImageStore')
  .step('detach', {
    async do(ctx, so) {
      const row = ctx.store.need('imageStores', so.input.id);
      for (const host of hostsOf(ctx, row))
        await driverOf(ctx, host).removeImageStore(hostTarget(host), imageStoreSpec(row));
    },
    async undo(ctx, so) {
      const row = ctx.store.get('imageStores', so.input.id);
      if (row !== undefined)
        for (const host of hostsOf(ctx, row))
          await driverOf(ctx, host).ensureImageStore(hostTarget(host), imageStoreSpec(row));
    },
  })
  .step('row', {
    do(ctx, so) {
      const row = ctx.store.get('imageStores', so.input.id);
      if (row !== undefined && row.removed === undefined) ctx.store.remove('imageStores', row.id);
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const imageStoreSagas = [addImageStoreSaga, deleteImageStoreSaga];
