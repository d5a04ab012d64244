/**
 * A libvirtd of a test's own, in namespaces: its state, sockets, logs and processes are invisible to the machine's, and killing
 * one process ends all of it. Only software emulation is used; guests must ask for it with `type='qemu'`.
 */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const BINARIES = [
  '/usr/sbin/libvirtd',
  '/usr/sbin/virtlogd',
  '/usr/bin/qemu-system-x86_64',
  '/usr/bin/virsh',
  '/usr/bin/unshare',
  '/usr/bin/setpriv',
  '/usr/bin/nsenter',
];

/** Why no private libvirtd can run here, or undefined if it can. */
export function missingForLibvirtd(): string | undefined {
  if (process.platform !== 'linux') return 'libvirtd runs on Linux only';
  if (process.getuid?.() !== 0) return 'namespaces and libvirtd need root';
  const missing = BINARIES.filter((path) => !existsSync(path));
  return missing.length > 0 ? `not installed: ${missing.join(', ')}` : undefined;
}

// Writable places of libvirt, each covered by an empty file system; and a /dev without kvm, since a machine may have that node
// and no working KVM behind it, whereupon libvirt probes QEMU again for each call.
const SETUP = `
set -e
for place in /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /etc/libvirt; do
  mkdir -p "$place"
  mount -t tmpfs tmpfs "$place"
done
hostname "$2"
# libvirt looks its own name up for each connectGetHostname, which takes five seconds where nobody answers.
echo "127.0.0.1 localhost $2" > /run/libvirt/hosts
mount --bind /run/libvirt/hosts /etc/hosts
mkdir -p /etc/libvirt/qemu /var/lib/libvirt/images
cp "$1"/*.conf /etc/libvirt/
dev=/run/libvirt/dev
mkdir "$dev"
mount -t tmpfs tmpfs "$dev"
mkdir "$dev/net" "$dev/pts" "$dev/shm"
for node in null zero full random urandom tty net/tun; do
  [ ! -e "/dev/$node" ] || { touch "$dev/$node"; mount --bind "/dev/$node" "$dev/$node"; }
done
mount --rbind /dev/pts "$dev/pts"
mount -t tmpfs tmpfs "$dev/shm"
ln -s pts/ptmx "$dev/ptmx"
ln -s /proc/self/fd "$dev/fd"
mount --move "$dev" /dev
echo ready
# Process 1 inherits orphans: QEMU probes that nobody reaped would look alive to libvirtd.
while :; do sleep 1000 & wait $!; done
`;

export class PrivateLibvirtd {
  readonly #folder: string;
  readonly #keeper: ChildProcess;
  readonly #keeperPid: number;
  #daemons: ChildProcess[] = [];

  private constructor(folder: string, keeper: ChildProcess, keeperPid: number) {
    this.#folder = folder;
    this.#keeper = keeper;
    this.#keeperPid = keeperPid;
  }

  static async start(hostname = 'kvm-host'): Promise<PrivateLibvirtd> {
    const folder = await mkdtemp(join(tmpdir(), 'libvirtd-'));
    await mkdir(join(folder, 'conf'));
    const conf = {
      'libvirtd.conf': `unix_sock_dir = "${folder}"\nauth_unix_rw = "none"\nhost_uuid = "${randomUUID()}"\n`,
      'qemu.conf': 'user = "root"\ngroup = "root"\n',
      'virtlogd.conf': '',
    };
    for (const [name, text] of Object.entries(conf)) await writeFile(join(folder, 'conf', name), text);
    // The forked child is process 1 of its own namespace: when it dies, so does everything that was started inside.
    // And when this process dies, however it does, so does the keeper.
    const keeper = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'unshare',
        '--mount',
        '--uts',
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
        'sh',
        '-c',
        SETUP,
        'sh',
        join(folder, 'conf'),
        hostname,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise<void>((resolve, reject) => {
      keeper.stdout?.once('data', () => resolve());
      keeper.once('exit', (code) => reject(new Error(`namespaces could not be made (exit ${code})`)));
    });
    const { stdout } = await run('pgrep', ['-P', String(keeper.pid)]);
    const daemon = new PrivateLibvirtd(folder, keeper, Number(stdout.trim()));
    try {
      daemon.#spawn('/usr/sbin/virtlogd', '-f', '/etc/libvirt/virtlogd.conf', '-p', '/run/libvirt/virtlogd.pid');
      await daemon.startDaemon();
      return daemon;
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  get socket(): string {
    return join(this.#folder, 'libvirt-sock');
  }

  /** A folder of the machine that exists inside too. */
  get folder(): string {
    return this.#folder;
  }

  dial = (): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      const socket = connect(this.socket, () => resolve(socket));
      socket.once('error', reject);
    });

  /** Starts libvirtd, or starts it again, and waits until it accepts connections. */
  async startDaemon(): Promise<void> {
    const daemon = this.#spawn(
      '/usr/sbin/libvirtd',
      '-f',
      '/etc/libvirt/libvirtd.conf',
      '-p',
      '/run/libvirt/libvirtd.pid',
    );
    for (;;) {
      if (daemon.exitCode !== null || daemon.signalCode !== null)
        throw new Error(`libvirtd ended with ${daemon.exitCode ?? daemon.signalCode}`);
      try {
        (await this.dial()).destroy();
        return;
      } catch {
        await sleep(50);
      }
    }
  }

  /** Kills libvirtd the hard way, as a crash would. Its guests live on. */
  async killDaemon(): Promise<void> {
    await this.inside('pkill', '-KILL', '-x', 'libvirtd');
  }

  virsh(...args: string[]): Promise<string> {
    return run('virsh', ['-c', `qemu+unix:///system?socket=${this.socket}`, ...args]).then(({ stdout }) => stdout);
  }

  /** Runs a command inside the namespaces. */
  async inside(command: string, ...args: string[]): Promise<string> {
    return (await run('nsenter', ['-t', String(this.#keeperPid), '-m', '-u', '-p', '--', command, ...args])).stdout;
  }

  /** Sends a signal to the QEMU process of a running domain. */
  async signalQemu(name: string, signal: 'STOP' | 'CONT' | 'KILL'): Promise<void> {
    const pid = (await this.inside('cat', `/run/libvirt/qemu/${name}.pid`)).trim();
    await this.inside('kill', `-${signal}`, pid);
  }

  async stop(): Promise<void> {
    // Waiting for the daemons' parents too leaves no zombie behind.
    const gone = [this.#keeper, ...this.#daemons]
      .filter((child) => child.exitCode === null && child.signalCode === null)
      .map((child) => new Promise((resolve) => child.once('exit', resolve)));
    this.#keeper.kill('SIGKILL');
    await Promise.all(gone);
    await rm(this.#folder, { recursive: true, force: true });
  }

  #spawn(...command: string[]): ChildProcess {
    const child = spawn('nsenter', ['-t', String(this.#keeperPid), '-m', '-u', '-p', '--', ...command], {
      stdio: 'ignore',
    });
    this.#daemons.push(child);
    return child;
  }
}

/** A guest that runs nothing: no disk, the firmware stops at its menu. Small, because software emulation keeps a code cache. */
export function guestXml(name: string, devices = ''): string {
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/><tcg><tb-cache unit='MiB'>64</tb-cache></tcg></features>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <memballoon model='none'/>
    ${devices}
  </devices>
</domain>`;
}
