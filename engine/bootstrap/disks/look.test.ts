import { describe, expect, it } from 'vitest';
import { textOf } from '../../contract/phrase.ts';
import { ganeshaConfiguration, kernelExports, mountUnitText } from './exports.ts';
import { parseDisks } from './look.ts';
import { isClient, parseRecord } from './records.ts';

const nonce = 'f'.repeat(32);
const answer = (devices: unknown, on: Record<string, string>, server = 'kernel') =>
  [
    `@${nonce} disks`,
    JSON.stringify({ blockdevices: devices }),
    ...Object.entries(on).flatMap(([name, traces]) => [`@${nonce} on ${name}`, traces]),
    `@${nonce} server`,
    server,
    `@${nonce} end`,
  ].join('\n');
const sdb = { name: 'sdb', type: 'disk', size: 4e12, model: 'WDC WD40', serial: 'WD-1', wwn: '0x5', rota: true };

describe('the look at disks', () => {
  it('takes what lsblk says of a disk together with what was found on it', () => {
    const { disks, server } = parseDisks(answer([{ ...sdb, 'maj:min': '8:16' }], { sdb: '' }), nonce);
    expect(server).toBe('kernel');
    expect(disks).toEqual([
      {
        name: 'sdb',
        size: 4e12,
        model: 'WDC WD40',
        serial: 'WD-1',
        kind: 'disk',
        rotational: true,
        identity: 'sdb|4000000000000|WD-1|0x5|8:16',
        found: [],
      },
    ]);
  });

  it('says everything that is on one', () => {
    const traces = [
      'partition sdb1',
      'holder dm-0',
      'mounted /data',
      'swap',
      'signature LVM2_member',
      'open qemu',
      'odd',
    ];
    const [disk] = parseDisks(answer([sdb], { sdb: traces.join('\n') }), nonce).disks;
    expect(disk?.found.map((phrase) => textOf(phrase))).toEqual([
      'the partition sdb1',
      'dm-0 is made of it',
      'it is mounted at /data',
      'the host swaps to it',
      'the signature of LVM2_member',
      'the program qemu has it open',
      'it cannot be read',
    ]);
  });

  it('leaves out what is no disk, what was not looked at, and what a hostile host makes up', () => {
    const odd = [
      { ...sdb, name: 'sr0', type: 'rom' },
      { ...sdb, name: 'sdc' },
      { ...sdb, name: '../sdb' },
      { ...sdb, name: 'sdd; reboot' },
      { ...sdb, size: -1 },
      { ...sdb, size: 1e300 },
      'sdb',
      null,
    ];
    expect(parseDisks(answer(odd, { sr0: '', '../sdb': '', 'sdd; reboot': '', sdb: '' }), nonce).disks).toEqual([]);
    const [disk] = parseDisks(
      answer([{ ...sdb, model: `\u001b[31m${'x'.repeat(9999)}` }], { sdb: `open ${'y'.repeat(99_999)}\u0007` }),
      nonce,
    ).disks;
    const shown = JSON.stringify(disk);
    expect(shown.length).toBeLessThan(1000);
    expect(shown).not.toMatch(/\\u00(1b|07)/);
    const many = Array.from({ length: 100_000 }, () => sdb);
    expect(parseDisks(answer(many, { sdb: '' }), nonce).disks.length).toBeLessThanOrEqual(128);
    for (const broken of ['', 'sh: not found', `@${nonce} disks\n{}`])
      expect(() => parseDisks(broken, nonce), broken).toThrow(/incomplete/);
    for (const devices of [undefined, 7, {}, 'x'])
      expect(parseDisks(answer(devices, { sdb: '' }), nonce).disks).toEqual([]);
  });
});

describe('what is noted down', () => {
  const record = {
    id: '1a2b3c4d-0000-4000-8000-000000000001',
    disk: 'sdb',
    identity: 'sdb|1|',
    size: 1,
    serial: '',
    server: 'kernel' as const,
    clients: ['10.0.0.0/24', '10.0.0.9'],
  };

  it('is taken only as we would have written it', () => {
    expect(parseRecord(record)).toEqual(record);
    for (const wrong of [
      { id: '../../etc' },
      { disk: 'sdb;reboot' },
      { server: 'samba' },
      { clients: [] },
      { clients: ['*'] },
      { clients: ['10.0.0.0/24(rw) *'] },
      { size: 'big' },
    ])
      expect(parseRecord({ ...record, ...wrong }), JSON.stringify(wrong)).toBeUndefined();
    for (const text of ['10.0.0.0/33', '10.0.0', '::/129', '10.0.0.0/24/1', 'host', '10.0.0.1\n*'])
      expect(isClient(text), text).toBe(false);
    for (const text of ['10.0.0.1', '10.0.0.0/8', 'fd00::/64']) expect(isClient(text), text).toBe(true);
  });

  it('becomes exports that end with the disk, for exactly those clients', () => {
    const options = 'rw,sync,no_root_squash,no_subtree_check,mountpoint=/srv/benchtop/1a2b3c4d';
    expect(kernelExports(record).split('\n').slice(1)).toEqual([
      `/srv/benchtop/1a2b3c4d/primary 10.0.0.0/24(${options}) 10.0.0.9(${options})`,
      `/srv/benchtop/1a2b3c4d/secondary 10.0.0.0/24(${options}) 10.0.0.9(${options})`,
      '',
    ]);
    const ganesha = ganeshaConfiguration([record, { ...record, id: '5e6f7a8b-0000-4000-8000-000000000002' }]);
    expect(ganesha.match(/Export_Id = \d+/g)).toEqual([1, 2, 3, 4].map((id) => `Export_Id = ${id}`));
    expect(ganesha.match(/Access_Type = RW/g)).toHaveLength(4);
    expect(mountUnitText(record.id, `UUID=${record.id}`)).toContain('Where=/srv/benchtop/1a2b3c4d\n');
  });
});
