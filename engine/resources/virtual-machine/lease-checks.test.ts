import { describe, expect, test } from 'vitest';
import { say, textOf } from '../../contract/phrase.ts';
import type { CardFacts, LeaseFacts } from '../../drivers/looks.ts';
import { judgeLease, type LeaseEvidence } from './lease-checks.ts';

const minutes = 60_000;
const card: CardFacts = {
  runningFor: 10 * minutes,
  found: true,
  linkUp: true,
  bridgeUp: true,
  port: { name: 'vnet3', up: true, onBridge: true, sent: 40 },
};
const service: LeaseFacts = { unit: 'dhcp.service', running: true, connected: true, reserved: true, requests: 0 };

function judged(
  change: { card?: Partial<CardFacts>; service?: Partial<LeaseFacts>; more?: Partial<LeaseEvidence> } = {},
) {
  return judgeLease({
    mac: '02:00:00:00:00:01',
    address: '10.1.1.20',
    bridge: 'cloudbr0',
    card: { ...card, ...change.card },
    service: { ...service, ...change.service },
    elsewhere: false,
    ...change.more,
  });
}
const problems = (answer: ReturnType<typeof judged>) =>
  answer.check.filter((one) => one.status === 'problem').map((one) => one.name);
const suspects = (answer: ReturnType<typeof judged>) =>
  answer.check.filter((one) => one.status === 'likely').map((one) => one.name);

describe('whether a card has taken its address', () => {
  test('since this start, not before it, and not another address', () => {
    const lease = (address: string, age: number) => judged({ service: { lease: { address, age } } }).state;
    expect(lease('10.1.1.20', 9 * minutes)).toBe('leased');
    expect(lease('10.1.1.20', 11 * minutes)).toBe('missing');
    expect(lease('10.1.1.99', 9 * minutes)).toBe('missing');
    expect(
      judged({ card: { runningFor: undefined as never }, service: { lease: { address: '10.1.1.20', age: 1e9 } } })
        .state,
    ).toBe('leased');
  });

  test('a guest that may still be booting is waited for, but not where it can never get one', () => {
    expect(judged({ card: { runningFor: minutes } }).state).toBe('waiting');
    const broken = judged({ card: { runningFor: minutes }, service: { running: false } });
    expect(broken.state).toBe('missing');
    expect(textOf(broken.finding)).toContain('The DHCP service of the network does not run.');
  });
});

describe('why it has not', () => {
  test.each<[string, Parameters<typeof judged>[0], string]>([
    ['the service is down', { service: { running: false } }, 'service'],
    ['its cable is out', { service: { connected: false } }, 'service port'],
    ['the card is not known', { service: { reserved: false } }, 'reservation'],
    [
      'the range is exhausted',
      { service: { requests: 3, refusal: 'DHCPDISCOVER no address available' } },
      'reservation',
    ],
    ['no such card', { card: { found: false } }, 'card'],
    ['the link is down', { card: { linkUp: false } }, 'card'],
    ['the bridge is down', { card: { bridgeUp: false } }, 'bridge'],
    ['the port is off the bridge', { card: { port: { name: 'vnet3', up: true, onBridge: false, sent: 1 } } }, 'bridge'],
    ['the port is down', { card: { port: { name: 'vnet3', up: false, onBridge: true, sent: 1 } } }, 'bridge'],
    ['a filter', { card: { filter: 'clean-traffic' } }, 'filter'],
  ])('%s: that is the finding, with a hint, and the guest is not suspected', (_name, change, name) => {
    const answer = judged(change);
    expect(problems(answer)).toEqual([name]);
    expect(suspects(answer)).toEqual([]);
    expect(answer.check.find((one) => one.name === name)?.hint).toBeDefined();
  });

  test('with everything fine, what is left is told by what the guest has sent', () => {
    const cause = (answer: ReturnType<typeof judged>) =>
      textOf(answer.check.find((one) => one.name === 'guest')?.found ?? '');
    expect(cause(judged())).toContain('static address');
    expect(cause(judged({ card: { port: { name: 'vnet3', up: true, onBridge: true, sent: 0 } } }))).toContain('udev');
    expect(cause(judged({ service: { requests: 4 } }))).toContain('does not take what it is offered');
    expect(suspects(judged())).toEqual(['guest']);
    expect(suspects(judged({ more: { elsewhere: true } }))).toEqual(['between hosts', 'guest']);
  });

  test('a silent host of the service is said, and nothing is concluded from its silence', () => {
    const answer = judged({ more: { service: say`10.0.0.9 does not answer.` } });
    expect(textOf(answer.finding)).toContain('10.0.0.9 does not answer.');
    expect(answer.check.map((one) => one.name)).toEqual(['service', 'card', 'bridge', 'filter']);
  });
});
