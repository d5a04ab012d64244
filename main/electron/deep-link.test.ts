import { expect, test } from 'vitest';
import { destinationOf, linkAmong } from './deep-link.ts';

const id = '0b8f1c7e-52a0-4c59-9d3e-2f0e6a1d9c44';

test('a link leads to an instance or its console', () => {
  expect(destinationOf(`benchtop://vm/${id}/console`)).toEqual({ path: `/console/${id}`, ownWindow: true });
  expect(destinationOf(`BENCHTOP://vm/${id.toUpperCase()}/console/`)).toEqual({
    path: `/console/${id}`,
    ownWindow: true,
  });
  expect(destinationOf(`benchtop://vm/${id}`)).toEqual({ path: `/instances/${id}`, ownWindow: false });
});

test.each([
  '',
  'benchtop:',
  'benchtop://vm/',
  'benchtop://vm/1/console',
  `benchtop://vm/${id}/destroy`,
  `benchtop://vm/${id}/console?x=1`,
  `benchtop://vm/${id}/console#/jobs`,
  `benchtop://vm/${id}%2f..%2f..%2fjobs`,
  `benchtop://vm/../${id}/console`,
  `benchtop://user@vm/${id}/console`,
  `benchtop://vm:80/${id}/console`,
  `benchtop://host/${id}/console`,
  `benchtop://vm/${id}/console\n`,
  ` benchtop://vm/${id}/console`,
  `https://vm/${id}/console`,
  `javascript:alert(1)//benchtop://vm/${id}/console`,
  `benchtop://vm/${id}/console --data-dir /etc`,
])('%j leads nowhere', (text) => {
  expect(destinationOf(text)).toBeUndefined();
});

test('the link is found among switches, wherever the desktop puts it', () => {
  const link = `benchtop://vm/${id}/console`;
  expect(linkAmong(['/opt/benchtop', '--no-sandbox', link])).toBe(link);
  expect(linkAmong([link, '--allow-file-access-from-files', '/opt/benchtop'])).toBe(link);
  expect(linkAmong(['/opt/benchtop', '--data-dir', '/srv'])).toBeUndefined();
});
