import type { Ctx } from './context.ts';
import guestOsTypes from './resources/offering/guest-os-types.json' with { type: 'json' };

const gibibyte = 1024 ** 3;

/** Ids of what every installation has; fixed, so that rows may name them from the first commit on. */
export const rootDomainId = '00000000-0000-4000-8000-000000000001';
export const adminAccountId = '00000000-0000-4000-8000-000000000002';
export const adminUserId = '00000000-0000-4000-8000-000000000003';

/** What a new store holds: the ROOT domain, its administrator, CloudStack's default offerings and the guest OS types. One commit. */
export function seed(ctx: Pick<Ctx, 'store' | 'ids' | 'clock'>): void {
  const { store, ids, clock } = ctx;
  if (store.get('domains', rootDomainId) !== undefined) return;
  const created = clock();
  store.write(() => {
    store.insert('domains', { id: rootDomainId, name: 'ROOT', path: '/', created });
    store.insert('accounts', { id: 'system', name: 'system', domainId: rootDomainId, role: 'Admin', created });
    store.insert('accounts', { id: adminAccountId, name: 'admin', domainId: rootDomainId, role: 'Admin', created });
    store.insert('users', { id: adminUserId, accountId: adminAccountId, username: 'admin', created });
    store.insert('networkOfferings', {
      id: ids(),
      name: 'DefaultSharedNetworkOffering',
      displayText: 'Offering for shared networks',
      guestIpType: 'Shared',
      isDefault: true,
      services: ['Dhcp', 'Dns'],
      created,
    });
    for (const [name, text, cpuSpeed, memory] of [
      ['Small Instance', 'Small Instance', 500, 512],
      ['Medium Instance', 'Medium Instance', 1000, 1024],
    ] as const)
      store.insert('serviceOfferings', {
        id: ids(),
        name,
        displayText: text,
        cpuNumber: 1,
        cpuSpeed,
        memory,
        storageType: 'shared',
        offerHa: false,
        limitCpuUse: false,
        created,
      });
    for (const [name, size] of [
      ['Small', 5],
      ['Medium', 20],
      ['Large', 100],
      ['Custom', 0],
    ] as const)
      store.insert('diskOfferings', {
        id: ids(),
        name,
        displayText: size === 0 ? 'Custom Disk' : `${name} Disk, ${size} GB`,
        diskSize: size * gibibyte,
        isCustomized: size === 0,
        storageType: 'shared',
        created,
      });
    for (const [category, names] of Object.entries(guestOsTypes as Record<string, string[]>)) {
      const osCategoryId = ids();
      store.insert('osCategories', { id: osCategoryId, name: category });
      for (const description of names) store.insert('osTypes', { id: ids(), osCategoryId, description });
    }
  });
}
