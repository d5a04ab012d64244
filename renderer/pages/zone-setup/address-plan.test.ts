import { expect, it } from 'vitest';
import { proposeRanges } from './address-plan.ts';

it('divides an ordinary subnet', () => {
  expect(proposeRanges('192.168.10.1', '255.255.255.0')).toEqual({
    podstart: '192.168.10.10',
    podend: '192.168.10.49',
    gueststart: '192.168.10.100',
    guestend: '192.168.10.199',
  });
});

it('never proposes the gateway, wherever it is', () => {
  expect(proposeRanges('10.0.0.12', '255.255.255.0')).toMatchObject({ podstart: '10.0.0.13', podend: '10.0.0.49' });
  expect(proposeRanges('10.0.0.198', '255.255.255.0')).toMatchObject({
    gueststart: '10.0.0.100',
    guestend: '10.0.0.197',
  });
});

it('keeps both ranges inside a small subnet and apart', () => {
  expect(proposeRanges('10.0.0.17', '255.255.255.240')).toEqual({
    podstart: '10.0.0.20',
    podend: '10.0.0.23',
    gueststart: '10.0.0.24',
    guestend: '10.0.0.30',
  });
});

it('proposes nothing for what is no subnet', () => {
  for (const [gateway, netmask] of [
    ['', '255.255.255.0'],
    ['10.0.0.1', '255.0.255.0'],
    ['10.0.0.1', '255.255.255.252'],
    ['10.0.0.300', '255.255.255.0'],
    ['10.0.0.1', '24'],
  ])
    expect(proposeRanges(gateway as string, netmask as string)).toBeUndefined();
});
