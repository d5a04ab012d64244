import { describe, expect, it } from 'vitest';
import { withUrl } from './storage-url.ts';

describe("storage's URL made from the form's parts", () => {
  it.each([
    [{ protocol: 'nfs', server: ' nas.lab ', path: '/export/a' }, 'nfs://nas.lab/export/a'],
    [{ protocol: 'sharedmountpoint', server: 'left over', path: 'mnt/gfs2' }, 'sharedmountpoint:///mnt/gfs2'],
    [{ protocol: 'file', path: '//var/lib/vms' }, 'file:///var/lib/vms'],
  ])('%o → %s', (parts, url) => {
    expect(withUrl({ name: 'p', ...parts })).toEqual({ name: 'p', url });
  });

  it('makes no URL while a part is missing', () => {
    expect(withUrl({ protocol: 'nfs', path: '/a' })).toEqual({});
    expect(withUrl({ protocol: 'file', path: ' ' })).toEqual({});
  });
});
