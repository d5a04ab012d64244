import { describe, expect, it } from 'vitest';
import { suggestName } from './suggest-name.ts';

describe('the name that a new instance is offered', () => {
  it('counts on from the highest of its kind', () => {
    expect(suggestName('CentOS Stream 9', ['centos-01', 'CENTOS-07', 'centos-x', 'web-99'])).toBe('centos-08');
  });

  it.each([
    ['Debian 12', 'debian-01'],
    ['2024 Ubuntu', 'ubuntu-01'],
    ['云镜像', 'vm-01'],
    [undefined, 'vm-01'],
  ])('makes a host name of %s', (template, name) => {
    expect(suggestName(template, [])).toBe(name);
  });
});
