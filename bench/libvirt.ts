// Our libvirt client over SSH against python3-libvirt and virsh, on the same libvirtd, through the same sshd, in turns.
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { LibvirtHost } from 'node-libvirt';
import { guestXml, missingForLibvirtd, PrivateLibvirtd } from '../engine/node-libvirt/testing/private-libvirtd.ts';
import { openConnection } from '../engine/ssh/connection.ts';
import { makeUser, sshdImpossible, startSshd } from '../engine/ssh/testing/sshd.ts';
import { inTurns, median, milliseconds, ratio, report, seconds } from './report.ts';

const python = '/usr/bin/python3';
const hasPython = spawnSync(python, ['-c', 'import libvirt']).status === 0;
const hasNetcat = spawnSync('sh', ['-c', 'command -v nc']).status === 0;
const reason =
  missingForLibvirtd() ??
  sshdImpossible() ??
  (hasPython ? undefined : 'python3-libvirt is not installed') ??
  (hasNetcat ? undefined : 'nc is not installed, by which libvirt’s own client reaches a socket through SSH');
if (reason !== undefined) {
  console.log(`libvirt: left out, because ${reason}.`);
  process.exit(0);
}

const rounds = 5;
const calls = 500;
const name = 'bench';
const run = promisify(execFile);

const daemon = await PrivateLibvirtd.start();
const sshd = await startSshd();
const user = makeUser();
// The login user may use the socket, as a member of the group libvirt may on a real host.
await chmod(daemon.folder, 0o755);
await chmod(daemon.socket, 0o777);
const target = {
  id: 'bench',
  address: '127.0.0.1',
  port: sshd.port,
  username: user.name,
  hostKeyFingerprint: sshd.fingerprint,
};
const ssh = await openConnection(target, { authentication: 'key', privateKey: user.privateKey });
const host = new LibvirtHost({ dial: () => ssh.forwardUnix(daemon.socket) });
try {
  host.start();
  await once(host, 'up');
  const { dom } = await host.work(null, 'domainDefineXmlFlags', { xml: guestXml(name, ''), flags: 0 });
  const ask = () => host.query('domainGetState', { dom, flags: 0 });
  // Nobody's list of known hosts gets an entry by this.
  const command = path.join(daemon.folder, 'ssh');
  await writeFile(command, '#!/bin/sh\nexec ssh -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"\n', {
    mode: 0o755,
  });
  const socket = `socket=${daemon.socket}`;
  const local = `qemu+unix:///system?${socket}`;
  const remote = `qemu+ssh://${user.name}@127.0.0.1:${sshd.port}/system?${socket}&keyfile=${user.privateKeyFile}&no_verify=1&no_tty=1&proxy=netcat&command=${command}`;
  const peer = async (uri: string): Promise<number> => {
    const { stdout } = await run(python, [
      path.join(import.meta.dirname, 'peers/libvirt_calls.py'),
      uri,
      name,
      String(calls),
    ]);
    return Number(stdout);
  };
  const virsh = async (): Promise<number> => {
    // Its shell answers a line at a time; an empty one is what its start costs.
    const timed = async (lines: number): Promise<number> => {
      const begun = performance.now();
      const child = execFile('virsh', ['-q', '-c', remote]);
      child.stdin?.end(`domstate ${name}\n`.repeat(lines));
      await once(child, 'close');
      return seconds(begun);
    };
    const start = await timed(1);
    return Math.max(0.001, (await timed(calls)) - start);
  };
  // Warm: the compiler has seen the way, as it has in an application that runs.
  for (let call = 0; call < calls; call += 1) await ask();
  const figures = await inTurns(rounds, {
    pipelined: async () => {
      const begun = performance.now();
      await Promise.all(Array.from({ length: calls }, ask));
      return seconds(begun);
    },
    sequential: async () => {
      const begun = performance.now();
      for (let call = 0; call < calls; call += 1) await ask();
      return seconds(begun);
    },
    unix: () => peer(local),
    ssh: () => peer(remote),
    virsh,
  });
  const each = (values: number[]): string => milliseconds((median(values) / calls) * 1000);
  const line = (what: string, ours: number[], theirs: number[], atMost: number): void =>
    report({ what, ours: each(ours), against: each(theirs), figure: ratio(ours, theirs), wanted: { atMost } });
  line('libvirt over SSH, pipelined, to python3-libvirt on a unix socket', figures.pipelined, figures.unix, 1);
  line('libvirt over SSH, one by one, to python3-libvirt over qemu+ssh', figures.sequential, figures.ssh, 1.2);
  line('libvirt over SSH, one by one, to virsh over qemu+ssh', figures.sequential, figures.virsh, 1.2);
} finally {
  host.stop();
  ssh.close();
  await sshd.stop();
  user.remove();
  await daemon.stop();
}
process.exit(0);
