import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { LongWork } from '../../drivers/driver.ts';
import type { StepTools } from '../../jobs/saga.ts';
import type { HostRow, StoragePoolRow } from '../../store/rows.ts';
import { driverOf, hostTarget, imageStoreSpec, poolSpec } from '../common.ts';

// Templates on primary storage, the bases of linked clones.

/** One copy of a template to a pool at a time; those that wait find it done. */
const copies = new Map<string, Promise<void>>();

/** Puts a template on a pool, once; an ISO stays where it is. Errors: resourceUnavailable, insufficientCapacity. */
export async function copyToPool(
  ctx: Ctx,
  templateId: string,
  host: HostRow,
  pool: StoragePoolRow,
  tools: StepTools,
): Promise<void> {
  const key = `${templateId} ${pool.id}`;
  while (copies.has(key)) await copies.get(key)?.catch(() => undefined);
  const has = () =>
    ctx.store.prepare('SELECT 1 FROM template_copy WHERE template_id = ? AND pool_id = ?').get(templateId, pool.id) !==
    undefined;
  if (has()) return;
  const template = ctx.store.need('templates', templateId);
  // An ISO stays where it is, in the drive: the root disk is an empty one.
  if (template.format === 'ISO') return;
  const { format } = template;
  const imageStore = ctx.store.need('imageStores', template.imageStoreId);
  const work: LongWork = {
    unit: tools.unit,
    signal: tools.signal,
    progress: tools.progress,
    log: (line) => tools.log(line),
  };
  const promise = (async () => {
    if (imageStore.hostId !== undefined && imageStore.hostId !== host.id)
      throw fail(
        'resourceUnavailable',
        say`The template ${template.name} lies on another host’s directory, which ${host.name} cannot read.`,
        {
          hint: say`Use NFS as secondary storage, or deploy on the host that holds the directory.`,
        },
      );
    await driverOf(ctx, host).ensureTemplateOnPool(
      hostTarget(host),
      imageStoreSpec(imageStore),
      poolSpec(pool),
      { id: template.id, format, virtualSize: template.size },
      work,
    );
    ctx.store.write(() =>
      ctx.store.prepare('INSERT OR IGNORE INTO template_copy VALUES (?, ?, ?)').run(template.id, pool.id, ctx.clock()),
    );
  })();
  copies.set(key, promise);
  try {
    await promise;
  } finally {
    copies.delete(key);
  }
}

/** Takes a half-made copy away. A whole one stays: it is the base of the next deployment. */
export async function dropHalfCopy(ctx: Ctx, templateId: string, host: HostRow, pool: StoragePoolRow): Promise<void> {
  const key = `${templateId} ${pool.id}`;
  while (copies.has(key)) await copies.get(key)?.catch(() => undefined);
  const whole = ctx.store
    .prepare('SELECT 1 FROM template_copy WHERE template_id = ? AND pool_id = ?')
    .get(templateId, pool.id);
  if (whole === undefined)
    await driverOf(ctx, host).removeTemplateFromPool(hostTarget(host), poolSpec(pool), templateId);
}
