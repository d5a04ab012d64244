import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type NetConnectOpts } from 'node:net';
import os from 'node:os';
import { Duplex, type Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { say } from '../contract/phrase.ts';
import { SshError } from './errors.ts';
import { quoteArgument } from './quote.ts';
import type { ThisComputer } from './ssh.ts';
import type { Way } from './way.ts';

/** Milliseconds that a program gets to end by itself once nobody listens to it. */
const grace = 2000;

/** A local process with the face of an SSH channel: `exit` with status or signal, then `close`, which comes after all output was read. */
class LocalChannel extends Duplex {
  readonly stderr: Readable;
  protected readonly aside: Readable;
  readonly #child: ChildProcess;
  readonly #output: Readable;

  constructor(command: string, environment: NodeJS.ProcessEnv = {}) {
    super({ emitClose: false, autoDestroy: false });
    // A session of its own, as a login would give it, so that all of it can be ended. Of our own surroundings it learns what a login would.
    const child = spawn('/bin/sh', ['-c', command], {
      detached: true,
      cwd: '/',
      env: { ...loginEnvironment(), ...environment },
      // The fourth tells us things beside the output; who does not know of it never writes there.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.aside = child.stdio[3] as Readable;
    this.#output = child.stdout;
    this.stderr = child.stderr;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    // Also where nobody wants the rest and it was thrown away.
    child.stdout.once('close', () => this.push(null));
    for (const stream of [child.stdin, child.stdout, child.stderr, this.aside]) stream.on('error', () => {});
    // Where there is no shell, nothing ran; `close` follows by itself.
    child.once('error', () => this.emit('exit', 127));
    child.once('exit', (code, signal) => this.emit('exit', code, signal?.replace(/^SIG/, '')));
    child.once('close', () => this.#close());
  }

  /** SSH's own name for it: TERM, not SIGTERM. Only a program of ours can be told; what sudo started ends when its pipes do. */
  signal(name: string): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, `SIG${name}` as NodeJS.Signals);
    } catch {
      // It is gone, or it is root's.
    }
  }

  close(): void {
    this.resume();
    for (const stream of this.#child.stdio) stream?.destroy();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const timer = setTimeout(() => this.signal('KILL'), grace);
    timer.unref();
    this.#child.once('exit', () => clearTimeout(timer));
  }

  #close(): void {
    if (this.readableEnded || this.destroyed) this.emit('close');
    else this.once('end', () => this.emit('close'));
  }

  override _read(): void {
    this.#output.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A program that no longer reads is no failure of the channel; its ending tells.
    this.#child.stdin?.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin?.end(() => done());
  }
}

/**
 * The user's login shell on a terminal of its own, with the face of SSH's: `script` gives the terminal, and says by its fourth pipe which
 * one it is, so that it can be given another size.
 */
class LocalTerminal extends LocalChannel {
  #path: string | undefined;
  /** Asked for and not given yet. */
  #size: { rows: number; columns: number } | undefined;
  #resizing = false;

  constructor({ term, columns, rows }: { term: string; columns: number; rows: number }) {
    // script's own shell is sh, whatever the user's is.
    const inside = `tty >&3; exec 3>&-; stty cols ${columns} rows ${rows}; cd; SHELL=$LOGIN_SHELL; unset LOGIN_SHELL; exec "$SHELL" -l`;
    super(`exec script -q -e -f -c ${quoteArgument(inside)} /dev/null`, {
      TERM: term,
      SHELL: '/bin/sh',
      LOGIN_SHELL: os.userInfo().shell ?? '/bin/sh',
    });
    let said = '';
    this.aside.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1').slice(0, 100);
      this.#path ??= /^(\/dev\/pts\/\d+)\n/.exec(said)?.[1];
      this.#resize();
    });
  }

  /** The kernel tells the programs on it, as it does for sshd. */
  setWindow(rows: number, columns: number): void {
    this.#size = { rows, columns };
    this.#resize();
  }

  /** One after the other, so that the last size asked for is the one that stays. */
  #resize(): void {
    const size = this.#size;
    if (this.#path === undefined || size === undefined || this.#resizing) return;
    this.#size = undefined;
    this.#resizing = true;
    const stty = spawn('stty', ['-F', this.#path, 'cols', `${size.columns}`, 'rows', `${size.rows}`], {
      stdio: 'ignore',
      timeout: grace,
    });
    stty.on('error', () => {});
    stty.once('close', () => {
      this.#resizing = false;
      this.#resize();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // The terminal goes with script, and what runs on it is told so by the kernel, as when a line is hung up.
    this.signal('TERM');
    this.close();
    done(error);
  }
}

function loginEnvironment(): NodeJS.ProcessEnv {
  const { username, homedir } = os.userInfo();
  const kept = Object.fromEntries(
    ['PATH', 'LANG', 'SSH_CONNECTION'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ...kept, HOME: homedir, USER: username, LOGNAME: username };
}

type Connected = (error: Error | undefined, channel: ClientChannel) => void;

function socketTo(options: NetConnectOpts, callback: Connected): void {
  const socket = connect(options);
  const refused = (error: Error) => callback(new Error(`open failed: ${error.message}`), undefined as never);
  socket.once('error', refused);
  socket.once('connect', () => {
    socket.off('error', refused);
    callback(undefined, socket as unknown as ClientChannel);
  });
}

/** This computer as a host, by its own processes and sockets. */
export function localWay(): Way {
  return {
    exec(command: string, _options: unknown, callback: Connected) {
      callback(undefined, new LocalChannel(command) as unknown as ClientChannel);
    },
    shell({ term, cols, rows }: { term: string; cols: number; rows: number }, callback: Connected) {
      callback(undefined, new LocalTerminal({ term, columns: cols, rows }) as unknown as ClientChannel);
    },
    openssh_forwardOutStreamLocal(path: string, callback: Connected) {
      socketTo({ path }, callback);
    },
    forwardOut(_sourceAddress: string, _sourcePort: number, host: string, port: number, callback: Connected) {
      socketTo({ host, port, noDelay: true }, callback);
    },
  } as unknown as Way;
}

/** Addresses by which other machines can reach this computer, IPv4 first. */
export function ownAddresses(): string[] {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all
    .filter((each) => !each.internal && !(each.family === 'IPv6' && each.scopeid !== 0))
    .sort((a, b) => a.family.localeCompare(b.family))
    .map((each) => each.address);
}

/** See `ThisComputer`. */
export function thisComputer(): ThisComputer {
  const addresses = ownAddresses();
  return {
    possible: process.platform === 'linux' && addresses.length > 0,
    username: os.userInfo().username,
    root: process.getuid?.() === 0,
    addresses,
  };
}

/** Why this computer cannot be a host under an address; undefined where it can. */
export function whyNotLocal(address: string): SshError | undefined {
  if (process.platform !== 'linux')
    return new SshError('parameter', say`This computer does not run Linux, so it cannot be a host.`);
  const own = ownAddresses();
  if (own.includes(address)) return undefined;
  return new SshError(
    'hostUnreachable',
    say`${address} is not an address of this computer.`,
    own.length === 0
      ? say`It has none by which other machines could reach it. Connect it to a network.`
      : say`Its addresses are ${own.join(', ')}.`,
  );
}
