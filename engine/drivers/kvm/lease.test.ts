import { expect, test } from 'vitest';
import { readCard, readLease } from './lease.ts';
import { readDomainXml } from './live-xml.ts';

const question = { networkId: 'n', bridge: 'cloudbr0', mac: '02:00:00:00:00:01', address: '10.1.1.20' };
const said = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');

test('a lease, and how old it is by the clock of its own host', () => {
  const now = 1_700_000_000;
  const text = said(
    `now ${now}`,
    'state active',
    'master cloudbr0',
    'flags 0x1003',
    'reservation 02:00:00:00:00:01,10.1.1.20,web,24h',
    `lease ${now + 86_400 - 90} 02:00:00:00:00:01 10.1.1.20 web *`,
    'said DHCPDISCOVER(eth0) 02:00:00:00:00:01',
    'said DHCPOFFER(eth0) 10.1.1.20 02:00:00:00:00:01',
    'said DHCPREQUEST(eth0) 10.1.1.20 02:00:00:00:00:01',
    'said DHCPACK(eth0) 10.1.1.20 02:00:00:00:00:01 web',
  );
  expect(readLease(text, 'u', question)).toEqual({
    unit: 'u',
    running: true,
    connected: true,
    reserved: true,
    requests: 2,
    lease: { address: '10.1.1.20', age: 90_000 },
  });
});

test('a refusal in the words of dnsmasq, a service that is off, and an answer that is none', () => {
  const refused = said('state active', 'said DHCPDISCOVER(eth0) 02:00:00:00:00:01 no address available');
  expect(readLease(refused, 'u', question)).toMatchObject({
    requests: 1,
    reserved: false,
    connected: false,
    refusal: expect.stringContaining('no address available'),
  });
  for (const text of ['', 'state failed\n', 'now x\nlease soon \u001b[31m1 2 3\nflags 0xzz\n', 'said '.repeat(5000)])
    expect(readLease(text, 'u', question)).toEqual({
      unit: 'u',
      running: false,
      connected: false,
      reserved: false,
      requests: 0,
    });
});

test('a card as libvirt and the host’s kernel show it', () => {
  const xml = `<domain><name>i-2-3-VM</name><devices>
    <interface type='bridge'><mac address='02:00:00:00:00:01'/><source bridge='cloudbr0'/><target dev='vnet3'/></interface>
    <interface type='bridge'><mac address='02:00:00:00:00:02'/><target dev='vnet4'/><link state='down'/><filterref filter='clean-traffic'/></interface>
    </devices></domain>`;
  const domain = readDomainXml(xml);
  expect(domain.name).toBe('i-2-3-VM');
  const text = said('now 1000', 'started 400', 'master cloudbr0', 'flags 0x1003', 'sent 7', 'bridge 0x1003');
  expect(readCard(text, domain.interfaces[0], 'cloudbr0')).toEqual({
    runningFor: 600_000,
    found: true,
    linkUp: true,
    bridgeUp: true,
    port: { name: 'vnet3', up: true, onBridge: true, sent: 7 },
  });
  expect(readCard(text, domain.interfaces[1], 'br1')).toMatchObject({
    linkUp: false,
    filter: 'clean-traffic',
    port: { onBridge: false },
  });
  expect(readCard('', undefined, 'cloudbr0')).toEqual({ found: false, linkUp: false, bridgeUp: false });
});
