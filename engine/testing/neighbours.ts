import type { Caller } from '../context.ts';
import { deployInput, idOf, type TestEngine } from './lab.ts';
import { person } from './samples-accounts.ts';

/** Somebody who owns things, and somebody of another domain who has no business with them. */
export interface Neighbours {
  alice: Caller;
  fred: Caller;
  /** Of all that is alice's, of each kind one, and of herself. */
  ids: string[];
}

/** Two tenants in a cloud of `buildCloud`; the first has something of every kind. */
export async function settleNeighbours(lab: TestEngine): Promise<Neighbours> {
  const tenant = async (name: string): Promise<Caller> => {
    const domainid = (await lab.call('createDomain', { name: `domain-of-${name}` })).id;
    const made = await lab.call('createAccount', { ...person(name), domainid });
    const userId = made.user[0]?.id ?? '';
    return { accountId: made.id, account: name, userId, username: name, domainId: domainid, role: made.roletype };
  };
  const alice = await tenant('alice');
  const fred = await tenant('fred');
  const image = {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    ispublic: false,
  };
  const qcow = { url: 'http://images.test/a.qcow2', format: 'QCOW2', hypervisor: 'Simulator' } as const;
  const template = await lab.run('registerTemplate', { ...image, ...qcow, name: 'alice-image' }, alice);
  const iso = await lab.run('registerIso', { ...image, name: 'alice-disc', url: 'http://images.test/a.iso' }, alice);
  const vm = await lab.run('deployVirtualMachine', await deployInput(lab, 'alice-vm'), alice);
  const encoded = Buffer.from('#!/bin/sh').toString('base64');
  const virtualmachineid = vm.resourceId ?? '';
  const ids = [
    virtualmachineid,
    template.resourceId ?? '',
    iso.resourceId ?? '',
    vm.id,
    ...(await lab.call('listVolumes', { virtualmachineid }, alice)).volume.map(({ id }) => id),
    ...(await lab.call('listNics', { virtualmachineid }, alice)).nic.map(({ id }) => id),
    (await lab.call('registerUserData', { name: 'alice-data', userdata: encoded }, alice)).id,
    (await lab.call('createSSHKeyPair', { name: 'alice-pair' }, alice)).id,
    alice.accountId,
    alice.userId,
    alice.domainId,
  ];
  if (ids.some((id) => id.length !== 36)) throw new Error(`Not everything of alice was made: ${ids.join(', ')}`);
  return { alice, fred, ids };
}
