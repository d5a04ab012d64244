import type { Ctx } from '../../context.ts';
import type { PoolProbe, PoolStats } from '../../drivers/driver.ts';
import type { HostRow } from '../../store/rows.ts';
import { driverOf, hostTarget, imageStoreSpec, poolSpec } from '../common.ts';

/** Primary or secondary storage as one host sees it. */
export interface HostStore {
  id: string;
  name: string;
  kind: 'primary' | 'secondary';
  /** `server:/path`, or the path alone. */
  export: string;
  probe(): Promise<PoolProbe>;
  ensure(): Promise<PoolStats>;
  remove(): Promise<void>;
}

/**
 * Every store that a host uses: pools of its zone, cluster or itself, image stores of its zone or on it. A host needs the image stores as
 * much as the pools: the first instance of a template on a pool is copied by the host that it begins on. `ready` leaves out pools that a job
 * of their own attaches or removes.
 */
export function storesOfHost(ctx: Ctx, host: HostRow, which: 'all' | 'ready'): HostStore[] {
  const driver = driverOf(ctx, host);
  const target = hostTarget(host);
  const pools = ctx.store.where(
    'storagePools',
    `removed IS NULL AND zone_id = ? AND (cluster_id IS NULL OR cluster_id = ?) AND (host_id IS NULL OR host_id = ?)
     AND (? = 'all' OR state = 'Up') ORDER BY created`,
    host.zoneId,
    host.clusterId,
    host.id,
    which,
  );
  const stores = ctx.store
    .where(
      'imageStores',
      'removed IS NULL AND zone_id = ? AND (host_id IS NULL OR host_id = ?) ORDER BY created',
      host.zoneId,
      host.id,
    )
    .filter((store) => store.provider !== 'Simulator' || host.hypervisor === 'Simulator');
  const place = (spec: { server: string; path: string }) =>
    spec.server === '' ? spec.path : `${spec.server}:${spec.path}`;
  return [
    ...pools.map((pool): HostStore => {
      const spec = poolSpec(pool);
      return {
        id: pool.id,
        name: pool.name,
        kind: 'primary',
        export: place(spec),
        probe: () => driver.probePool(target, spec),
        ensure: () => driver.ensurePool(target, spec),
        remove: () => driver.removePool(target, spec),
      };
    }),
    ...stores.map((store): HostStore => {
      const spec = imageStoreSpec(store);
      return {
        id: store.id,
        name: store.name,
        kind: 'secondary',
        export: place(spec),
        probe: () => driver.probeImageStore(target, spec),
        ensure: () => driver.ensureImageStore(target, spec),
        remove: () => driver.removeImageStore(target, spec),
      };
    }),
  ];
}
