import { randomInt, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ErrorData } from '../contract/errors.ts';
import type { Driver, GuestNetworkSpec, HostTarget } from './driver.ts';

/** What the shared suite lends to its cases about networks. */
export interface NetworkTools {
  fixture(): {
    driver: Driver;
    host: HostTarget;
    bridge: string;
    network: Pick<GuestNetworkSpec, 'serviceAddress' | 'prefixLength' | 'gateway' | 'netmask'> & {
      guestAddresses: string[];
    };
  };
  refused(call: Promise<unknown>): Promise<ErrorData>;
}

/** Bridges, guest networks and their reservations. */
export function networkCases({ fixture, refused }: NetworkTools): void {
  test('a bridge that is there is fine, one that is not is named', async () => {
    const { driver, host, bridge } = fixture();
    await driver.ensureBridge(host, bridge);
    const error = await refused(driver.ensureBridge(host, 'nobridge7'));
    expect(error.message).toContain('nobridge7');
  });

  test('a guest network is made, changed and removed, each twice', async () => {
    const { driver, host, bridge } = fixture();
    const { guestAddresses, ...addresses } = fixture().network;
    const network: GuestNetworkSpec = {
      id: randomUUID(),
      bridge,
      ...addresses,
      dns: ['192.0.2.53'],
      domain: 'contract.test',
      reservations: [],
    };
    const reservations = guestAddresses.map((address, index) => ({
      vmId: randomUUID(),
      mac: randomMac(),
      address,
      hostName: `guest-${index}`,
    }));
    for (const some of [[], reservations, reservations, reservations.slice(1)])
      await driver.ensureGuestNetwork(host, { ...network, reservations: some });
    const look = (index: number) => {
      const { mac, address } = reservations[index]!;
      return driver.lookAtLease(host, { networkId: network.id, bridge, mac, address });
    };
    expect(await look(1)).toMatchObject({ running: true, connected: true, reserved: true, requests: 0 });
    expect(await look(0)).toMatchObject({ running: true, reserved: false });
    await driver.removeGuestNetwork(host, network.id);
    expect(await look(1)).toMatchObject({ running: false, connected: false, reserved: false });
    await driver.removeGuestNetwork(host, network.id);
  });

  test('one card of a guest network comes and goes by itself, each twice', async () => {
    const { driver, host, bridge } = fixture();
    const { guestAddresses, ...addresses } = fixture().network;
    const network: GuestNetworkSpec = {
      id: randomUUID(),
      bridge,
      ...addresses,
      dns: [],
      domain: 'contract.test',
      reservations: [],
    };
    const card = (index: number) => ({
      vmId: randomUUID(),
      mac: randomMac(),
      address: guestAddresses[index] ?? '',
      hostName: `card-${index}`,
    });
    const [first, second, heir] = [card(0), card(1), card(0)];
    const reserved = async ({ mac, address }: typeof first) =>
      (await driver.lookAtLease(host, { networkId: network.id, bridge, mac, address })).reserved;
    expect(await driver.ensureReservations(host, network.id, [first])).toBe(false);
    await driver.removeReservations(host, network.id, [first]);
    await driver.ensureGuestNetwork(host, { ...network, reservations: [first] });
    for (let round = 0; round < 2; round += 1)
      expect(await driver.ensureReservations(host, network.id, [second])).toBe(true);
    expect([await reserved(first), await reserved(second)]).toEqual([true, true]);
    // Two ways to the same: what was told card by card is what the whole list says.
    await driver.ensureGuestNetwork(host, { ...network, reservations: [first, second] });
    // An address that is given on before its last card was taken away stays with the new one.
    expect(await driver.ensureReservations(host, network.id, [heir])).toBe(true);
    expect([await reserved(first), await reserved(heir)]).toEqual([false, true]);
    for (let round = 0; round < 2; round += 1) await driver.removeReservations(host, network.id, [first, second]);
    expect([await reserved(heir), await reserved(second)]).toEqual([true, false]);
    await driver.removeGuestNetwork(host, network.id);
    expect(await driver.ensureReservations(host, network.id, [first])).toBe(false);
    await driver.removeReservations(host, network.id, [first]);
    expect(await reserved(first)).toBe(false);
  });
}

/** Locally administered, in QEMU's range. */
export function randomMac(): string {
  const byte = () => randomInt(256).toString(16).padStart(2, '0');
  return `52:54:00:${byte()}:${byte()}:${byte()}`;
}
