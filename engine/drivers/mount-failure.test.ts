import { describe, expect, test } from 'vitest';
import { mountFailure, writeFailure } from './mount-failure.ts';

const attempt = { server: '10.0.0.9', path: '/export/primary', hostName: 'kvm1', hostAddress: '10.0.0.5' };
const line = '/export/primary 10.0.0.5(rw,sync,no_root_squash,no_subtree_check,insecure)';

describe('why a mount failed', () => {
  test.each([
    ['mount.nfs: requested NFS version or transport protocol is not supported', /Program not registered/, /rpcbind/],
    ['mount.nfs: mount to NFS server failed: RPC: Program not registered', /Program not registered/, /rpcbind/],
    ['mount.nfs: Connection failed: errno 113 (No route to host)', /errno 113/, /111, 2049 and 20048/],
    ['mount.nfs: Connection refused', /errno 111/, /nfs-server/],
    ['mount.nfs: access denied by server while mounting 10.0.0.9:/export/primary', /access denied/, /insecure\)/],
    [
      'mount.nfs: mounting failed, reason given by server: No such file or directory',
      /no such export/,
      /showmount -e 10\.0\.0\.9/,
    ],
    ['mount.nfs: Connection timed out', /does not answer/, /port 2049/],
    ['mount.nfs: Failed to resolve server nas: Name or service not known', /does not know the server/, /IP address/],
    [
      'mount: /mnt: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
      /no NFS client/,
      /nfs-utils/,
    ],
    ['mount.nfs: an incorrect mount option was specified', /mount option/, /mount options/],
    ['mount.nfs: who knows', /mount failed. It said: mount.nfs: who knows/, /logs/],
  ])('%s', (stderr, message, hint) => {
    const { data } = mountFailure(attempt, stderr);
    expect(data.message).toMatch(message);
    expect(data.message).toMatch(/^kvm1 cannot mount 10\.0\.0\.9:\/export\/primary/);
    expect(data.hint).toMatch(hint);
  });

  test('a refused export shows the very line to put on the server, with insecure, and the command', () => {
    const { data } = mountFailure(attempt, 'access denied by server while mounting');
    expect(data.hint).toContain(line);
    expect(data.hint).toContain('exportfs -rv');
  });

  test('what a trial file shows', () => {
    expect(writeFailure(attempt, 'dd: failed to open: Permission denied', true).data.hint).toContain(line);
    expect(writeFailure(attempt, 'Read-only file system', true).data.hint).toContain(line);
    expect(writeFailure(attempt, 'No space left on device', true).data.code).toBe('insufficientCapacity');
    expect(writeFailure(attempt, 'flock: x: No locks available', true).data.hint).toMatch(/lock service/);
    expect(writeFailure(attempt, 'Permission denied', false).data.hint).toMatch(/SELinux/);
  });
});
