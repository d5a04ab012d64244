import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GuestNetworkSpec } from '../driver.ts';
import { cardLines, guestNetworkFiles, pruneLeases } from './dnsmasq.ts';
import { nfsMountUnit, nfsSource } from './mounts.ts';
import { chosenPath, fileId } from './paths.ts';
import { reservationFiles } from './reservations.ts';
import { unitNameOf } from './unit-text.ts';

const network: GuestNetworkSpec = {
  id: '5a5a5a5a-5555-4555-8555-555555555555',
  bridge: 'cloudbr0',
  serviceAddress: '10.1.5.2',
  prefixLength: 22,
  gateway: '10.1.4.1',
  netmask: '255.255.252.0',
  dns: ['9.9.9.9', '1.1.1.1'],
  domain: 'cs1.cloud.internal',
  reservations: [
    { vmId: 'v2', mac: '02:00:4C:00:00:12', address: '10.1.4.12', hostName: 'web' },
    { vmId: 'v1', mac: '02:00:4c:00:00:11', address: '10.1.4.11', hostName: 'web' },
    { vmId: 'v3', mac: '02:00:4c:00:00:13', address: '10.1.4.13', hostName: 'x\ndhcp-script=/bin/sh' },
  ],
};

describe('guest network files', () => {
  const files = guestNetworkFiles(network);
  test.each([
    ['dnsmasq.conf', files.configuration],
    ['reservations', reservationFiles(network.reservations).reservations],
    ['records', reservationFiles(network.reservations).records],
    ['cable.service', files.units[0].text],
    ['dnsmasq.service', files.units[1].text],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`./fixtures/network-${name}`);
  });

  test.skipIf(!existsSync('/usr/sbin/dnsmasq'))('dnsmasq itself accepts the configuration', () => {
    const directory = mkdtempSync(join(tmpdir(), 'benchtop-dnsmasq-'));
    const file = join(directory, 'conf');
    writeFileSync(file, files.configuration.replaceAll(/\/var\/lib\/benchtop\/networks\/[0-9a-f-]+/g, directory));
    execFileSync('/usr/sbin/dnsmasq', ['--test', `--conf-file=${file}`], { stdio: 'pipe' });
    rmSync(directory, { recursive: true });
  });

  test('what could mean more than an address, a name or a bridge is refused', () => {
    const bad: Partial<GuestNetworkSpec>[] = [
      { bridge: 'br0\nExecStart=/bin/sh' },
      { gateway: '10.1.4.1,evil' },
      { domain: 'a/b' },
      { dns: ['resolver'] },
      { id: '../../etc' },
      { prefixLength: 33 },
    ];
    for (const change of bad) expect(() => guestNetworkFiles({ ...network, ...change })).toThrow(/is not an? /);
    const card = { vmId: 'v', mac: '02:00:4c:00:00:11', address: '10.1.4.9', hostName: 'a' };
    for (const change of [{ mac: 'zz' }, { address: '../x' }, { mac: '02:00:4c:00:00:11,set:x' }])
      expect(() => cardLines({ ...card, ...change })).toThrow(/is not an? /);
  });

  test('leases of cards and addresses that are no longer reserved are taken out, others stay', () => {
    const keep = '1789000000 02:00:4c:00:00:11 10.1.4.11 web *\n';
    expect(pruneLeases(keep, network.reservations)).toBeUndefined();
    expect(
      pruneLeases(
        `${keep}1789000000 02:00:4c:00:00:12 10.1.4.99 web *\n1789000000 02:00:4c:00:00:77 10.1.4.13 old *\n`,
        network.reservations,
      ),
    ).toBe(keep);
  });
});

describe('mount units', () => {
  const unit = nfsMountUnit({
    server: '10.0.0.1',
    path: '/export/100% of it',
    where: '/var/lib/benchtop/pools/11111111-1111-4111-8111-111111111111',
    options: 'vers=4.1,nconnect=4',
    description: 'Benchtop pool 11111111-1111-4111-8111-111111111111',
  });
  test('an NFS pool', async () => {
    await expect(`${unit.name}\n${unit.text}`).toMatchFileSnapshot('./fixtures/pool.mount');
  });

  test.skipIf(!existsSync('/usr/bin/systemd-escape'))('units are named as systemd wants them', () => {
    for (const path of ['/var/lib/benchtop/pools/1-2', '/a b/ü/.c', '/srv//x/'])
      expect(unitNameOf(path)).toBe(execFileSync('systemd-escape', ['--path', path], { encoding: 'utf8' }).trim());
  });

  test('servers, paths and options that are more than that are refused', () => {
    expect(nfsSource('fe80::1', '/e')).toBe('[fe80::1]:/e');
    for (const [server, path] of [
      ['-o', '/e'],
      ['a b', '/e'],
      ['host', 'relative'],
      ['host', '/a/../b'],
      ['host', '/a\nWhat=/dev/sda'],
      ['host', '/a\\'],
    ] as const)
      expect(() => nfsSource(server, path)).toThrow(/is not/);
    expect(() => nfsMountUnit({ server: 'h', path: '/e', where: '/w', options: 'rw suid', description: 'd' })).toThrow(
      /no mount options/,
    );
  });

  test('ids and chosen folders', () => {
    expect(() => fileId('../x')).toThrow(/not an id/);
    expect(chosenPath('/srv//vms/')).toBe('/srv/vms');
    expect(() => chosenPath('/')).toThrow(/root folder/);
  });
});
