import { expect, it } from 'vitest';
import { splitHash } from './hash-location.ts';

it.each([
  ['', '/', ''],
  ['#', '/', ''],
  ['#/volumes', '/volumes', ''],
  ['#volumes?state=Ready', '/volumes', 'state=Ready'],
  ['#/hosts/a?tab=log&q=a?b', '/hosts/a', 'tab=log&q=a?b'],
])('reads %o as path %o and query %o', (hash, path, search) => {
  expect(splitHash(hash)).toEqual([path, search]);
});
