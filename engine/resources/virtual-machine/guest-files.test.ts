import { describe, expect, it } from 'vitest';
import { configDriveFiles, type GuestFacts, metadataOf } from './guest-files.ts';

const facts: GuestFacts = {
  id: '33333333-3333-4333-8333-333333333333',
  instanceName: 'i-2-17-VM',
  name: 'web-1',
  offering: 'Small Instance',
  zone: 'Zone 1',
  cloud: 'CloudStack-1',
  nics: [{ mac: '02:00:4c:00:00:11', address: '10.1.0.100', networkId: 'n' }],
  keys: [
    { name: 'desk', publicKey: 'ssh-ed25519 AAAA' },
    { name: 'laptop', publicKey: 'ssh-rsa BBBB' },
  ],
  userData: Buffer.from('#!/bin/sh\n'),
  details: { site: 'shop', 'vm-id': 'forged' },
  password: undefined,
};
const drive = (more: Partial<GuestFacts> = {}) =>
  Object.fromEntries(configDriveFiles({ ...facts, ...more }).map(({ path, content }) => [path, content.toString()]));

describe('a config drive', () => {
  it('has CloudStack’s files and OpenStack’s, and both say the same', () => {
    const files = drive();
    expect(Object.keys(files).sort()).toEqual([
      ...Object.keys(metadataOf(facts))
        .map((name) => `cloudstack/metadata/${name}.txt`)
        .sort(),
      'cloudstack/userdata/user_data.txt',
      'openstack/latest/meta_data.json',
      'openstack/latest/network_data.json',
      'openstack/latest/user_data',
      'openstack/latest/vendor_data.json',
    ]);
    expect(files['cloudstack/metadata/public-keys.txt']).toBe('ssh-ed25519 AAAA\nssh-rsa BBBB');
    expect(files['openstack/latest/user_data']).toBe(files['cloudstack/userdata/user_data.txt']);
    expect(JSON.parse(files['openstack/latest/meta_data.json'] ?? '')).toEqual({
      uuid: facts.id,
      name: 'web-1',
      hostname: 'web-1',
      instance_id: 'i-2-17-VM',
      availability_zone: 'Zone 1',
      launch_index: 0,
      public_keys: { desk: 'ssh-ed25519 AAAA', laptop: 'ssh-rsa BBBB' },
      site: 'shop',
      'vm-id': 'forged',
    });
  });

  it('lets no declared name take the place of a fact', () => {
    expect(drive()['cloudstack/metadata/vm-id.txt']).toBe(facts.id);
    expect(drive()['cloudstack/metadata/site.txt']).toBe('shop');
  });

  it('has a password only while there is one to give', () => {
    expect(drive()['cloudstack/password/vm_password.txt']).toBeUndefined();
    const files = drive({ password: 'fresh' });
    expect(files['cloudstack/password/vm_password.txt']).toBe('fresh');
    expect(JSON.parse(files['openstack/latest/meta_data.json'] ?? '')).toMatchObject({ admin_pass: 'fresh' });
  });

  it('describes the cards by their addresses of hardware, for DHCP', () => {
    expect(JSON.parse(drive()['openstack/latest/network_data.json'] ?? '')).toMatchObject({
      links: [{ id: 'eth0', ethernet_mac_address: '02:00:4c:00:00:11' }],
      networks: [{ link: 'eth0', type: 'ipv4_dhcp' }],
    });
  });
});
