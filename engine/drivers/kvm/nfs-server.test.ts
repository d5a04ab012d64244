import { describe, expect, test } from 'vitest';
import { mountFailure } from '../mount-failure.ts';
import { parseAnswers } from './nfs-server.ts';

const attempt = { server: '10.0.0.9', path: '/export/primary', hostName: 'kvm1', hostAddress: '10.0.0.5' };
const rpcbind = '    100000    4   tcp    111  portmapper\n    100000    3   udp    111  portmapper\n';
const nfs = '    100003    3   tcp   2049  nfs\n    100005    3   tcp  20048  mountd\n';
const open = 'port 111 0 \nport 2049 0 \n';
const messageOf = (answer: string, words: string) => mountFailure(attempt, words, parseAnswers(answer)).data;

describe('what an NFS server answers', () => {
  test('is read from rpcinfo and showmount', () => {
    const answers = parseAnswers(
      `${open}programs\n${rpcbind}${nfs}exports\n/export/primary 10.0.0.5,10.0.0.6\n/iso (everyone)\n`,
    );
    expect(answers).toEqual({
      ports: { 111: 'open', 2049: 'open' },
      programs: ['portmapper', 'nfs', 'mountd'],
      exports: [
        { path: '/export/primary', clients: ['10.0.0.5', '10.0.0.6'] },
        { path: '/iso', clients: ['(everyone)'] },
      ],
    });
  });

  test('names the reason that mount itself does not know', () => {
    const none = `${open}programs\n${rpcbind}`;
    expect(messageOf(none, 'mount.nfs: Connection refused').message).toContain('Program not registered');
    const walled = 'port 111 1 connect: No route to host\nport 2049 1 connect: No route to host\n';
    expect(messageOf(walled, 'mount.nfs: Connection timed out').message).toContain('errno 113');
    const others = `${open}programs\n${nfs}exports\n/export/primary 10.0.0.77\n`;
    expect(messageOf(others, 'access denied by server while mounting')).toMatchObject({
      message: expect.stringContaining('access denied by the server'),
      hint: expect.stringContaining('lets in 10.0.0.77, and this host is 10.0.0.5'),
    });
    // The list names the host, and yet it is refused: then it is the port that it came from.
    const listed = `${open}programs\n${nfs}exports\n/export/primary 10.0.0.5\n`;
    expect(messageOf(listed, 'access denied by server while mounting').message).toContain('illegal port');
    // Some clients have no word at all for it.
    expect(messageOf(listed, 'mount.nfs: mount_cb: (null)').message).toContain('illegal port');
    expect(messageOf(others, 'mount.nfs: mount_cb: (null)').message).toContain('mount failed');
    const elsewhere = `${open}programs\n${nfs}exports\n/export/other *\n`;
    expect(messageOf(elsewhere, 'reason given by server: No such file or directory')).toMatchObject({
      message: expect.stringContaining('no such export'),
      hint: expect.stringContaining('/export/other'),
    });
  });

  test('is bounded and inert, whatever the server says', () => {
    const hostile = `${open}programs\n${'evil \u001b[31m\n'.repeat(50)}exports\n/x\u001b[2J \u0007(everyone)\n/${'a'.repeat(4000)} *\n`;
    const answers = parseAnswers(hostile);
    expect(answers.programs).toEqual([]);
    expect(JSON.stringify(answers)).not.toMatch(/\\u00/);
  });
});
