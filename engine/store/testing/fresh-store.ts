import { rmSync } from 'node:fs';
import { afterEach } from 'vitest';
import { scratchFolder } from '../../testing/scratch.ts';
import { openDatabase } from '../database.ts';
import { Store } from '../store.ts';

const clean: (() => void)[] = [];
afterEach(() => {
  for (const each of clean.splice(0).reverse()) each();
});

export function freshFolder(): string {
  const directory = scratchFolder('store');
  clean.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A store of its own, closed and removed after the test. Time stands still at 1000. */
export async function freshStore(): Promise<Store> {
  const store = new Store(await openDatabase(freshFolder()), () => 1000);
  clean.push(() => store.close());
  return store;
}

/** Writes a zone; the simplest row that has a name, a state of its own kind (none) and a keyword entry. */
export function addZone(store: Store, name: string, more: { id?: string; created?: number } = {}): string {
  const id = more.id ?? `zone-${name}`;
  store.insert('zones', {
    id,
    name,
    networkType: 'Basic',
    allocationState: 'Disabled',
    dns1: '192.0.2.1',
    internalDns1: '192.0.2.1',
    localStorageEnabled: true,
    created: more.created ?? 1,
  });
  return id;
}

/** Writes a storage pool in its initial state, for what is said about states. */
export function addPool(store: Store, id: string, zoneId: string): void {
  store.insert('storagePools', {
    id,
    zoneId,
    name: id,
    type: 'NetworkFilesystem',
    scope: 'ZONE',
    server: 'nfs.test',
    path: '/pool',
    state: 'Initial',
    total: 0,
    used: 0,
    created: 1,
  });
}
