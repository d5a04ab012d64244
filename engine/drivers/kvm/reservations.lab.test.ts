import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GuestNetworkSpec, HostTarget, Reservation } from '../driver.ts';
import { guestNetworkNames } from './dnsmasq.ts';
import { createKvmDriver } from './kvm.ts';
import { askDhcp } from './testing/ask-dhcp.ts';
import { bridge, credentials, impossible, onHost, prepareHost, target } from './testing/lab-host.ts';

// What dnsmasq itself does with reservations that come and go one by one, asked over the wire as guests ask: what lies in its files says nothing
// of what it has in memory.

const network: GuestNetworkSpec = {
  id: 'd4000000-0000-4000-8000-000000000001',
  bridge,
  serviceAddress: '10.92.0.2',
  prefixLength: 24,
  gateway: '10.92.0.1',
  netmask: '255.255.255.0',
  dns: [],
  domain: 'cards.test',
  reservations: [],
};
const card = (number: number, last: number): Reservation => ({
  vmId: `d5000000-0000-4000-8000-00000000000${number}`,
  mac: `02:00:d4:00:00:0${number}`,
  address: `10.92.0.${last}`,
  hostName: `card-${number}`,
});

describe.skipIf(impossible !== undefined)(`reservations${impossible ? ` (skipped: ${impossible})` : ''}`, () => {
  let driver: ReturnType<typeof createKvmDriver>;
  let host: HostTarget;
  const names = guestNetworkNames(network.id);
  const given = (one: Reservation) => askDhcp(bridge, one.mac);
  const add = (...cards: Reservation[]) => driver.ensureReservations(host, network.id, cards);
  const remove = (...cards: Reservation[]) => driver.removeReservations(host, network.id, cards);
  const whole = (...reservations: Reservation[]) => driver.ensureGuestNetwork(host, { ...network, reservations });
  /** Nobody answered, because the service does not know the card. */
  async function unknown(one: Reservation) {
    expect(await given(one)).toBe('');
    const { refusal } = await driver.lookAtLease(host, { networkId: network.id, bridge, ...one });
    expect(refusal).toMatch(/ignored/);
  }
  const since = () => onHost('systemctl', 'show', '-P', 'ActiveEnterTimestampMonotonic', names.serviceUnit);

  beforeAll(async () => {
    await prepareHost();
    driver = createKvmDriver({ credentials: async () => credentials('root') });
    host = target('root');
    await whole(card(1, 11));
  }, 120_000);
  afterAll(async () => {
    await driver?.removeGuestNetwork(host, network.id);
    await driver?.close();
  });

  test('a card that is added has its address at once, and the service goes on meanwhile', async () => {
    const before = await since();
    expect(await given(card(1, 11))).toBe('10.92.0.11');
    expect(await add(card(2, 12))).toBe(true);
    expect(await given(card(2, 12))).toBe('10.92.0.12');
    await unknown(card(3, 13));
    expect(await since()).toBe(before);
  });

  test('a card that is removed is forgotten with its lease, and its address is the next one’s', async () => {
    await remove(card(1, 11));
    await unknown(card(1, 11));
    expect(await add(card(3, 11))).toBe(true);
    expect(await given(card(3, 11))).toBe('10.92.0.11');
    expect(await given(card(2, 12))).toBe('10.92.0.12');
  });

  test('an address that is given on is the new card’s: by itself, or after its lease by the whole network', async () => {
    expect(await add(card(4, 14))).toBe(true);
    expect(await add(card(5, 14))).toBe(true);
    expect(await given(card(5, 14))).toBe('10.92.0.14');
    await unknown(card(4, 14));
    // Card 2 has a lease on it.
    expect(await add(card(6, 12))).toBe(false);
    await whole(card(3, 11), card(5, 14), card(6, 12));
    expect(await given(card(6, 12))).toBe('10.92.0.12');
    await unknown(card(2, 12));
    expect(await given(card(5, 14))).toBe('10.92.0.14');
  });

  test('a removal that broke off before dnsmasq was told is made good by whoever comes next', async () => {
    expect(await add(card(7, 17))).toBe(true);
    await onHost('sh', '-c', `cd ${names.directory}; : > reload; sed -i /10.92.0.17/d reservations records`);
    expect(await add(card(8, 17))).toBe(true);
    expect(await given(card(8, 17))).toBe('10.92.0.17');
    await unknown(card(7, 17));
    expect(await onHost('ls', '-A', names.directory)).not.toMatch(/reload|\.cards/);
  });

  test('a service that was stopped, or lost its files, is said to be none, and comes back whole', async () => {
    await onHost('systemctl', 'stop', names.serviceUnit);
    expect(await add(card(9, 19))).toBe(false);
    await whole(card(9, 19));
    expect(await given(card(9, 19))).toBe('10.92.0.19');
    await onHost('rm', names.reservations);
    expect(await add(card(1, 11))).toBe(false);
    await whole(card(1, 11), card(9, 19));
    expect(await add(card(2, 12), card(3, 13))).toBe(true);
    for (const one of [card(1, 11), card(2, 12), card(3, 13), card(9, 19)]) expect(await given(one)).toBe(one.address);
  });

  test('what comes and goes card by card leaves the very files that the whole list has', async () => {
    const files = () => onHost('sh', '-c', `cd ${names.directory}; cat reservations; echo; cat records`);
    await whole(card(1, 11), card(2, 12), card(9, 19));
    const before = await files();
    await add(card(4, 104), card(5, 15));
    await remove(card(4, 104), card(5, 15), card(6, 12));
    expect(await files()).toBe(before);
  });
});
