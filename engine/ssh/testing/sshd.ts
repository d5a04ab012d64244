import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no real sshd can be started here; undefined when one can. */
export function sshdImpossible(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  for (const program of ['/usr/sbin/sshd', '/usr/bin/ssh-keygen', '/usr/sbin/useradd', '/usr/bin/sudo'])
    if (!existsSync(program)) return `${program} is missing`;
  return undefined;
}

export interface TestUser {
  name: string;
  password: string;
  home: string;
  privateKey: string;
  encryptedKey: string;
  passphrase: string;
  publicKeyFile: string;
  privateKeyFile: string;
  remove(): void;
}

/** A user of this machine for the length of a test; `sudo` are the lines of its sudoers file, with USER for its name. */
export function makeUser(options: { shell?: string; sudo?: string } = {}): TestUser {
  const name = `bt${randomBytes(4).toString('hex')}`;
  const password = randomBytes(9).toString('base64url');
  const passphrase = randomBytes(9).toString('base64url');
  const home = mkdtempSync(join(tmpdir(), 'benchtop-home-'));
  execFileSync('useradd', ['-M', '-d', home, '-s', options.shell ?? '/bin/bash', name]);
  execFileSync('chpasswd', { input: `${name}:${password}\n` });
  mkdirSync(join(home, '.ssh'));
  const key = join(home, '.ssh', 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const encrypted = join(home, '.ssh', 'encrypted');
  writeFileSync(encrypted, readFileSync(key), { mode: 0o600 });
  execFileSync('ssh-keygen', ['-q', '-p', '-N', passphrase, '-f', encrypted]);
  writeFileSync(join(home, '.ssh', 'authorized_keys'), readFileSync(`${key}.pub`));
  execFileSync('chown', ['-R', `${name}:`, home]);
  execFileSync('chmod', ['755', home]);
  const sudoers = `/etc/sudoers.d/${name}`;
  if (options.sudo !== undefined) writeFileSync(sudoers, `${options.sudo.replaceAll('USER', name)}\n`, { mode: 0o440 });
  return {
    name,
    password,
    passphrase,
    home,
    privateKey: readFileSync(key, 'utf8'),
    encryptedKey: readFileSync(encrypted, 'utf8'),
    publicKeyFile: `${key}.pub`,
    privateKeyFile: key,
    remove() {
      rmSync(sudoers, { force: true });
      execFileSync('userdel', ['-f', name], { stdio: 'ignore' });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export interface TestSshd {
  port: number;
  fingerprint: string;
  log(): string;
  /** Ends the listener and every connection. */
  stop(): Promise<void>;
}

/** A real sshd on 127.0.0.1 with a configuration and host keys of its own. */
export async function startSshd(configuration: string[] = [], onPort?: number): Promise<TestSshd> {
  const directory = mkdtempSync(join(tmpdir(), 'benchtop-sshd-'));
  const hostKey = join(directory, 'host_key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey]);
  const fingerprint = execFileSync('ssh-keygen', ['-lf', `${hostKey}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';
  const port = onPort ?? (await freePort());
  mkdirSync('/run/sshd', { recursive: true });
  // sshd takes the first value it reads, so the test's own lines come first.
  writeFileSync(
    join(directory, 'config'),
    [
      ...configuration,
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      `HostKey ${hostKey}`,
      'PidFile none',
      'UsePAM no',
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'StrictModes no',
      'PrintMotd yes',
      'LogLevel VERBOSE',
      '',
    ].join('\n'),
  );
  let log = '';
  const child: ChildProcess = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(directory, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  const exited = once(child, 'exit');
  await untilListening(
    port,
    () => child.exitCode !== null,
    () => log,
  );
  return {
    port,
    fingerprint,
    log: () => log,
    async stop() {
      if (child.exitCode === null && child.pid !== undefined)
        for (const pid of [child.pid, ...descendants(child.pid)]) killed(pid);
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** sshd gives every connection a session of its own, so a process group does not reach them; parents do. */
function descendants(parent: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number | undefined {
  try {
    // The name in parentheses may hold anything, so the fields are counted from its end.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return undefined;
  }
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}

async function untilListening(port: number, dead: () => boolean, log: () => string): Promise<void> {
  for (;;) {
    if (dead()) throw new Error(`sshd did not start: ${log()}`);
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
