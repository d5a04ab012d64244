import { describe, it } from 'vitest';
import { badInputs } from './testing/bad-inputs.ts';

// What people really get wrong in the forms: each has a sentence of its own, a field, mostly a hint, and changes nothing.

const world = badInputs();

describe('addresses', () => {
  const good = { gateway: '10.9.0.1', netmask: '255.255.255.0', startip: '10.9.0.10', endip: '10.9.0.20' };
  const cases: [what: string, wrong: Partial<typeof good>, field: string, sentence: RegExp][] = [
    ['a mask with holes', { netmask: '255.0.255.0' }, 'netmask', /255\.0\.255\.0 is not a netmask between/],
    ['an all-open mask', { netmask: '0.0.0.0' }, 'netmask', /0\.0\.0\.0 is not a netmask/],
    ['a host mask', { netmask: '255.255.255.255' }, 'netmask', /is not a netmask/],
    [
      'a start outside',
      { startip: '10.8.0.10' },
      'startip',
      /10\.8\.0\.10 is not a host address of the subnet 10\.9\.0\.0\/24/,
    ],
    ['an end outside', { endip: '10.9.1.20' }, 'endip', /10\.9\.1\.20 is not a host address of the subnet/],
    ['the network address', { startip: '10.9.0.0' }, 'startip', /10\.9\.0\.0 is not a host address/],
    ['the broadcast address', { endip: '10.9.0.255' }, 'endip', /10\.9\.0\.255 is not a host address/],
    ['a gateway at the edge', { gateway: '10.9.0.255' }, 'gateway', /The gateway 10\.9\.0\.255 is not a host address/],
    [
      'a range upside down',
      { startip: '10.9.0.20', endip: '10.9.0.10' },
      'endip',
      /ends \(10\.9\.0\.10\) before it starts/,
    ],
    ['the gateway inside', { startip: '10.9.0.1', endip: '10.9.0.20' }, 'startip', /contains the gateway 10\.9\.0\.1/],
    ['no address', { gateway: '10.9.0' }, 'gateway', /not an IPv4 address/],
    ['an octet too far', { startip: '10.9.0.256' }, 'startip', /not an IPv4 address/],
    ['IPv6', { gateway: 'fd00::1' }, 'gateway', /not an IPv4 address/],
    ['a shell in it', { endip: '10.9.0.20;reboot' }, 'endip', /not an IPv4 address/],
  ];
  it.each(cases)('a pod with %s', async (_what, wrong, field, sentence) => {
    await world.refused('createPod', { zoneid: world.ids.zone, name: 'wrong', ...good, ...wrong }, field, sentence);
  });
  it.each(cases)('a guest network with %s', async (_what, wrong, field, sentence) => {
    const input = { zoneid: world.ids.zone, name: 'wrong', networkofferingid: world.ids.offering, ...good, ...wrong };
    await world.refused('createNetwork', input, field, sentence);
  });

  const subnet = { gateway: '10.1.0.1', netmask: '255.255.255.0' };
  const guests = /overlaps the guest range 10\.1\.0\.100–10\.1\.0\.109/;
  const reserved = /overlaps .*pod pod \(10\.1\.0\.10–10\.1\.0\.19\)/;
  it.each([
    ['10.1.0.19', '10.1.0.30', reserved],
    ['10.1.0.5', '10.1.0.10', reserved],
    ['10.1.0.12', '10.1.0.13', reserved],
    ['10.1.0.5', '10.1.0.30', reserved],
    ['10.1.0.109', '10.1.0.120', guests],
    ['10.1.0.100', '10.1.0.100', guests],
  ])('%s–%s overlaps what is there, whoever asks for it', async (startip, endip, sentence) => {
    const range = { startip, endip };
    const hint = /pod|guest|reserved/;
    await world.refused(
      'createPod',
      { zoneid: world.ids.zone, name: 'new', ...subnet, ...range },
      'startip',
      sentence,
      hint,
    );
    await world.refused('createVlanIpRange', { networkid: world.ids.network, ...range }, 'startip', sentence, hint);
    const network = { zoneid: world.ids.zone, name: 'new', networkofferingid: world.ids.offering, ...subnet, ...range };
    await world.refused('createNetwork', network, 'startip', sentence, hint);
  });
  it('a host whose address an instance would be given, and a range that holds a host', async () => {
    const { zone, pod, cluster, network } = world.ids;
    const host = { zoneid: zone, podid: pod, clusterid: cluster, hypervisor: 'Simulator' as const };
    const inRange = /10\.1\.0\.105 lies in the addresses for instances, 10\.1\.0\.100–10\.1\.0\.109/;
    await world.refused('addHost', { ...host, url: 'http://10.1.0.105' }, 'url', inRange, /Guest networks/);
    await world.lab.run('addHost', { ...host, url: 'http://10.1.0.240' });
    const range = { networkid: network, startip: '10.1.0.230', endip: '10.1.0.245' };
    await world.refused(
      'createVlanIpRange',
      range,
      'startip',
      /the address of the host .*\(10\.1\.0\.240\)/,
      /instance/,
    );
  });
  it('a pod that is moved onto the guests', async () => {
    await world.refused('updatePod', { id: world.ids.pod, endip: '10.1.0.105' }, 'startip', guests);
  });
  it('a range that says another subnet than its network', async () => {
    const range = { networkid: world.ids.network, startip: '10.1.0.200', endip: '10.1.0.210' };
    await world.refused(
      'createVlanIpRange',
      { ...range, gateway: '10.1.0.2' },
      'gateway',
      /gateway of the network guests is 10\.1\.0\.1/,
    );
    await world.refused(
      'createVlanIpRange',
      { ...range, netmask: '255.255.0.0' },
      'netmask',
      /netmask of the network guests is/,
    );
  });
  it('a guest network with room for nobody but its own service', async () => {
    const input = {
      zoneid: world.ids.zone,
      name: 'one',
      networkofferingid: world.ids.offering,
      ...subnet,
      startip: '10.1.0.50',
      endip: '10.1.0.50',
    };
    await world.refused('createNetwork', input, 'endip', /at least two addresses/);
  });
  it.each([
    'lab\nserver=/evil/',
    'world.lab.example;reboot',
    '-lab',
    'world.lab..example',
    '$(reboot)',
    'a'.repeat(191),
  ])('a domain for DHCP such as %j', async (domain) => {
    const input = {
      zoneid: world.ids.zone,
      name: 'new',
      networkofferingid: world.ids.offering,
      ...subnet,
      startip: '10.1.0.50',
      endip: '10.1.0.60',
    };
    await world.refused('createNetwork', { ...input, networkdomain: domain }, 'networkdomain', /a domain such as|190/);
    await world.refused('updateZone', { id: world.ids.zone, domain }, 'domain', /a domain such as|190/);
  });
});
