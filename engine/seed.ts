import type { Ctx } from './context.ts';
import { adminAccountId, adminUserId, rootDomainId, systemAccountId } from './contract/identity.ts';
import { readyMadeRoles, roleOfType } from './contract/role.ts';
import guestOsTypes from './resources/offering/guest-os-types.json' with { type: 'json' };

const gibibyte = 1024 ** 3;

/** What a new store holds: the ROOT domain, its administrator, CloudStack's default offerings and the guest OS types. One commit. */
export function seed(ctx: Pick<Ctx, 'store' | 'ids' | 'clock'>): void {
  const { store, ids, clock } = ctx;
  seedRoles(ctx);
  if (store.get('domains', rootDomainId) !== undefined) return;
  const created = clock();
  store.write(() => {
    store.insert('domains', { id: rootDomainId, name: 'ROOT', path: '/', state: 'Active', created });
    const root = {
      domainId: rootDomainId,
      role: 'Admin',
      roleId: roleOfType.Admin,
      state: 'enabled',
      created,
    } as const;
    store.insert('accounts', { ...root, id: systemAccountId, name: 'system' });
    store.insert('accounts', { ...root, id: adminAccountId, name: 'admin' });
    store.insert('users', {
      id: adminUserId,
      accountId: adminAccountId,
      domainId: rootDomainId,
      username: 'admin',
      firstName: '',
      lastName: '',
      email: '',
      state: 'enabled',
      hasPassword: false,
      failedAttempts: 0,
      created,
    });
    store.insert('networkOfferings', {
      id: ids(),
      name: 'DefaultSharedNetworkOffering',
      displayText: 'Offering for shared networks',
      guestIpType: 'Shared',
      isDefault: true,
      services: ['Dhcp', 'Dns'],
      created,
    });
    const plain = { state: 'Active', sortKey: 0, diskSizeStrictness: false } as const;
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
        isCustomized: false,
        dynamicScalingEnabled: true,
        ...plain,
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
        displayOffering: true,
        ...plain,
        created,
      });
    for (const [category, names] of Object.entries(guestOsTypes as Record<string, string[]>)) {
      const osCategoryId = ids();
      store.insert('osCategories', { id: osCategoryId, name: category });
      for (const description of names)
        store.insert('osTypes', { id: ids(), osCategoryId, description, userDefined: false });
    }
  });
}

/** Brings the ready-made roles to what this version says of them. */
function seedRoles({ store, ids, clock }: Pick<Ctx, 'store' | 'ids' | 'clock'>): void {
  for (const { id, name, type, description, rules } of readyMadeRoles) {
    const there = store.get('roles', id);
    const now = store
      .prepare('SELECT rule, permission FROM role_permission WHERE role_id = ? ORDER BY sort_order')
      .all(id);
    if (there !== undefined && JSON.stringify(now) === JSON.stringify(rules)) continue;
    store.write(() => {
      if (there === undefined)
        store.insert('roles', {
          id,
          name,
          type,
          description,
          isDefault: true,
          isPublic: true,
          state: 'enabled',
          created: clock(),
        });
      store.purge('rolePermissions', 'role_id = ?', id);
      for (const [sortOrder, rule] of rules.entries())
        store.insert('rolePermissions', { id: ids(), roleId: id, ...rule, sortOrder });
    });
  }
}
