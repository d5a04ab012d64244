import { describe, expect, test } from 'vitest';
import { textOf } from '../../contract/phrase.ts';
import type { HostProbe, ProbedNic } from '../types.ts';
import { hostsWith } from './hosts-file.ts';
import { ifupdownFiles } from './ifupdown.ts';
import { networkManagerFiles } from './network-manager.ts';
import { networkdFiles } from './networkd.ts';

const nic: ProbedNic = {
  name: 'eth0',
  mac: '52:54:00:00:00:01',
  addresses: ['10.0.0.5/24'],
  up: true,
  kind: 'ether',
  usable: true,
  defaultRoute: true,
  carriesSsh: true,
  dynamic: false,
};

function probeWith(network: Partial<HostProbe['network']>): HostProbe {
  const whole = { manager: 'ifupdown', netplan: false, files: {}, connections: [], networkFiles: {}, cloudInit: false };
  return { network: { ...whole, ...network } } as unknown as HostProbe;
}

const interfaces = '/etc/network/interfaces';

describe('the hosts file', () => {
  test('one line gives both names in the right order; all other lines stay as they are', () => {
    const before =
      '127.0.0.1\tlocalhost\n127.0.1.1\tnode1\n\n# IPv6\n::1     localhost ip6-localhost\n10.0.0.9 other # x\n';
    expect(hostsWith(before, '10.0.0.5', 'node1.lab.example', 'node1')).toBe(
      '127.0.0.1\tlocalhost\n\n# IPv6\n::1     localhost ip6-localhost\n10.0.0.9 other # x\n10.0.0.5\tnode1.lab.example node1\n',
    );
  });

  test('names of others on the same line are kept, an own line is replaced in its place', () => {
    expect(hostsWith('10.0.0.5 node1 files\n10.0.0.6 b\n', '10.0.0.5', 'node1.x.y', 'node1')).toBe(
      '10.0.0.5\tnode1.x.y node1\n10.0.0.5\tfiles\n10.0.0.6 b\n',
    );
  });

  test('doing it twice changes nothing', () => {
    const once = hostsWith('127.0.0.1 localhost\n127.0.1.1 a', '10.0.0.5', 'a.b.c', 'a');
    expect(hostsWith(once, '10.0.0.5', 'a.b.c', 'a')).toBe(once);
  });
});

describe('ifupdown', () => {
  test('DHCP, IPv6 and routes move to the bridge, other stanzas and comments stay', () => {
    const content = [
      'source /etc/network/interfaces.d/*',
      'auto lo eth0',
      'iface lo inet loopback',
      '# uplink',
      'allow-hotplug eth1',
      'iface eth0 inet dhcp',
      '    up ip route add 10.9.0.0/16 via 10.0.0.1 dev eth0',
      'iface eth0 inet6 auto',
      'iface eth1 inet manual',
      '',
    ].join('\n');
    const made = ifupdownFiles(probeWith({ files: { [interfaces]: content } }), nic, 'br0');
    expect('files' in made && made.files).toEqual([
      {
        path: interfaces,
        before: content,
        mode: 0o644,
        keepMode: true,
        after: [
          'source /etc/network/interfaces.d/*',
          'auto lo',
          'auto br0',
          'iface lo inet loopback',
          '# uplink',
          'allow-hotplug eth1',
          'iface eth0 inet manual',
          '',
          'iface br0 inet dhcp',
          '\tbridge_ports eth0\n\tbridge_stp off\n\tbridge_fd 0\n\tbridge_hw 52:54:00:00:00:01',
          '    up ip route add 10.9.0.0/16 via 10.0.0.1 dev br0',
          'iface br0 inet6 auto',
          'iface eth1 inet manual',
          '',
        ].join('\n'),
      },
    ]);
  });

  test.each([
    ['a VLAN on the card', 'iface eth0 inet manual\niface eth0.5 inet dhcp\n', 'eth0.5'],
    ['an alias', 'iface eth0 inet dhcp\niface eth0:1 inet static\n', 'eth0:1'],
    ['a bond', 'iface bond0 inet dhcp\n  bond-slaves eth0 eth1\n', 'bond-slaves'],
    ['a command that names the card', 'iface eth0 inet dhcp\n  up ethtool -K eth0 tso off\n', 'commands'],
  ])('%s is refused with the reason', (_, content, reason) => {
    const made = ifupdownFiles(probeWith({ files: { [interfaces]: content } }), nic, 'br0');
    expect('refused' in made && textOf(made.refused)).toContain(reason);
  });

  test('an unconfigured card gets a file of its own where the directory is read', () => {
    const content = 'source /etc/network/interfaces.d/*\nauto lo\niface lo inet loopback\n';
    expect(ifupdownFiles(probeWith({ files: { [interfaces]: content } }), nic, 'br0')).toMatchObject({
      files: [{ path: '/etc/network/interfaces.d/benchtop-br0' }],
    });
  });

  test('cloud-init is kept from writing the old stanza again', () => {
    const made = ifupdownFiles(
      probeWith({ files: { [interfaces]: 'iface eth0 inet dhcp\n' }, cloudInit: true }),
      nic,
      'br0',
    );
    expect('files' in made && made.files.map((file) => file.path)).toEqual([
      interfaces,
      '/etc/cloud/cloud.cfg.d/99-benchtop-network.cfg',
    ]);
  });
});

describe('NetworkManager', () => {
  const connection = { uuid: 'u1', type: '802-3-ethernet', device: 'eth0', path: '/etc/x', settings: { zone: 'work' } };

  test('addresses and routes of a keyfile are taken over word by word, with zone and MTU', () => {
    const keyfile =
      '[connection]\nid=eth0\n\n[ethernet]\nmtu=9000\n\n[ipv4]\nmethod=manual\naddress1=10.0.0.5/24,10.0.0.1\ndns=1.1.1.1;\nroute1=10.9.0.0/16,10.0.0.1\n\n[ipv6]\nmethod=auto\n';
    const made = networkManagerFiles(probeWith({ connections: [{ ...connection, keyfile }] }), nic, 'br0');
    const bridge = 'files' in made ? made.files[0]!.after : '';
    expect(bridge).toContain(
      '[ipv4]\nmethod=manual\naddress1=10.0.0.5/24,10.0.0.1\ndns=1.1.1.1;\nroute1=10.9.0.0/16,10.0.0.1\n',
    );
    expect(bridge).toContain('zone=work');
    expect(bridge).toContain('[ethernet]\nmtu=9000');
    expect(made).toMatchObject({ connection: 'u1' });
  });

  test('a connection in another format is translated, and refused where it has routes', () => {
    const settings = {
      'ipv4.method': 'manual',
      'ipv4.addresses': '10.0.0.5/24',
      'ipv4.gateway': '10.0.0.1',
      'ipv4.dns': '1.1.1.1,8.8.8.8',
      'ipv6.method': 'auto',
    };
    const made = networkManagerFiles(probeWith({ connections: [{ ...connection, settings }] }), nic, 'br0');
    expect('files' in made && made.files[0]!.after).toContain(
      '[ipv4]\nmethod=manual\naddress1=10.0.0.5/24\ngateway=10.0.0.1\ndns=1.1.1.1;8.8.8.8;\n',
    );
    const routed = { ...settings, 'ipv4.routes': '{ ip = 10.9.0.0/16, nh = 10.0.0.1 }' };
    expect(networkManagerFiles(probeWith({ connections: [{ ...connection, settings: routed }] }), nic, 'br0')).toEqual({
      refused: expect.objectContaining({ key: expect.stringContaining('static routes') }),
    });
  });
});

describe('systemd-networkd', () => {
  const path = '/run/systemd/network/10-netplan-eth0.network';
  const content =
    '[Match]\nName=eth0\n\n[Link]\nRequiredForOnline=yes\n\n[Network]\nLinkLocalAddressing=ipv6\nAddress=10.0.0.5/24\n\n[Route]\nDestination=0.0.0.0/0\nGateway=10.0.0.1\n';

  test('the card’s own file is passed over, its addresses and routes are the bridge’s', () => {
    const made = networkdFiles(probeWith({ files: { [path]: content }, networkFiles: { eth0: path } }), nic, 'br0');
    expect('files' in made && made.files.map((file) => [file.path, file.after])).toEqual([
      [
        '/etc/systemd/network/00-benchtop-br0.netdev',
        '[NetDev]\nName=br0\nKind=bridge\nMACAddress=52:54:00:00:00:01\n\n[Bridge]\nSTP=no\n',
      ],
      [
        '/etc/systemd/network/00-benchtop-br0-port.network',
        '[Match]\nName=eth0\n\n[Network]\nBridge=br0\nLinkLocalAddressing=no\n',
      ],
      [
        '/etc/systemd/network/00-benchtop-br0.network',
        '[Match]\nName=br0\n\n[Network]\nLinkLocalAddressing=ipv6\nAddress=10.0.0.5/24\n\n[Route]\nDestination=0.0.0.0/0\nGateway=10.0.0.1\n',
      ],
    ]);
  });

  test('a card that carries VLANs is refused', () => {
    const vlan = `${content}\n[Network]\nVLAN=eth0.5\n`;
    expect(networkdFiles(probeWith({ files: { [path]: vlan }, networkFiles: { eth0: path } }), nic, 'br0')).toEqual({
      refused: expect.objectContaining({ key: expect.stringContaining('VLANs') }),
    });
  });
});
