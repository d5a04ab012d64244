import type { Ctx } from '../../../context.ts';

/** Where a template lies whose image is nowhere. */
const nowhere = 'imported:';

/**
 * The template of instances that were made of none: a row per zone that no list shows, nobody deploys from and nobody deletes, as it counts
 * as removed. Every instance names a template, and every template an image store; so there is one of those, too. Call inside `store.write`.
 */
export function placeholderTemplate(
  ctx: Ctx,
  zoneId: string,
  hypervisor: 'KVM' | 'Simulator',
  osTypeId: string,
  owner: { accountId: string; domainId: string },
): string {
  const found = ctx.store.first('templates', 'zone_id = ? AND hypervisor = ? AND url = ?', zoneId, hypervisor, nowhere);
  if (found !== undefined) return found.id;
  const [storeId, id, created] = [ctx.ids(), ctx.ids(), ctx.clock()];
  ctx.store.insert('imageStores', {
    id: storeId,
    zoneId,
    name: nowhere,
    provider: 'Directory',
    server: '',
    path: nowhere,
    total: 0,
    used: 0,
    created,
    removed: created,
  });
  ctx.store.insert('templates', {
    id,
    zoneId,
    imageStoreId: storeId,
    ...owner,
    name: `${hypervisor}-import`,
    displayText: `${hypervisor}-import`,
    hypervisor,
    format: 'QCOW2',
    osTypeId,
    url: nowhere,
    state: 'Removing',
    status: '',
    size: 0,
    physicalSize: 0,
    isPublic: false,
    isFeatured: false,
    isExtractable: false,
    passwordEnabled: false,
    created,
    removed: created,
  });
  return id;
}

/** Whether a template is the placeholder. */
export const isPlaceholder = (template: { url: string }): boolean => template.url === nowhere;
